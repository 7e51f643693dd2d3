import type { ChangesSinceOptions, Link, List, Path, RequestOptions, StatusTarget } from '@kamaki/core'
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
  requireString,
  StatusResource,
  type StatusRules,
} from '@kamaki/core/toolkit'
import { CREATED_STATUSES, NAME } from './checks.ts'
import type { NetworkId } from './ids.ts'

/** The status of a network. `SNF:DRAINED` hides the real one and means: no new ports or addresses. */
export type NetworkStatus = LiteralUnion<'ACTIVE' | 'PENDING' | 'ERROR' | 'DELETED' | 'SNF:DRAINED'>

/** What to wait for: a status, any of several, or a condition on the network. */
export type NetworkTarget = StatusTarget<Network, NetworkStatus>

/** How a network is built. */
export type NetworkType = LiteralUnion<'MAC_FILTERED' | 'IP_LESS_ROUTED' | 'PHYSICAL_VLAN' | 'CUSTOM'>

/** A network. */
export interface Network {
  /** Digits. */
  id: string
  /** May be empty. */
  name: string
  status: NetworkStatus
  type: NetworkType
  /** Owner; null for public networks. */
  user_id: string | null
  /** The project that is charged (not the user, as on subnets and ports); null for public networks. */
  tenant_id: string | null
  /** Whether the members of the project may use it. */
  shared_to_project: boolean
  /** Whether all users may use it, with a floating IP. */
  public: boolean
  /** The same as `public`. */
  shared: boolean
  'router:external': boolean
  /** Always true. */
  admin_state_up: boolean
  /** Ids of its subnets, at most one per version of IP. */
  subnets: string[]
  'SNF:floating_ip_pool': boolean
  deleted: boolean
  /** ISO 8601 in UTC. */
  created: string
  updated: string
  links: Link[]
}

/** A new network, in the dialect of OpenStack. */
export interface NewNetwork {
  readonly name?: string | undefined
  readonly admin_state_up?: boolean | undefined
  readonly shared?: boolean | undefined
}

/** What can be changed of a network in OpenStack. */
export type NetworkChanges = NewNetwork

/** Those that only OpenStack has. */
const OPENSTACK_STATUSES: readonly string[] = ['BUILD', 'DOWN']

const FIELDS: readonly string[] = ['name', 'admin_state_up', 'shared']

/** Networks, in the plain dialect of OpenStack. */
export class Networks extends StatusResource<Network, NetworkStatus, NetworkId> {
  /**
   * Networks visible to the user: their own, those shared with their projects, and public ones. Deleted ones only with `changesSince`. On
   * Synnefo they have all fields, as those of `listDetail`.
   *
   * `GET /networks` · 200, 304 · network-api-guide § List networks
   * @throws {InvalidArgumentError} for a time that the server would reject.
   */
  list(options: ChangesSinceOptions = {}): List<Network> {
    return this.listChangedSince<Network>('networks', 'networks', options)
  }

  /**
   * Networks visible to the user, with all fields.
   *
   * `GET /networks/detail` · 200, 304 · network-api-guide § List networks
   * @throws {InvalidArgumentError} for a time that the server would reject.
   */
  listDetail(options: ChangesSinceOptions = {}): List<Network> {
    return this.listChangedSince<Network>('networks', 'networks/detail', options)
  }

  /**
   * The one network with a name.
   *
   * `GET /networks/detail` · 200
   * @throws {LookupError} if none has it, or several have: `matches` has their ids.
   */
  async find(name: string, options?: RequestOptions): Promise<Network> {
    return findByName(this.listDetail(requireRequestOptions(options)), name, { noun: 'network', resource: 'networks' })
  }

  /**
   * One network. A deleted one can still be read, with status DELETED.
   *
   * `GET /networks/{id}` · 200 · network-api-guide § Get network details
   * @throws {NotFoundError} if the user can see no such network.
   */
  async get(networkId: NetworkId, options?: RequestOptions): Promise<Network> {
    return this.unwrap<Network>('network', 'GET', networkPath(networkId), { ...requireOptions(options), expect: 200 })
  }

  /**
   * Creates a network.
   *
   * `POST /networks` · 201 (or 200) · network-api-guide § Create network
   * @throws {QuotaExceededError} if the project has no room for it.
   */
  async create(network: NewNetwork, options?: RequestOptions): Promise<Network> {
    checkNetwork(network, '')
    return this.post(network, options)
  }

  protected post(network: object, options?: RequestOptions): Promise<Network> {
    const json = { network: omitUndefined(network) }
    return this.unwrap<Network>('network', 'POST', 'networks', {
      ...requireOptions(options),
      json,
      expect: CREATED_STATUSES,
    })
  }

  /**
   * Creates several networks in one request, which OpenStack accepts and Synnefo does not.
   *
   * `POST /networks` with `{"networks": [...]}` · 201 (or 200) · OpenStack Networking API § Bulk create networks
   * @throws {InvalidArgumentError} if one has no name, or an unknown field.
   */
  async createMany(networks: readonly NewNetwork[], options?: RequestOptions): Promise<Network[]> {
    for (const [index, network] of requireArray(networks, 'networks').entries()) {
      checkNetwork(network, `networks[${index}].`)
      requireString(network.name as string, `networks[${index}].name`, NAME)
    }
    const json = { networks: networks.map(omitUndefined) }
    return this.unwrap<Network[]>('networks', 'POST', 'networks', {
      ...requireOptions(options),
      json,
      expect: CREATED_STATUSES,
      shape: 'array',
    })
  }

  /**
   * Changes a network.
   *
   * `PUT /networks/{id}` · 200 · network-api-guide § Update network
   * @throws {NotFoundError} if the user can see no such network.
   */
  async update(networkId: NetworkId, changes: NetworkChanges, options?: RequestOptions): Promise<Network> {
    checkNetwork(changes, '')
    const call = { ...requireOptions(options), json: { network: omitUndefined(changes) }, expect: 200 }
    return this.unwrap<Network>('network', 'PUT', networkPath(networkId), call)
  }

  /**
   * Deletes a network with its subnets. Where servers were ever connected, a job does it: wait with `waitUntilDeleted(networkId)`.
   *
   * `DELETE /networks/{id}` · 204 · network-api-guide § Delete network
   * @throws {ConflictError} while ports are on it.
   * @throws {ForbiddenError} for a public network.
   * @throws {BadRequestError} if it has been deleted before.
   */
  async delete(networkId: NetworkId, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', networkPath(networkId), {
      ...requireOptions(options),
      idempotent: false,
      expect: 204,
    })
  }

  protected override statusRules(networkId: NetworkId): StatusRules<Network> {
    return {
      describe: `network ${requireId(networkId, 'networkId')}`,
      statusOf: ({ status }) => status,
      known: ['ACTIVE', 'PENDING', 'ERROR', 'DELETED', 'SNF:DRAINED', ...OPENSTACK_STATUSES],
      broken: ['ERROR'],
      deleted: 'DELETED',
    }
  }
}

/** Rejects what the server would reject anyway. */
function checkNetwork(network: NewNetwork, prefix: string): void {
  requireKnownFields(network, FIELDS, prefix)
  if (network.name !== undefined) requireString(network.name, `${prefix}name`, NAME)
}

function networkPath(networkId: NetworkId): Path {
  return path`networks/${requireId(networkId, 'networkId')}`
}
