import type { ChangesSinceOptions, List, Path, RequestOptions } from '@kamaki/core'
import { omitUndefined, path, Resource, requireId, requireObject, requireOptions } from '@kamaki/core/toolkit'
import { CREATED_STATUSES } from './checks.ts'
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
  /** Id of the server that has it, as a string. */
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

/** A new floating IP, in the dialect of OpenStack. */
export interface NewFloatingIp {
  floating_network_id: NetworkId
  readonly floating_ip_address?: string | undefined
  readonly port_id?: PortId | undefined
  readonly fixed_ip_address?: string | undefined
}

/** What can be changed of a floating IP in OpenStack. */
export interface FloatingIpChanges {
  /** null removes it from its port. */
  readonly port_id?: PortId | null | undefined
  readonly fixed_ip_address?: string | null | undefined
  readonly floating_ip_address?: string | null | undefined
}

/** What can be done with floating IPs in OpenStack and Synnefo alike. */
export class CommonFloatingIps extends Resource {
  /**
   * The user's floating IPs, and those shared with their projects.
   *
   * `GET /floatingips` · 200, 304 · network-api-guide § List floating ips
   * @throws {InvalidArgumentError} for a time that the server would reject.
   */
  list(options: ChangesSinceOptions = {}): List<FloatingIp> {
    return this.listChangedSince<FloatingIp>('floatingips', 'floatingips', options)
  }

  /**
   * One floating IP.
   *
   * `GET /floatingips/{id}` · 200 · network-api-guide § Get floating ip details
   * @throws {NotFoundError} if the user can see no such address, or it has been released.
   */
  async get(floatingIpId: FloatingIpId, options?: RequestOptions): Promise<FloatingIp> {
    const where = floatingIpPath(floatingIpId)
    return this.unwrap<FloatingIp>('floatingip', 'GET', where, { ...requireOptions(options), expect: 200 })
  }

  protected post(floatingIp: object, options?: RequestOptions): Promise<FloatingIp> {
    const call = {
      ...requireOptions(options),
      json: { floatingip: omitUndefined(floatingIp) },
      expect: CREATED_STATUSES,
    }
    return this.unwrap<FloatingIp>('floatingip', 'POST', 'floatingips', call)
  }

  /**
   * Releases a floating IP, at once.
   *
   * `DELETE /floatingips/{id}` · 204 · network-api-guide § Delete floating ip
   * @throws {ConflictError} while it is on a port: delete that first, and wait until it is deleted.
   */
  async delete(floatingIpId: FloatingIpId, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', floatingIpPath(floatingIpId), {
      ...requireOptions(options),
      idempotent: false,
      expect: 204,
    })
  }
}

/** Floating IPs, in the plain dialect of OpenStack. */
export class FloatingIps extends CommonFloatingIps {
  /**
   * Reserves a floating IP.
   *
   * `POST /floatingips` · 200 (OpenStack: 201) · network-api-guide § Create floating ip
   * @throws {ConflictError} if the address is taken, or none is free.
   */
  async create(floatingIp: NewFloatingIp, options?: RequestOptions): Promise<FloatingIp> {
    requireObject(floatingIp, 'floatingIp')
    requireId(floatingIp.floating_network_id, 'floating_network_id')
    return this.post(floatingIp, options)
  }

  /**
   * Moves a floating IP to another port, or removes it from its port.
   *
   * `PUT /floatingips/{id}` · 200 · OpenStack Networking API § Update floating IP
   */
  async update(floatingIpId: FloatingIpId, changes: FloatingIpChanges, options?: RequestOptions): Promise<FloatingIp> {
    const call = {
      ...requireOptions(options),
      json: { floatingip: omitUndefined(requireObject(changes, 'changes')) },
      expect: 200,
    }
    return this.unwrap<FloatingIp>('floatingip', 'PUT', floatingIpPath(floatingIpId), call)
  }
}

function floatingIpPath(floatingIpId: FloatingIpId): Path {
  return path`floatingips/${requireId(floatingIpId, 'floatingIpId')}`
}
