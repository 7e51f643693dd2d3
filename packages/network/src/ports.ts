import type { Link, List, Path, RequestOptions, StatusTarget } from '@kamaki/core'
import {
  findByName,
  type LiteralUnion,
  omitUndefined,
  path,
  requireArray,
  requireId,
  requireKnownFields,
  requireOptions,
  requireRequestOptions,
  StatusResource,
  type StatusRules,
} from '@kamaki/core/toolkit'
import { CREATED_STATUSES } from './checks.ts'
import type { NetworkId, PortId, SubnetId } from './ids.ts'

/** The status of a port. DOWN: it is on no server. */
export type PortStatus = LiteralUnion<'ACTIVE' | 'BUILD' | 'DOWN' | 'ERROR'>

/** What to wait for: a status, any of several, or a condition on the port. */
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
  /** Id of the server as a string; null if it is on none. */
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

/** A new port, in the dialect of OpenStack. */
export interface NewPort {
  network_id: NetworkId
  readonly name?: string | undefined
  readonly fixed_ips?:
    | readonly { readonly ip_address?: string | undefined; readonly subnet_id?: SubnetId | undefined }[]
    | undefined
  readonly security_groups?: readonly (number | string)[] | undefined
  readonly admin_state_up?: boolean | undefined
  readonly mac_address?: string | undefined
  readonly status?: string | undefined
}

/** What can be changed of a port in OpenStack. */
export type PortChanges = Partial<NewPort>

const STATUSES: readonly PortStatus[] = ['ACTIVE', 'BUILD', 'DOWN', 'ERROR']

const FIELDS: readonly string[] = [
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
   * Ports visible to the user: their own, those on their servers and private networks, those with their floating IPs. On Synnefo they
   * have all fields, as those of `listDetail`.
   *
   * `GET /ports` · 200 · network-api-guide § List ports
   */
  list(options?: RequestOptions): List<Port> {
    return this.unwrapList<Port>('ports', 'ports', { ...requireOptions(options), expect: 200 })
  }

  /**
   * Ports visible to the user, with all fields.
   *
   * `GET /ports/detail` · 200 · network-api-guide § List ports
   */
  listDetail(options?: RequestOptions): List<Port> {
    return this.unwrapList<Port>('ports', 'ports/detail', { ...requireOptions(options), expect: 200 })
  }

  /**
   * The one port with a name.
   *
   * `GET /ports` · 200
   * @throws {LookupError} if none has it, or several have: `matches` has their ids.
   */
  async find(name: string, options?: RequestOptions): Promise<Port> {
    return findByName(this.list(requireRequestOptions(options)), name, { noun: 'port', resource: 'ports' })
  }

  /**
   * One port.
   *
   * `GET /ports/{id}` · 200 · network-api-guide § Get port details
   * @throws {NotFoundError} if the user can see no such port, or it is deleted.
   */
  async get(portId: PortId, options?: RequestOptions): Promise<Port> {
    return this.unwrap<Port>('port', 'GET', portPath(portId), { ...requireOptions(options), expect: 200 })
  }

  /**
   * Creates a port on a network.
   *
   * `POST /ports` · 201 (or 200) · network-api-guide § Create port
   */
  async create(port: NewPort, options?: RequestOptions): Promise<Port> {
    checkPort(port, '')
    return this.post(port, options)
  }

  protected post(port: object, options?: RequestOptions): Promise<Port> {
    const json = { port: omitUndefined(port) }
    return this.unwrap<Port>('port', 'POST', 'ports', { ...requireOptions(options), json, expect: CREATED_STATUSES })
  }

  /**
   * Creates several ports in one request, which OpenStack accepts and Synnefo does not.
   *
   * `POST /ports` with `{"ports": [...]}` · 201 (or 200) · OpenStack Networking API § Bulk create ports
   */
  async createMany(ports: readonly NewPort[], options?: RequestOptions): Promise<Port[]> {
    for (const [index, port] of requireArray(ports, 'ports').entries()) checkPort(port, `ports[${index}].`)
    const json = { ports: ports.map(omitUndefined) }
    return this.unwrap<Port[]>('ports', 'POST', 'ports', {
      ...requireOptions(options),
      json,
      expect: CREATED_STATUSES,
      shape: 'array',
    })
  }

  /**
   * Changes a port.
   *
   * `PUT /ports/{id}` · 200 · network-api-guide § Update port
   * @throws {NotFoundError} if the user can see no such port.
   */
  async update(portId: PortId, changes: PortChanges, options?: RequestOptions): Promise<Port> {
    requireKnownFields(changes, FIELDS, '')
    const json = { port: omitUndefined(changes) }
    return this.unwrap<Port>('port', 'PUT', portPath(portId), { ...requireOptions(options), json, expect: 200 })
  }

  /**
   * Deletes a port. On a server a job does it: wait with `waitUntilDeleted(portId)`. A floating IP on it becomes free.
   *
   * `DELETE /ports/{id}` · 204 · network-api-guide § Delete port
   * @throws {ConflictError} while the server is being built.
   * @throws {BadRequestError} while the server is busy with something else.
   */
  async delete(portId: PortId, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', portPath(portId), { ...requireOptions(options), idempotent: false, expect: 204 })
  }

  protected override statusRules(portId: PortId): StatusRules<Port> {
    return {
      describe: `port ${requireId(portId, 'portId')}`,
      statusOf: ({ status }) => status,
      known: STATUSES,
      broken: ['ERROR'],
      reason: ({ device_id }) =>
        typeof device_id === 'string'
          ? `see servers.diagnostics(${device_id}) of the compute client`
          : 'the cloud does not say why; delete it',
      stuck: ({ status, device_id }) =>
        status === 'DOWN' && device_id === null ? 'it is DOWN and on no server' : undefined,
    }
  }
}

/** Rejects what the server would reject anyway. */
function checkPort(port: NewPort, prefix: string): void {
  requireKnownFields(port, FIELDS, prefix)
  requireId(port.network_id, `${prefix}network_id`)
}

function portPath(portId: PortId): Path {
  return path`ports/${requireId(portId, 'portId')}`
}
