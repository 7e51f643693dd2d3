import { badRequest, internalServerError, notImplemented } from '../http/fault.ts'
import { attribute, optional } from '../http/fields.ts'
import { isObject, jsonBody } from '../http/json-body.ts'
import type { Call } from '../http/request.ts'
import { empty, type HttpResponse, json } from '../http/response.ts'
import { pythonInt } from '../python/int.ts'
import { hasLength } from '../python/values.ts'
import { listed } from './changes-since.ts'
import type { NetworkCloud } from './network-cloud.ts'

/** The operations on floating IPs. They know JSON alone: no other format is taken notice of. */
export class FloatingIpHandlers {
  readonly #cloud: NetworkCloud

  constructor(cloud: NetworkCloud) {
    this.#cloud = cloud
  }

  list = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    const { floatingIps } = this.#cloud
    const shown = listed(call, this.#cloud, floatingIps.list(user), ({ updated }) => ({
      updated,
      deleted: false,
    }))
    return json(200, { floatingips: shown.map((ip) => floatingIps.render(ip)) })
  }

  /** The route hands the view an argument that it does not take. */
  detail = (): HttpResponse => {
    throw internalServerError()
  }

  create = async (call: Call): Promise<HttpResponse> => {
    const { floatingIps, networks } = this.#cloud
    const user = this.#cloud.authenticate(call)
    const body = attribute(await jsonBody(call), 'floatingip', 'object')
    const poolId = optional(body, 'floating_network_id', 'string or integer')
    let pool = {}
    if (poolId !== undefined) {
      if (pythonInt(poolId) === undefined) throw badRequest('Invalid networkd ID.')
      const network = networks.get(user, poolId, { nonDeleted: true })
      pool = { network, address: optional(body, 'floating_ip_address', 'string') }
    }
    const { project, shared_to_project: shared } = body
    const ip = floatingIps.create(user, { ...pool, project, shared })
    return json(200, { floatingip: { ...floatingIps.render(ip), shared_to_project: shared ?? false } })
  }

  get = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    const { floatingIps } = this.#cloud
    return json(200, { floatingip: floatingIps.render(floatingIps.get(user, call.params['id'])) })
  }

  update = (call: Call): HttpResponse => {
    this.#cloud.authenticate(call)
    throw notImplemented('Updating a floating IP is not supported.')
  }

  delete = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    this.#cloud.floatingIps.delete(user, call.params['id'])
    return empty(204)
  }

  action = async (call: Call): Promise<HttpResponse> => {
    const user = this.#cloud.authenticate(call)
    const body = await jsonBody(call)
    // The server counts the members first: lists and strings have a length as well.
    if (!hasLength(body)) throw internalServerError()
    const [first, ...more] = Object.entries(body as object)
    if (!first || more.length > 0) throw badRequest('Malformed request.')
    if (!isObject(body)) throw internalServerError()
    const [action, args] = first
    if (action !== 'reassign') throw badRequest(`Action ${action} not supported.`)
    if (!isObject(args)) throw badRequest('Invalid argument.')
    const { project } = args
    if (project === undefined || project === null) throw badRequest("Missing 'project' attribute.")
    const ip = this.#cloud.floatingIps.get(user, call.params['id'])
    this.#cloud.floatingIps.reassign(user, ip, project, args['shared_to_project'])
    return empty(200)
  }
}
