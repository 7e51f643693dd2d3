import type { Cloud } from '../cloud.ts'
import { changesSince, notModified } from '../http/changes-since.ts'
import { param, SUFFIX } from '../http/path-params.ts'
import type { Call } from '../http/request.ts'
import { empty, json, type Reply } from '../http/response.ts'
import type { Routes } from '../http/routes.ts'
import { authenticate } from '../identity/authenticate.ts'

export function floatingIpRoutes(routes: Routes, cloud: Cloud): void {
  const calls = new FloatingIpHandlers(cloud)
  for (const end of ['', '/', '.json', '.xml'])
    routes.on(`/os-floating-ips${end}`, { GET: calls.list, POST: calls.create })
  routes.on(`/os-floating-ips/:id{[A-Za-z0-9_]+${SUFFIX}}`, { GET: calls.get, DELETE: calls.delete })
}

/** The operations on floating IPs in the compute dialect. */
class FloatingIpHandlers {
  readonly #cloud: Cloud

  constructor(cloud: Cloud) {
    this.#cloud = cloud
  }

  list = (call: Call): Reply => {
    const user = authenticate(call, this.#cloud)
    const since = changesSince(call, this.#cloud.clock)
    const found = this.#cloud.floatingIps.list(user).filter((ip) => since === undefined || ip.updated >= since)
    if (since !== undefined && found.length === 0) return notModified(this.#cloud.clock)
    return json(200, { floating_ips: found.map((ip) => this.#cloud.floatingIps.renderCompute(ip)) })
  }

  /** The body is not looked at: any pool, charged to the user's default project. */
  create = (call: Call): Reply => {
    const user = authenticate(call, this.#cloud)
    const ip = this.#cloud.floatingIps.create(user, { project: user.defaultProject })
    return json(200, { floating_ip: this.#cloud.floatingIps.renderCompute(ip) })
  }

  get = (call: Call): Reply => {
    const user = authenticate(call, this.#cloud)
    const ip = this.#cloud.floatingIps.get(user, param(call, 'id'))
    return json(200, { floatingip: this.#cloud.floatingIps.render(ip) })
  }

  delete = (call: Call): Reply => {
    const user = authenticate(call, this.#cloud)
    this.#cloud.floatingIps.delete(user, param(call, 'id'))
    return empty(204)
  }
}
