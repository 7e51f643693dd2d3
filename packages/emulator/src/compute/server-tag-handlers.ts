import { attribute } from '../http/fields.ts'
import { jsonBody } from '../http/json-body.ts'
import { param, SUFFIX } from '../http/path-params.ts'
import type { Call } from '../http/request.ts'
import { empty, json, type Reply } from '../http/response.ts'
import type { Routes } from '../http/routes.ts'
import { pythonQuote } from '../python/quote.ts'
import type { ComputeCloud } from './compute-cloud.ts'
import { serverLinks } from './links.ts'
import type { Tag } from './model.ts'
import { ServerHandlers } from './server-calls.ts'
import { addTag, deleteTags, replaceTags } from './server-tags.ts'

export function serverTagRoutes(routes: Routes, cloud: ComputeCloud): void {
  const calls = new ServerTagHandlers(cloud)
  const item = '/servers/:id{[0-9]+}'
  routes.on(`${item}/:part{tags${SUFFIX}}`, { GET: calls.list, PUT: calls.replace, DELETE: calls.deleteAll })
  routes.on(`${item}/tags/:tag{.+}`, { GET: calls.check, PUT: calls.add, DELETE: calls.delete })
}

const shown = (tags: readonly Tag[]) => ({
  tags: tags.map(({ name }) => name),
  statuses: tags.map(({ status }) => status),
})

/** The operations on the tags of servers. */
class ServerTagHandlers extends ServerHandlers {
  list = (call: Call): Reply => json(200, shown(this.server(call).tags))

  replace = async (call: Call): Promise<Reply> => {
    this.cloud.authenticate(call)
    const names = attribute(await jsonBody(call), 'tags', 'list')
    return json(200, shown(replaceTags(this.cloud, this.toChange(call), names)))
  }

  deleteAll = (call: Call): Reply => empty(deleteTags(this.cloud, this.toChange(call)) ? 204 : 404)

  check = (call: Call): Reply => {
    const name = param(call, 'tag')
    const tag = this.server(call).tags.find((known) => known.name === name)
    return tag ? empty(204, { 'tag-status': tag.status }) : empty(404)
  }

  add = (call: Call): Reply => {
    const server = this.toChange(call)
    const name = param(call, 'tag')
    if (!addTag(this.cloud, server, name)) return empty(204)
    const [self] = serverLinks(call, server.id)
    return empty(201, { Location: `${self?.href}/tags/${pythonQuote(name)}` })
  }

  delete = (call: Call): Reply => empty(deleteTags(this.cloud, this.toChange(call), param(call, 'tag')) ? 204 : 404)
}
