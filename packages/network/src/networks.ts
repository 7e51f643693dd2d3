import type { ChangesSinceOptions, Link, List, RequestOptions, StatusTarget } from '@kamaki/core'
import {
  type LiteralUnion,
  listChangedSince,
  omitUndefined,
  path,
  rejectArgument,
  requireId,
  requireList,
  requireText,
  StatusResource,
  type StatusRules,
  unwrap,
} from '@kamaki/core/toolkit'
import { checkKeys, MADE, NAME } from './checks.ts'
import type { NetworkId } from './ids.ts'

/** Where a network stands. `SNF:DRAINED` hides the real state and means: no new ports or addresses. */
export type NetworkStatus = LiteralUnion<'ACTIVE' | 'PENDING' | 'ERROR' | 'DELETED' | 'SNF:DRAINED'>

/** What to wait for: a status, any of several, or whatever a function tells of the network. */
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
  /** Ids of its subnets, at most one a version of IP. */
  subnets: string[]
  'SNF:floating_ip_pool': boolean
  deleted: boolean
  /** ISO 8601 in UTC. */
  created: string
  updated: string
  links: Link[]
}

/** A network to make, in the dialect of OpenStack. */
export interface NewNetwork {
  name?: string | undefined
  admin_state_up?: boolean | undefined
  shared?: boolean | undefined
}

/** What can be changed of a network in OpenStack. */
export interface NetworkChanges {
  name?: string | undefined
  admin_state_up?: boolean | undefined
  shared?: boolean | undefined
}

const KEYS = ['name', 'admin_state_up', 'shared'] as const

/** Networks, in the plain dialect of OpenStack. */
export class Networks extends StatusResource<Network, NetworkStatus, NetworkId> {
  /** How far `changesSince` may lie back, in milliseconds. */
  protected readonly changesSinceLimitMs: number = Number.POSITIVE_INFINITY

  /**
   * The networks that the user sees: own ones, those shared with his projects, public ones. Deleted ones only with `changesSince`. On
   * Synnefo they are as full as those of `listDetail`.
   *
   * `GET /networks` · 200, 304 · network-api-guide § List networks
   * @throws {InvalidArgumentError} for a moment that the server would refuse.
   */
  list(options: ChangesSinceOptions = {}): List<Network> {
    return listChangedSince<Network>(this.http, 'networks', 'networks', options, this.changesSinceLimitMs)
  }

  /**
   * The networks that the user sees, in full.
   *
   * `GET /networks/detail` · 200, 304 · network-api-guide § List networks
   * @throws {InvalidArgumentError} for a moment that the server would refuse.
   */
  listDetail(options: ChangesSinceOptions = {}): List<Network> {
    return listChangedSince<Network>(this.http, 'networks', 'networks/detail', options, this.changesSinceLimitMs)
  }

  /**
   * One network. A deleted one still answers, with status DELETED.
   *
   * `GET /networks/{id}` · 200 · network-api-guide § Get network details
   * @throws {NotFoundError} if the user sees no such network.
   */
  async get(id: NetworkId, options?: RequestOptions): Promise<Network> {
    return unwrap<Network>(this.http, 'network', 'GET', path`networks/${requireId(id, 'id')}`, {
      ...options,
      expect: 200,
    })
  }

  /**
   * Makes a network.
   *
   * `POST /networks` · 201 (or 200) · network-api-guide § Create network
   * @throws {QuotaExceededError} if the project has no room for it.
   */
  async create(network: NewNetwork, options?: RequestOptions): Promise<Network> {
    this.checkNew(network, '')
    return unwrap<Network>(this.http, 'network', 'POST', 'networks', {
      ...options,
      json: { network: omitUndefined(network) },
      expect: MADE,
    })
  }

  /**
   * Makes several networks in one request, which OpenStack takes and Synnefo does not.
   *
   * `POST /networks` with `{"networks": [...]}` · 201 (or 200) · OpenStack Networking API § Bulk create networks
   * @throws {InvalidArgumentError} if one has no name, or a key that is not known.
   */
  async createMany(networks: readonly NewNetwork[], options?: RequestOptions): Promise<Network[]> {
    for (const [index, network] of requireList(networks, 'networks').entries()) {
      this.checkNew(network, `networks[${index}].`)
      if (network.name === undefined) rejectArgument(`networks[${index}].name`, 'is missing')
    }
    const json = { networks: networks.map(omitUndefined) }
    return unwrap<Network[]>(this.http, 'networks', 'POST', 'networks', {
      ...options,
      json,
      expect: MADE,
      shape: 'array',
    })
  }

  /** What is certain to be refused. */
  protected checkNew(network: NewNetwork, at: string): void {
    checkKeys(network, KEYS, at)
    if (network.name !== undefined) requireText(network.name, `${at}name`, NAME)
  }

  /**
   * Changes a network.
   *
   * `PUT /networks/{id}` · 200 · network-api-guide § Update network
   * @throws {NotFoundError} if the user sees no such network.
   */
  async update(id: NetworkId, changes: NetworkChanges, options?: RequestOptions): Promise<Network> {
    checkKeys(changes, KEYS, '')
    if (changes.name !== undefined) requireText(changes.name, 'name', NAME)
    const where = path`networks/${requireId(id, 'id')}`
    return unwrap<Network>(this.http, 'network', 'PUT', where, {
      ...options,
      json: { network: omitUndefined(changes) },
      expect: 200,
    })
  }

  /**
   * Deletes a network with its subnets. Where servers were ever connected, a job does it: wait with `waitUntilDeleted(id)`.
   *
   * `DELETE /networks/{id}` · 204 · network-api-guide § Delete network
   * @throws {ConflictError} while ports are on it.
   * @throws {ForbiddenError} for a public network.
   * @throws {BadRequestError} if it has been deleted before.
   */
  async delete(id: NetworkId, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', path`networks/${requireId(id, 'id')}`, {
      ...options,
      idempotent: false,
      expect: 204,
    })
  }

  protected override statusRules(id: NetworkId): StatusRules<Network> {
    return {
      describe: `network ${requireId(id, 'id')}`,
      statusOf: ({ status }) => status,
      broken: ['ERROR'],
      deleted: 'DELETED',
    }
  }
}
