import type { ChangesSinceOptions, List, RequestOptions } from '@kamaki/core'
import { listChangedSince, omitUndefined, path, Resource, requireId, unwrap } from '@kamaki/core/toolkit'
import { MADE } from './checks.ts'
import type { FloatingIpId, NetworkId, PortId } from './ids.ts'

/** A public IPv4 address that is reserved for the user. */
export interface FloatingIp {
  /** Digits. Not the address: that is `floating_ip_address`. */
  id: string
  floating_ip_address: string
  /** Digits. The public network that it is from. */
  floating_network_id: string
  /** Always null. */
  fixed_ip_address: null
  /** Id of the server that has it, as text. */
  instance_id: string | null
  /** Id of the port that it is on. */
  port_id: string | null
  user_id: string
  /** The project that is charged (not the user, as on subnets and ports). */
  tenant_id: string | null
  /** Whether the members of the project may use it. */
  shared_to_project: boolean
  deleted: boolean
}

/** A floating IP to reserve, in the dialect of OpenStack. */
export interface NewFloatingIp {
  floating_network_id: NetworkId
  floating_ip_address?: string | undefined
  port_id?: PortId | undefined
  fixed_ip_address?: string | undefined
}

/** What can be changed of a floating IP in OpenStack. */
export interface FloatingIpChanges {
  /** null takes it off its port. */
  port_id?: PortId | null | undefined
  fixed_ip_address?: string | null | undefined
  floating_ip_address?: string | null | undefined
}

/** Floating IPs, in the plain dialect of OpenStack. */
export class FloatingIps extends Resource {
  /** How far `changesSince` may lie back, in milliseconds. */
  protected readonly changesSinceLimitMs: number = Number.POSITIVE_INFINITY

  /**
   * The user's floating IPs, and those that are shared with his projects.
   *
   * `GET /floatingips` · 200, 304 · network-api-guide § List floating ips
   * @throws {InvalidArgumentError} for a moment that the server would refuse.
   */
  list(options: ChangesSinceOptions = {}): List<FloatingIp> {
    return listChangedSince<FloatingIp>(this.http, 'floatingips', 'floatingips', options, this.changesSinceLimitMs)
  }

  /**
   * One floating IP.
   *
   * `GET /floatingips/{id}` · 200 · network-api-guide § Get floating ip details
   * @throws {NotFoundError} if the user sees no such address, or it has been released.
   */
  async get(id: FloatingIpId, options?: RequestOptions): Promise<FloatingIp> {
    return unwrap<FloatingIp>(this.http, 'floatingip', 'GET', path`floatingips/${requireId(id, 'id')}`, {
      ...options,
      expect: 200,
    })
  }

  /**
   * Reserves a floating IP.
   *
   * `POST /floatingips` · 200 (OpenStack: 201) · network-api-guide § Create floating ip
   * @throws {ConflictError} if the address is taken, or none is free.
   */
  async create(floatingIp: NewFloatingIp, options?: RequestOptions): Promise<FloatingIp> {
    requireId(floatingIp.floating_network_id, 'floating_network_id')
    return this.reserve(floatingIp, options)
  }

  protected reserve(floatingIp: object, options: RequestOptions | undefined): Promise<FloatingIp> {
    const json = { floatingip: omitUndefined(floatingIp) }
    return unwrap<FloatingIp>(this.http, 'floatingip', 'POST', 'floatingips', { ...options, json, expect: MADE })
  }

  /**
   * Puts a floating IP on another port, which OpenStack does and Synnefo does not.
   *
   * `PUT /floatingips/{id}` · 200 · OpenStack Networking API § Update floating IP
   */
  async update(id: FloatingIpId, changes: FloatingIpChanges, options?: RequestOptions): Promise<FloatingIp> {
    const json = { floatingip: omitUndefined(changes) }
    return unwrap<FloatingIp>(this.http, 'floatingip', 'PUT', path`floatingips/${requireId(id, 'id')}`, {
      ...options,
      json,
      expect: 200,
    })
  }

  /**
   * Releases a floating IP, at once.
   *
   * `DELETE /floatingips/{id}` · 204 · network-api-guide § Delete floating ip
   * @throws {ConflictError} while it is on a port: delete that first, and wait until it is gone.
   */
  async delete(id: FloatingIpId, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', path`floatingips/${requireId(id, 'id')}`, {
      ...options,
      idempotent: false,
      expect: 204,
    })
  }
}
