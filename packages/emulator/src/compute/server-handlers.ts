import { changed, changesSince, notModified } from '../http/changes-since.ts'
import { badRequest, itemNotFound } from '../http/fault.ts'
import { attribute } from '../http/fields.ts'
import { jsonBody } from '../http/json-body.ts'
import { NUMBER, param, SUFFIX } from '../http/path-params.ts'
import type { Call } from '../http/request.ts'
import { empty, json, type Reply } from '../http/response.ts'
import type { Routes } from '../http/routes.ts'
import { codePointLength } from '../python/code-points.ts'
import type { ComputeCloud } from './compute-cloud.ts'
import type { Server } from './model.ts'
import { createServer } from './server-create.ts'
import { diagnosticJson, serverDetail, serverSummary } from './server-json.ts'
import { destroyServer } from './server-power.ts'
import { serverRequest } from './server-request.ts'
import { statsOf } from './server-stats.ts'
import { addressesXml, networkAddressesXml, serversXml, serverXml, statsXml } from './xml.ts'

const NAME = 255

export function serverRoutes(routes: Routes, cloud: ComputeCloud): void {
  const calls = new ServerHandlers(cloud)
  for (const end of ['', '/', '.json', '.xml']) routes.on(`/servers${end}`, { GET: calls.list, POST: calls.create })
  for (const end of ['', '.json', '.xml']) routes.on(`/servers/detail${end}`, { GET: calls.listDetail })
  routes.on(`/servers/:id${NUMBER}`, { GET: calls.get, PUT: calls.rename, DELETE: calls.delete })
  routes.on(`/servers/:id${NUMBER}/password`, { GET: calls.password, DELETE: calls.forgetPassword })
  const item = '/servers/:id{[0-9]+}'
  routes.on(`${item}/:part{ips${SUFFIX}}`, { GET: calls.addresses })
  routes.on(`${item}/ips/:network{.+}`, { GET: calls.networkAddresses })
  routes.on(`${item}/:part{stats${SUFFIX}}`, { GET: calls.stats })
  routes.on(`${item}/:part{diagnostics(?:.json)?}`, { GET: calls.diagnostics })
}

/** The operations on servers but for actions, and what is shown of them. */
class ServerHandlers {
  readonly #cloud: ComputeCloud

  constructor(cloud: ComputeCloud) {
    this.#cloud = cloud
  }

  #server(call: Call, options: { nonDeleted?: boolean; nonSuspended?: boolean } = {}): Server {
    const user = this.#cloud.authenticate(call)
    return this.#cloud.servers.get(user, param(call, 'id'), options)
  }

  #list(call: Call, detail: boolean): Reply {
    const user = this.#cloud.authenticate(call)
    const found = changed(this.#cloud.servers.visible(user), changesSince(call, this.#cloud.clock))
    if (!found) return notModified(this.#cloud.clock)
    const servers = found.map((server) =>
      detail ? serverDetail(call, this.#cloud, server) : serverSummary(call, server),
    )
    return call.format === 'xml' ? serversXml(servers) : json(200, { servers })
  }

  list = (call: Call): Reply => this.#list(call, false)

  listDetail = (call: Call): Reply => this.#list(call, true)

  create = async (call: Call): Promise<Reply> => {
    const user = this.#cloud.authenticate(call)
    const asked = serverRequest(await jsonBody(call), this.#cloud.random)
    const server = createServer(this.#cloud, user, asked)
    const shown = { ...serverDetail(call, this.#cloud, server), status: 'BUILD', adminPass: asked.password }
    return call.format === 'xml' ? serverXml(202, shown) : json(202, { server: shown })
  }

  get = (call: Call): Reply => {
    const shown = serverDetail(call, this.#cloud, this.#server(call))
    return call.format === 'xml' ? serverXml(200, shown) : json(200, { server: shown })
  }

  rename = async (call: Call): Promise<Reply> => {
    const user = this.#cloud.authenticate(call)
    const name = attribute(attribute(await jsonBody(call), 'server', 'object'), 'name', 'text')
    const server = this.#cloud.servers.get(user, param(call, 'id'), { nonDeleted: true, nonSuspended: true })
    if (codePointLength(name) > NAME) throw badRequest('Server name is too long')
    server.name = name
    this.#cloud.servers.touch(server)
    return empty(204)
  }

  delete = (call: Call): Reply => {
    destroyServer(this.#cloud, this.#server(call, { nonDeleted: true, nonSuspended: true }))
    return empty(204)
  }

  password = (call: Call): Reply => {
    const password = this.#cloud.servers.password(this.#server(call))
    if (password === undefined) throw itemNotFound('')
    return json(200, { password })
  }

  forgetPassword = (call: Call): Reply => {
    this.#cloud.servers.forgetPassword(this.#server(call))
    return empty(204)
  }

  addresses = (call: Call): Reply => {
    const shown = this.#cloud.ports.addressesOf(this.#server(call).id)
    return call.format === 'xml' ? addressesXml(shown.addresses) : json(200, shown)
  }

  networkAddresses = (call: Call): Reply => {
    const user = this.#cloud.authenticate(call)
    const server = this.#cloud.servers.get(user, param(call, 'id'))
    const network = this.#cloud.networks.get(user, param(call, 'network'))
    const addresses = this.#cloud.ports.addressesOf(server.id).addresses[String(network.id)]
    const shown = addresses ? { [String(network.id)]: addresses } : {}
    return call.format === 'xml' ? networkAddressesXml(shown) : json(200, { network: shown })
  }

  stats = (call: Call): Reply => {
    const stats = statsOf(call, this.#server(call))
    return call.format === 'xml' ? statsXml(stats) : json(200, { stats })
  }

  diagnostics = (call: Call): Reply => json(200, this.#server(call).diagnostics.map(diagnosticJson))
}
