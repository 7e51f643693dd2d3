import { changesSince, notModified } from '../http/changes-since.ts'
import { param } from '../http/path-params.ts'
import type { Call } from '../http/request.ts'
import { empty, type HttpResponse, json } from '../http/response.ts'
import type { IpAddress } from '../network/model.ts'
import type { ComputeCloud } from './compute-cloud.ts'

/** The operations on floating IPs in the compute dialect. */
export class FloatingIpHandlers {
  readonly #cloud: ComputeCloud

  constructor(cloud: ComputeCloud) {
    this.#cloud = cloud
  }

  list = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    const since = changesSince(call, this.#cloud.clock)
    const found = this.#cloud.floatingIps.list(user).filter((ip) => since === undefined || ip.updated >= since)
    if (since !== undefined && found.length === 0) return notModified(this.#cloud.clock)
    return json(200, { floating_ips: found.map((ip) => shown(ip)) })
  }

  /** The body is not looked at: any pool, charged to the user's default project. */
  create = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    const ip = this.#cloud.floatingIps.create(user)
    return json(200, { floating_ip: shown(ip) })
  }

  get = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    const ip = this.#cloud.floatingIps.get(user, param(call, 'id'))
    return json(200, { floatingip: this.#cloud.floatingIps.render(ip) })
  }

  delete = (call: Call): HttpResponse => {
    const user = this.#cloud.authenticate(call)
    this.#cloud.floatingIps.delete(user, param(call, 'id'))
    return empty(204)
  }
}

/** An address as the compute API shows it. */
function shown(ip: IpAddress): Record<string, unknown> {
  return {
    fixed_ip: null,
    id: ip.id,
    instance_id: ip.port?.serverId == null ? null : String(ip.port.serverId),
    ip: ip.address,
    pool: null,
  }
}
