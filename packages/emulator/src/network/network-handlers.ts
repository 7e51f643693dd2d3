import { badRequest, internalServerError } from '../http/fault.ts'
import { attribute, optional } from '../http/fields.ts'
import { isObject, jsonBody } from '../http/json-body.ts'
import type { Call } from '../http/request.ts'
import { empty, type HttpResponse, json } from '../http/response.ts'
import { dictItems } from '../python/dict-order.ts'
import { listed } from './changes-since.ts'
import type { Network } from './model.ts'
import type { NetworkCloud } from './network-cloud.ts'
import { renderNetwork } from './network-json.ts'
import { networksXml, networkXml } from './network-xml.ts'

/** The operations on networks. */
export class NetworkHandlers {
  readonly #cloud: NetworkCloud

  constructor(cloud: NetworkCloud) {
    this.#cloud = cloud
  }

  list = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    const shown = listed(call, this.#cloud, this.#cloud.networks.visible(user), ({ updated, deleted }) => ({
      updated,
      deleted,
    }))
    const networks = shown.map((network) => renderNetwork(network, call.origin))
    return call.format === 'xml' ? networksXml(networks) : json(200, { networks })
  }

  create = async (call: Call): Promise<HttpResponse> => {
    const user = this.#cloud.authenticate(call)
    const body = attribute(await jsonBody(call), 'network', 'object')
    const type = attribute(body, 'type', 'string')
    this.#cloud.networks.checkType(type)
    const name = optional(body, 'name', 'string') ?? ''
    const { project, shared_to_project: shared } = body
    const network = this.#cloud.networks.create(user, { name, type, project, shared })
    // The response shows what was sent; what is stored is its truth.
    return this.#response(call, network, 201, { shared_to_project: shared ?? false })
  }

  get = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    return this.#response(call, this.#cloud.networks.get(user, call.params['id']), 200)
  }

  rename = async (call: Call): Promise<HttpResponse> => {
    const user = this.#cloud.authenticate(call)
    const body = attribute(await jsonBody(call), 'network', 'object')
    const name = attribute(body, 'name', 'string')
    return this.#response(call, this.#cloud.networks.rename(user, call.params['id'], name), 200)
  }

  delete = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    this.#cloud.networks.delete(user, call.params['id'])
    return empty(204)
  }

  action = async (call: Call): Promise<HttpResponse> => {
    const user = this.#cloud.authenticate(call)
    const body = await jsonBody(call)
    // Only the first key is looked at, however many there are.
    const [action, args] = (isObject(body) && dictItems(body)[0]) || []
    if (action === undefined) throw internalServerError()
    if (action !== 'reassign') throw badRequest(`Action ${action} not supported.`)
    if (!isObject(args)) throw badRequest('Invalid argument.')
    const { project } = args
    if (project === undefined || project === null) throw badRequest("Missing 'project' attribute.")
    this.#cloud.networks.reassign(user, call.params['id'], project, args['shared_to_project'])
    return empty(200)
  }

  #response(call: Call, network: Network, status: number, changes: Record<string, unknown> = {}): HttpResponse {
    const shown = { ...renderNetwork(network, call.origin), ...changes }
    return call.format === 'xml' ? networkXml(status, shown) : json(status, { network: shown })
  }
}
