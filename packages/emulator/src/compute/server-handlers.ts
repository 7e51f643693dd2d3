import { changed, changesSince, notModified } from '../http/changes-since.ts'
import { badRequest, itemNotFound } from '../http/fault.ts'
import { attribute, requireStorable } from '../http/fields.ts'
import { jsonBody } from '../http/json-body.ts'
import { param } from '../http/path-params.ts'
import type { Call } from '../http/request.ts'
import { empty, type HttpResponse, json } from '../http/response.ts'
import { codePointLength } from '../python/code-points.ts'
import type { ComputeCloud } from './compute-cloud.ts'
import { createServer } from './server-create.ts'
import { diagnosticJson, serverDetail, serverSummary } from './server-json.ts'
import { serverOf, serverToChange } from './server-param.ts'
import { destroyServer } from './server-power.ts'
import { serverRequest } from './server-request.ts'
import { statsOf } from './server-stats.ts'
import { addressesXml, networkAddressesXml, serversXml, serverXml, statsXml } from './xml.ts'

const NAME = 255

/** The operations on servers but for actions, and what is shown of them. */
export class ServerHandlers {
  readonly #cloud: ComputeCloud

  constructor(cloud: ComputeCloud) {
    this.#cloud = cloud
  }

  #list(call: Call, detail: boolean): HttpResponse {
    const user = this.#cloud.authenticate(call)
    const found = changed(this.#cloud.servers.visible(user), changesSince(call, this.#cloud.clock))
    if (!found) return notModified(this.#cloud.clock)
    const servers = found.map((server) =>
      detail ? serverDetail(call, this.#cloud, server) : serverSummary(call, server),
    )
    return call.format === 'xml' ? serversXml(servers) : json(200, { servers })
  }

  list = (call: Call): HttpResponse => this.#list(call, false)

  listDetail = (call: Call): HttpResponse => this.#list(call, true)

  create = async (call: Call): Promise<HttpResponse> => {
    const user = this.#cloud.authenticate(call)
    const asked = serverRequest(await jsonBody(call), this.#cloud)
    const server = createServer(this.#cloud, user, asked)
    const shown = { ...serverDetail(call, this.#cloud, server), status: 'BUILD', adminPass: asked.password }
    return call.format === 'xml' ? serverXml(202, shown) : json(202, { server: shown })
  }

  get = (call: Call): HttpResponse => {
    const shown = serverDetail(call, this.#cloud, serverOf(call, this.#cloud))
    return call.format === 'xml' ? serverXml(200, shown) : json(200, { server: shown })
  }

  rename = async (call: Call): Promise<HttpResponse> => {
    const user = this.#cloud.authenticate(call)
    const name = attribute(attribute(await jsonBody(call), 'server', 'object'), 'name', 'string')
    const server = this.#cloud.servers.get(user, param(call, 'id'), { nonDeleted: true, nonSuspended: true })
    if (codePointLength(name) > NAME) throw badRequest('Server name is too long')
    requireStorable(name)
    server.name = name
    this.#cloud.servers.touch(server)
    return empty(204)
  }

  delete = (call: Call): HttpResponse => {
    destroyServer(this.#cloud, serverToChange(call, this.#cloud))
    return empty(204)
  }

  password = (call: Call): HttpResponse => {
    const password = this.#cloud.servers.password(serverOf(call, this.#cloud))
    if (password === undefined) throw itemNotFound('')
    return json(200, { password })
  }

  forgetPassword = (call: Call): HttpResponse => {
    this.#cloud.servers.forgetPassword(serverOf(call, this.#cloud))
    return empty(204)
  }

  addresses = (call: Call): HttpResponse => {
    const shown = this.#cloud.ports.addressesOf(serverOf(call, this.#cloud).id)
    return call.format === 'xml' ? addressesXml(shown.addresses) : json(200, shown)
  }

  networkAddresses = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    const server = this.#cloud.servers.get(user, param(call, 'id'))
    const network = this.#cloud.networks.get(user, param(call, 'network'))
    const addresses = this.#cloud.ports.addressesOf(server.id).addresses[String(network.id)]
    const shown = addresses ? { [String(network.id)]: addresses } : {}
    return call.format === 'xml' ? networkAddressesXml(shown) : json(200, { network: shown })
  }

  stats = (call: Call): HttpResponse => {
    const stats = statsOf(call, serverOf(call, this.#cloud))
    return call.format === 'xml' ? statsXml(stats) : json(200, { stats })
  }

  diagnostics = (call: Call): HttpResponse => json(200, serverOf(call, this.#cloud).diagnostics.map(diagnosticJson))
}
