import { badRequest, internalServerError } from '../http/fault.ts'
import { isObject, jsonBody } from '../http/json-body.ts'
import type { Call } from '../http/request.ts'
import { type HttpResponse, json } from '../http/response.ts'
import { listed } from './changes-since.ts'
import type { NetworkCloud } from './network-cloud.ts'
import { renderSubnet } from './network-json.ts'

const KEPT = ['gateway_ip', 'ip_version'] as const
const LISTS = ['dns_nameservers', 'host_routes'] as const

/** The operations on subnets. Their responses are JSON whatever was asked for: only the label follows. */
export class SubnetHandlers {
  readonly #cloud: NetworkCloud

  constructor(cloud: NetworkCloud) {
    this.#cloud = cloud
  }

  list = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    const shown = listed(call, this.#cloud, this.#cloud.subnets.visible(user), ({ updated, network }) => ({
      updated,
      deleted: network.deleted,
    }))
    return json(200, { subnets: shown.map((subnet) => renderSubnet(subnet, call.origin)) })
  }

  create = async (call: Call): Promise<HttpResponse> => {
    const user = this.#cloud.authenticate(call)
    const body = await this.#subnet(call)
    if (!isObject(body)) throw internalServerError()
    if (!('network_id' in body) || !('cidr' in body)) throw badRequest('Malformed request')
    const subnet = this.#cloud.subnets.create(user, body)
    // The response shows what was sent, as the record in the server's memory does until it is read again.
    const dhcp = subnet.version === 6 && body['enable_slaac'] != null ? body['enable_slaac'] : body['enable_dhcp']
    const sent = {
      ...(dhcp === undefined ? {} : { enable_dhcp: dhcp, ...(subnet.version === 6 ? { enable_slaac: dhcp } : {}) }),
      ...(body['name'] == null ? {} : { name: body['name'] }),
      ...Object.fromEntries(KEPT.filter((name) => Object.hasOwn(body, name)).map((name) => [name, body[name]])),
      ...Object.fromEntries(LISTS.filter((name) => Array.isArray(body[name])).map((name) => [name, body[name]])),
    }
    return json(201, { subnet: { ...renderSubnet(subnet, call.origin), ...sent } })
  }

  get = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    return json(200, { subnet: renderSubnet(this.#cloud.subnets.get(user, call.params['id']), call.origin) })
  }

  rename = async (call: Call): Promise<HttpResponse> => {
    const user = this.#cloud.authenticate(call)
    const body = await this.#subnet(call)
    if (!namesOnly(body)) throw badRequest('Only the name of a subnet can be updated')
    if (!isObject(body)) throw internalServerError()
    const subnet = this.#cloud.subnets.rename(user, call.params['id'], body['name'])
    const name = body['name'] ?? ''
    return json(200, { subnet: { ...renderSubnet(subnet, call.origin), name } })
  }

  delete = (call: Call): HttpResponse => {
    this.#cloud.authenticate(call)
    throw badRequest('Deletion of a subnet is not supported')
  }

  async #subnet(call: Call): Promise<unknown> {
    const body = await jsonBody(call)
    if (!isObject(body)) throw internalServerError()
    const { subnet } = body
    if (subnet === undefined) throw badRequest('Malformed request')
    return subnet
  }
}

/** Is there one member, `name`? The server counts the elements of lists and the characters of strings as well. */
function namesOnly(subnet: unknown): boolean {
  if (typeof subnet === 'string') return false
  if (Array.isArray(subnet)) return subnet.length === 1 && subnet[0] === 'name'
  if (!isObject(subnet)) throw internalServerError()
  return Object.hasOwn(subnet, 'name') && Object.keys(subnet).length === 1
}
