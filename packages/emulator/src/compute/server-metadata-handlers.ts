import { withoutKey } from '../base/values.ts'
import { badRequest, internalServerError, itemNotFound } from '../http/fault.ts'
import { attribute } from '../http/fields.ts'
import { isObject, jsonBody } from '../http/json-body.ts'
import { param } from '../http/path-params.ts'
import type { Call } from '../http/request.ts'
import { empty, type HttpResponse, json } from '../http/response.ts'
import { pythonText } from '../python/repr.ts'
import type { ComputeCloud } from './compute-cloud.ts'
import type { Server } from './model.ts'
import { mergeMetadata, setMetadataItem } from './server-metadata.ts'
import { serverOf, serverToChange } from './server-param.ts'
import { metadataXml, metaXml } from './xml.ts'

/** The operations on the metadata of servers. */
export class ServerMetadataHandlers {
  readonly #cloud: ComputeCloud

  constructor(cloud: ComputeCloud) {
    this.#cloud = cloud
  }

  #all(call: Call, status: number, server: Server): HttpResponse {
    const metadata = Object.fromEntries(server.metadata)
    return call.format === 'xml' ? metadataXml(status, metadata) : json(status, { metadata })
  }

  #one(call: Call, status: number, key: string, value: unknown): HttpResponse {
    return call.format === 'xml' ? metaXml(status, key, pythonText(value)) : json(status, { meta: { [key]: value } })
  }

  list = (call: Call): HttpResponse => this.#all(call, 200, serverOf(call, this.#cloud))

  merge = async (call: Call): Promise<HttpResponse> => {
    this.#cloud.authenticate(call)
    const body = await jsonBody(call)
    const server = serverToChange(call, this.#cloud)
    mergeMetadata(server, attribute(body, 'metadata', 'object'))
    this.#cloud.servers.touch(server)
    return this.#all(call, 201, server)
  }

  get = (call: Call): HttpResponse => {
    const key = param(call, 'key')
    const value = serverOf(call, this.#cloud).metadata.get(key)
    if (value === undefined) throw itemNotFound('Metadata key not found.')
    return this.#one(call, 200, key, value)
  }

  set = async (call: Call): Promise<HttpResponse> => {
    this.#cloud.authenticate(call)
    const body = await jsonBody(call)
    const server = serverToChange(call, this.#cloud)
    const key = param(call, 'key')
    if (!isObject(body)) throw internalServerError()
    const { meta } = body
    if (!isObject(meta) || Object.keys(meta).length !== 1 || !Object.hasOwn(meta, key))
      throw badRequest('Malformed request')
    setMetadataItem(server, key, meta[key])
    this.#cloud.servers.touch(server)
    // What was sent is shown as it came.
    return this.#one(call, 201, key, meta[key])
  }

  delete = (call: Call): HttpResponse => {
    const server = serverToChange(call, this.#cloud)
    const kept = withoutKey(server.metadata, param(call, 'key'))
    if (!kept) throw itemNotFound('Metadata key not found.')
    server.metadata = kept
    this.#cloud.servers.touch(server)
    return empty(204)
  }
}
