import { attribute } from '../http/fields.ts'
import { jsonBody } from '../http/json-body.ts'
import { param } from '../http/path-params.ts'
import type { Call } from '../http/request.ts'
import { empty, type HttpResponse, json } from '../http/response.ts'
import { pythonQuote } from '../python/quote.ts'
import type { ComputeCloud } from './compute-cloud.ts'
import type { Tag } from './model.ts'
import { serverOf, serverToChange } from './server-param.ts'
import { addTag, deleteTags, replaceTags } from './server-tags.ts'

/** What Django leaves as it is when it makes a URI of an IRI. */
const IRI = "/#%[]=:;$&()+,!?*@'~"

const shown = (tags: readonly Tag[]) => ({
  tags: tags.map(({ name }) => name),
  statuses: tags.map(({ status }) => status),
})

/** The operations on the tags of servers. */
export class ServerTagHandlers {
  readonly #cloud: ComputeCloud

  constructor(cloud: ComputeCloud) {
    this.#cloud = cloud
  }

  list = (call: Call): HttpResponse => json(200, shown(serverOf(call, this.#cloud).tags))

  replace = async (call: Call): Promise<HttpResponse> => {
    this.#cloud.authenticate(call)
    const names = attribute(await jsonBody(call), 'tags', 'list')
    return json(200, shown(replaceTags(this.#cloud, serverToChange(call, this.#cloud), names)))
  }

  deleteAll = (call: Call): HttpResponse =>
    empty(deleteTags(this.#cloud, serverToChange(call, this.#cloud)) ? 204 : 404)

  check = (call: Call): HttpResponse => {
    const name = param(call, 'tag')
    const tag = serverOf(call, this.#cloud).tags.find((known) => known.name === name)
    return tag ? empty(204, { 'tag-status': tag.status }) : empty(404)
  }

  add = (call: Call): HttpResponse => {
    const server = serverToChange(call, this.#cloud)
    const name = param(call, 'tag')
    if (!addTag(this.#cloud, server, name)) return empty(204)
    // The address of the request itself, a format at its end included.
    const query = call.rawQuery === '' ? '' : `?${call.rawQuery}`
    return empty(201, { Location: call.origin + pythonQuote(call.path + query, IRI) })
  }

  delete = (call: Call): HttpResponse =>
    empty(deleteTags(this.#cloud, serverToChange(call, this.#cloud), param(call, 'tag')) ? 204 : 404)
}
