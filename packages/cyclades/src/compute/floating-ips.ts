import type { ChangesSinceOptions, List, RequestOptions } from '@kamaki/core'
import { type Http, listChangedSince, omitUndefined, path, Resource, requireId, unwrap } from '@kamaki/core/toolkit'

/** A floating IP as the compute service lists it. */
export interface ComputeFloatingIp {
  id: number
  ip: string
  /** The server's id as text. */
  instance_id: string | null
  fixed_ip: null
  pool: null
}

/** A floating IP in the shape of the network API. */
export interface NetworkFloatingIp {
  /** A numeric id as text. */
  id: string
  floating_ip_address: string
  floating_network_id: string
  /** The server's id as text. */
  instance_id: string | null
  port_id: string | null
  fixed_ip_address: null
  user_id: string
  /** The project that is charged. */
  tenant_id: string | null
  shared_to_project: boolean
  deleted: boolean
}

/** Floating IPs, through the compute service. `@kamaki/network` does more: it chooses network, address and project. */
export class FloatingIps extends Resource {
  readonly #changesSinceLimitMs: number

  /** @param changesSinceLimitMs how far `changesSince` may lie back. */
  constructor(http: Http, changesSinceLimitMs: number = Number.POSITIVE_INFINITY) {
    super(http)
    this.#changesSinceLimitMs = changesSinceLimitMs
  }

  /**
   * The user's floating IPs.
   *
   * `GET /os-floating-ips` · 200, 304 · compute-api-guide § List floating ips
   */
  list(options: ChangesSinceOptions = {}): List<ComputeFloatingIp> {
    const limitMs = this.#changesSinceLimitMs
    return listChangedSince<ComputeFloatingIp>(this.http, 'floating_ips', 'os-floating-ips', options, limitMs)
  }

  /**
   * Reserves an address and charges it to the user's default project.
   *
   * `POST /os-floating-ips` · 200 · compute-api-guide § Create (Allocate) floating ip
   * @param floatingIp.pool the network that it is to come from; read by OpenStack, ignored by Synnefo, which takes any.
   * @throws {ConflictError} if no address is free.
   * @throws {QuotaExceededError} if the project has no room for it.
   */
  async create({ pool }: { pool?: string | undefined } = {}, options?: RequestOptions): Promise<ComputeFloatingIp> {
    const call = { ...options, json: omitUndefined({ pool }), expect: 200 }
    return unwrap<ComputeFloatingIp>(this.http, 'floating_ip', 'POST', 'os-floating-ips', call)
  }

  /**
   * One floating IP, in the shape of the network API.
   *
   * `GET /os-floating-ips/{id}` · 200 · floating_ips.py:get_floating_ip
   * @throws {NotFoundError} if there is none.
   */
  async get(id: number | string, options?: RequestOptions): Promise<NetworkFloatingIp> {
    const where = path`os-floating-ips/${requireId(id, 'id')}`
    const call = { ...options, expect: 200 }
    // The guide has the second wrapper, the server sends the first.
    const reply = await this.http.json<Record<'floatingip' | 'floating_ip', NetworkFloatingIp>>('GET', where, call)
    return reply.floatingip ?? reply.floating_ip
  }

  /**
   * Gives an address back.
   *
   * `DELETE /os-floating-ips/{id}` · 204 · compute-api-guide § Delete (Deallocate) floating ip
   * @throws {ConflictError} while a server or port has it.
   */
  async delete(id: number | string, options?: RequestOptions): Promise<void> {
    const where = path`os-floating-ips/${requireId(id, 'id')}`
    await this.http.empty('DELETE', where, { ...options, idempotent: false, expect: 204 })
  }
}
