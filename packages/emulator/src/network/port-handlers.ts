import { badRequest, internalServerError, itemNotFound } from '../http/fault.ts'
import { attribute, optional, requireStorable } from '../http/fields.ts'
import { isObject, type JsonObject, jsonBody } from '../http/json-body.ts'
import type { Call } from '../http/request.ts'
import { empty, type HttpResponse, json } from '../http/response.ts'
import { exactInteger, pythonInt } from '../python/int.ts'
import { pythonText } from '../python/repr.ts'
import { isHashable } from '../python/values.ts'
import { parseIpv4 } from './ipv4.ts'
import { parseIpv6 } from './ipv6.ts'
import { MAX_PORTS_PER_SERVER, type Port } from './model.ts'
import type { NetworkCloud } from './network-cloud.ts'
import { renderPort } from './network-json.ts'
import { portsXml, portXml } from './network-xml.ts'

/** The operations on ports. */
export class PortHandlers {
  readonly #cloud: NetworkCloud

  constructor(cloud: NetworkCloud) {
    this.#cloud = cloud
  }

  list = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    const ports = this.#cloud.ports.list(user).map((port) => renderPort(port, call.origin))
    return call.format === 'xml' ? portsXml(ports) : json(200, { ports })
  }

  create = async (call: Call): Promise<HttpResponse> => {
    const cloud = this.#cloud
    const user = cloud.authenticate(call)
    const body = attribute(await jsonBody(call), 'port', 'object')
    const networkId = attribute(body, 'network_id', 'string or integer')
    const deviceId = optional(body, 'device_id', 'string or integer')
    const address = fixedAddress(body)
    const name = optional(body, 'name', 'string') ?? ''
    checkSecurityGroups(body)
    const server =
      deviceId === undefined
        ? undefined
        : cloud.servers.get(user, typeof deviceId === 'boolean' ? Number(deviceId) : deviceId, {
            nonDeleted: true,
            nonSuspended: true,
          })
    if (server && cloud.ports.ofServer(server.id).length >= MAX_PORTS_PER_SERVER)
      throw badRequest('Maximum ports per server limit reached')
    const network = cloud.networks.get(user, networkId, { nonDeleted: true })
    if (network.public && address === undefined) {
      throw badRequest(
        "'fixed_ips' attribute must contain a floating IP address in order to connect to a public network.",
      )
    }
    const floatingIp = network.public ? cloud.floatingIps.byAddress(user, address) : undefined
    const port = cloud.ports.create({ owner: user.uuid, network, name, ...(floatingIp ? { floatingIp } : {}) })
    if (server) {
      try {
        cloud.servers.runJob(server, 'CONNECT')
      } catch (error) {
        cloud.ports.remove(port)
        throw error
      }
      cloud.ports.attach(port, server)
    }
    return this.#response(call, port, 201)
  }

  get = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    return this.#response(call, this.#cloud.ports.get(user, call.params['id']), 200)
  }

  update = async (call: Call): Promise<HttpResponse> => {
    const user = this.#cloud.authenticate(call)
    const body = attribute(await jsonBody(call), 'port', 'object')
    const name = optional(body, 'name', 'string')
    checkSecurityGroups(body)
    const port = this.#cloud.ports.get(user, call.params['id'])
    // The length is not checked here, so that the database rejects it.
    if (name && [...name].length > 128) throw internalServerError()
    requireStorable(name ?? null)
    this.#cloud.ports.rename(port, name || port.name)
    return this.#response(call, port, 200)
  }

  delete = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    this.#cloud.ports.delete(user, call.params['id'])
    return empty(204)
  }

  #response(call: Call, port: Port, status: number): HttpResponse {
    const shown = renderPort(port, call.origin)
    return call.format === 'xml' ? portXml(status, shown) : json(status, { port: shown })
  }
}

/** The one address in `fixed_ips`. @throws {Fault} 400 */
function fixedAddress(body: JsonObject): unknown {
  const list = optional(body, 'fixed_ips', 'list')
  if (!list || list.length === 0) return undefined
  if (list.length > 1) throw badRequest("'fixed_ips' attribute must contain only one fixed IP.")
  const entry = list[0]
  if (!isObject(entry)) throw badRequest("Invalid 'fixed_ips' field.")
  const address = entry['ip_address']
  if (address === undefined || address === null) return undefined
  const number = exactInteger(address)
  if (number !== undefined && number >= 0n && number < 2n ** 32n) return address
  const text = pythonText(address)
  if (typeof address === 'string' && parseIpv4(text) !== null) return text
  if (number === undefined ? parseIpv6(text) !== null : number >= 0n && number < 2n ** 128n)
    throw badRequest("'ip_address' can be only an IPv4 address'")
  throw badRequest(`${text} is not a valid IPv4 Address`)
}

/** There are none, and no way to create one. @throws {Fault} 400, 404 */
function checkSecurityGroups(body: JsonObject): void {
  for (const group of optional(body, 'security_groups', 'list') ?? []) {
    if (group === null || !isHashable(group)) throw internalServerError()
    if (pythonInt(group) === undefined) throw badRequest("Invalid 'security_groups' field.")
    throw itemNotFound('Not valid security group')
  }
}
