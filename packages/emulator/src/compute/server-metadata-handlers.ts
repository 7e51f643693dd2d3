import { badRequest, internalServerError, itemNotFound } from '../http/fault.ts'
import { attribute } from '../http/fields.ts'
import { isObject, jsonBody } from '../http/json-body.ts'
import { param, SUFFIX } from '../http/path-params.ts'
import type { Call } from '../http/request.ts'
import { empty, json, type Reply } from '../http/response.ts'
import type { Routes } from '../http/routes.ts'
import type { ComputeCloud } from './compute-cloud.ts'
import type { Server } from './model.ts'
import { ServerHandlers } from './server-calls.ts'
import { mergeMetadata, setMetadataItem } from './server-metadata.ts'
import { metadataXml, metaXml } from './xml.ts'

export function serverMetadataRoutes(routes: Routes, cloud: ComputeCloud): void {
  const calls = new ServerMetadataHandlers(cloud)
  const item = '/servers/:id{[0-9]+}'
  routes.on(`${item}/:part{metadata${SUFFIX}}`, { GET: calls.list, POST: calls.merge })
  routes.on(`${item}/metadata/:key{.+}`, { GET: calls.get, PUT: calls.set, DELETE: calls.delete })
}

/** The operations on the metadata of servers. */
class ServerMetadataHandlers extends ServerHandlers {
  #all(call: Call, status: number, server: Server): Reply {
    const metadata = Object.fromEntries(server.metadata)
    return call.format === 'xml' ? metadataXml(status, metadata) : json(status, { metadata })
  }

  #one(call: Call, status: number, key: string, value: string): Reply {
    return call.format === 'xml' ? metaXml(status, key, value) : json(status, { meta: { [key]: value } })
  }

  list = (call: Call): Reply => this.#all(call, 200, this.server(call))

  merge = async (call: Call): Promise<Reply> => {
    this.cloud.authenticate(call)
    const body = await jsonBody(call)
    const server = this.toChange(call)
    mergeMetadata(server, attribute(body, 'metadata', 'object'))
    this.cloud.servers.touch(server)
    return this.#all(call, 201, server)
  }

  get = (call: Call): Reply => {
    const key = param(call, 'key')
    const value = this.server(call).metadata.get(key)
    if (value === undefined) throw itemNotFound('Metadata key not found.')
    return this.#one(call, 200, key, value)
  }

  set = async (call: Call): Promise<Reply> => {
    this.cloud.authenticate(call)
    const body = await jsonBody(call)
    const server = this.toChange(call)
    const key = param(call, 'key')
    if (!isObject(body)) throw internalServerError()
    const { meta } = body
    if (!isObject(meta) || Object.keys(meta).length !== 1 || !Object.hasOwn(meta, key))
      throw badRequest('Malformed request')
    setMetadataItem(server, key, meta[key])
    this.cloud.servers.touch(server)
    return this.#one(call, 201, key, server.metadata.get(key) ?? '')
  }

  delete = (call: Call): Reply => {
    const server = this.toChange(call)
    if (!server.metadata.delete(param(call, 'key'))) throw itemNotFound('Metadata key not found.')
    this.cloud.servers.touch(server)
    return empty(204)
  }
}
