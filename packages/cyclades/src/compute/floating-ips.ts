import type { ChangesSinceOptions, List, Path, RequestOptions } from '@kamaki/core'
import {
  CHANGES_SINCE_LIMIT_MS,
  omitUndefined,
  path,
  Resource,
  requireId,
  requireOptions,
  requireString,
  unwrapped,
} from '@kamaki/core/toolkit'

/** A floating IP as the compute service lists it. */
export interface ComputeFloatingIp {
  id: number
  ip: string
  /** The server's id as a string. */
  instance_id: string | null
  fixed_ip: null
  pool: null
}

/** A floating IP in the shape of the network API. */
export interface NetworkFloatingIp {
  /** Digits. */
  id: string
  floating_ip_address: string
  floating_network_id: string
  /** The server's id as a string. */
  instance_id: string | null
  port_id: string | null
  fixed_ip_address: null
  user_id: string
  /** The project that is charged. */
  tenant_id: string | null
  shared_to_project: boolean
  deleted: boolean
}

/** A new floating IP. */
export interface NewComputeFloatingIp {
  /** The network that it is to come from; read by OpenStack, ignored by Synnefo, which takes any. */
  readonly pool?: string | undefined
}

/** Floating IPs, through the compute service. `@kamaki/network` does more: it chooses network, address and project. */
export class FloatingIps extends Resource {
  /**
   * The user's floating IPs.
   *
   * `GET /os-floating-ips` · 200, 304 · compute-api-guide § List floating ips
   */
  list(options: ChangesSinceOptions = {}): List<ComputeFloatingIp> {
    return this.listChangedSince<ComputeFloatingIp>('floating_ips', 'os-floating-ips', options)
  }

  /**
   * Reserves an address and charges it to the user's default project.
   *
   * `POST /os-floating-ips` · 200 · compute-api-guide § Create (Allocate) floating ip
   * @throws {ConflictError} if no address is free.
   * @throws {QuotaExceededError} if the project has no room for it.
   */
  async create(floatingIp?: NewComputeFloatingIp, options?: RequestOptions): Promise<ComputeFloatingIp> {
    const { pool } = requireOptions(floatingIp, 'floatingIp')
    if (pool !== undefined) requireString(pool, 'pool')
    const call = { ...requireOptions(options), json: omitUndefined({ pool }), expect: 200 }
    return this.unwrap<ComputeFloatingIp>('floating_ip', 'POST', 'os-floating-ips', call)
  }

  /**
   * One floating IP, in the shape of the network API.
   *
   * `GET /os-floating-ips/{id}` · 200 · floating_ips.py:get_floating_ip
   * @throws {NotFoundError} if there is none.
   */
  async get(floatingIpId: number | string, options?: RequestOptions): Promise<NetworkFloatingIp> {
    const where = floatingIpPath(floatingIpId)
    const body = await this.bare<object>('GET', where, { ...requireOptions(options), expect: 200 })
    const call = { status: 200, method: 'GET', url: `${this.http.endpointUrl}/${where}` }
    // The guide has the first wrapper, the server sends the second.
    return unwrapped<NetworkFloatingIp>(body, 'floating_ip' in body ? 'floating_ip' : 'floatingip', call)
  }

  /**
   * Releases an address.
   *
   * `DELETE /os-floating-ips/{id}` · 204 · compute-api-guide § Delete (Deallocate) floating ip
   * @throws {ConflictError} while a server or port has it.
   */
  async delete(floatingIpId: number | string, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', floatingIpPath(floatingIpId), {
      ...requireOptions(options),
      idempotent: false,
      expect: 204,
    })
  }
}

function floatingIpPath(floatingIpId: number | string): Path {
  return path`os-floating-ips/${requireId(floatingIpId, 'floatingIpId')}`
}

/** Floating IPs of a Synnefo cloud, through the compute service. */
export class CycladesComputeFloatingIps extends FloatingIps {
  protected override readonly changesSinceLimitMs: number = CHANGES_SINCE_LIMIT_MS
}
