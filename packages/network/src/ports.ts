import type { Link, List, RequestOptions, StatusTarget } from '@kamaki/core'
import {
  type LiteralUnion,
  omitUndefined,
  path,
  rejectArgument,
  requireId,
  requireList,
  StatusResource,
  type StatusRules,
  unwrap,
  unwrapList,
} from '@kamaki/core/toolkit'
import { checkKeys, MADE } from './checks.ts'
import type { NetworkId, PortId, SubnetId } from './ids.ts'

/** Where a port stands. DOWN: it is on no server. */
export type PortStatus = LiteralUnion<'ACTIVE' | 'BUILD' | 'DOWN' | 'ERROR'>

/** What to wait for: a status, any of several, or whatever a function tells of the port. */
export type PortTarget = StatusTarget<Port, PortStatus>

/** An address of a port. */
export interface FixedIp {
  ip_address: string
  /** Id of the subnet (named `subnet`, not `subnet_id` as in OpenStack). */
  subnet: string
}

/** A port: what connects a server to a network. */
export interface Port {
  /** Digits. */
  id: string
  /** null or empty if there is none. */
  name: string | null
  status: PortStatus
  /** Digits. */
  network_id: string
  /** Id of the server as text; null if it is on none. */
  device_id: string | null
  device_owner: LiteralUnion<'vm'> | null
  user_id: string
  /** The same as `user_id` (not the project, as on networks and floating IPs). */
  tenant_id: string
  /** Always true. */
  admin_state_up: boolean
  /** null until it was ACTIVE on a server. */
  mac_address: string | null
  fixed_ips: FixedIp[]
  /** Always empty. */
  security_groups: never[]
  /** ISO 8601 in UTC. */
  created: string
  updated: string
  links: Link[]
}

/** A port to make, in the dialect of OpenStack. */
export interface NewPort {
  network_id: NetworkId
  name?: string | undefined
  fixed_ips?: readonly { ip_address?: string | undefined; subnet_id?: SubnetId | undefined }[] | undefined
  security_groups?: readonly (number | string)[] | undefined
  admin_state_up?: boolean | undefined
  mac_address?: string | undefined
  status?: string | undefined
}

/** What can be changed of a port in OpenStack. */
export type PortChanges = Partial<NewPort>

const KEYS: readonly string[] = [
  'network_id',
  'name',
  'fixed_ips',
  'security_groups',
  'admin_state_up',
  'mac_address',
  'status',
]

/** Ports, in the plain dialect of OpenStack. */
export class Ports extends StatusResource<Port, PortStatus, PortId> {
  /**
   * The ports that the user sees: own ones, those on his servers and private networks, those with his floating IPs. On Synnefo they
   * are as full as those of `listDetail`.
   *
   * `GET /ports` · 200 · network-api-guide § List ports
   */
  list(options?: RequestOptions): List<Port> {
    return unwrapList<Port>(this.http, 'ports', 'ports', { ...options, expect: 200 })
  }

  /**
   * The ports that the user sees, in full.
   *
   * `GET /ports/detail` · 200 · network-api-guide § List ports
   */
  listDetail(options?: RequestOptions): List<Port> {
    return unwrapList<Port>(this.http, 'ports', 'ports/detail', { ...options, expect: 200 })
  }

  /**
   * One port.
   *
   * `GET /ports/{id}` · 200 · network-api-guide § Get port details
   * @throws {NotFoundError} if the user sees no such port, or it is deleted.
   */
  async get(id: PortId, options?: RequestOptions): Promise<Port> {
    return unwrap<Port>(this.http, 'port', 'GET', path`ports/${requireId(id, 'id')}`, { ...options, expect: 200 })
  }

  /**
   * Makes a port on a network.
   *
   * `POST /ports` · 201 (or 200) · network-api-guide § Create port
   */
  async create(port: NewPort, options?: RequestOptions): Promise<Port> {
    this.checkNew(port, '')
    return unwrap<Port>(this.http, 'port', 'POST', 'ports', {
      ...options,
      json: { port: omitUndefined(port) },
      expect: MADE,
    })
  }

  /**
   * Makes several ports in one request, which OpenStack takes and Synnefo does not.
   *
   * `POST /ports` with `{"ports": [...]}` · 201 (or 200) · OpenStack Networking API § Bulk create ports
   */
  async createMany(ports: readonly NewPort[], options?: RequestOptions): Promise<Port[]> {
    for (const [index, port] of requireList(ports, 'ports').entries()) this.checkNew(port, `ports[${index}].`)
    return unwrap<Port[]>(this.http, 'ports', 'POST', 'ports', {
      ...options,
      json: { ports: ports.map(omitUndefined) },
      expect: MADE,
      shape: 'array',
    })
  }

  /** What is certain to be refused. */
  protected checkNew(port: NewPort, at: string): void {
    checkKeys(port, KEYS, at)
    if (port.network_id === undefined) rejectArgument(`${at}network_id`, 'is missing')
    requireId(port.network_id, `${at}network_id`)
  }

  /**
   * Changes a port.
   *
   * `PUT /ports/{id}` · 200 · network-api-guide § Update port
   * @throws {NotFoundError} if the user sees no such port.
   */
  async update(id: PortId, changes: PortChanges, options?: RequestOptions): Promise<Port> {
    checkKeys(changes, KEYS, '')
    const where = path`ports/${requireId(id, 'id')}`
    return unwrap<Port>(this.http, 'port', 'PUT', where, {
      ...options,
      json: { port: omitUndefined(changes) },
      expect: 200,
    })
  }

  /**
   * Deletes a port. On a server a job does it: wait with `waitUntilDeleted(id)`. A floating IP on it becomes free.
   *
   * `DELETE /ports/{id}` · 204 · network-api-guide § Delete port
   * @throws {ConflictError} while the server is being built.
   * @throws {BadRequestError} while the server is busy with something else.
   */
  async delete(id: PortId, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', path`ports/${requireId(id, 'id')}`, { ...options, idempotent: false, expect: 204 })
  }

  protected override statusRules(id: PortId): StatusRules<Port> {
    return {
      describe: `port ${requireId(id, 'id')}`,
      statusOf: ({ status }) => status,
      broken: ['ERROR'],
      stuck: ({ status, device_id }) =>
        status === 'DOWN' && device_id === null ? 'it is DOWN and on no server' : undefined,
    }
  }
}
