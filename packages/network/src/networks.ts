import { type Http, List, type Open, path, type RequestOptions, type WaitOptions } from '@kamaki/core'
import { checkId, checkKeys, checkList, checkName, defined, refuse } from './checks.ts'
import type { NetworkId } from './ids.ts'
import type { Link } from './link.ts'
import { type ChangesOption, changesQuery, type DetailOption } from './list-options.ts'
import { member, members } from './member.ts'
import { type StatusRules, type Target, waitUntilStatus, waitWhileStatus } from './status-wait.ts'

/** Where a network stands. `SNF:DRAINED` hides the real state and means: no new ports or addresses. */
export type NetworkStatus = Open<'ACTIVE' | 'PENDING' | 'ERROR' | 'DELETED' | 'SNF:DRAINED'>

/** How a network is built. */
export type NetworkType = Open<'MAC_FILTERED' | 'IP_LESS_ROUTED' | 'PHYSICAL_VLAN' | 'CUSTOM'>

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
export class Networks {
  protected readonly http: Http

  constructor(http: Http) {
    this.http = http
  }

  /**
   * The networks that the user sees: own ones, those shared with his projects, public ones. Deleted ones only with `changesSince`.
   *
   * `GET /networks`, `GET /networks/detail` · 200, 304 · network-api-guide § List networks
   * @throws {InvalidArgumentError} for a moment that the server would refuse.
   */
  list({ detail, ...changes }: DetailOption & ChangesOption = {}, options?: RequestOptions): List<Network> {
    const query = changesQuery(changes)
    return List.of(() =>
      members<Network>(this.http, 'networks', detail ? 'networks/detail' : 'networks', query, options),
    )
  }

  /**
   * One network. A deleted one still answers, with status DELETED.
   *
   * `GET /networks/{id}` · 200 · network-api-guide § Get network details
   * @throws {NotFoundError} if the user sees no such network.
   */
  async get(id: NetworkId, options?: RequestOptions): Promise<Network> {
    return member<Network>(this.http, 'network', 'GET', path`networks/${checkId(id, 'id')}`, options)
  }

  /**
   * Makes a network.
   *
   * `POST /networks` · 201 · network-api-guide § Create network
   * @throws {QuotaExceededError} if the project has no room for it.
   */
  async create(init: NewNetwork, options?: RequestOptions): Promise<Network> {
    this.checkNew(init, '')
    return member<Network>(this.http, 'network', 'POST', 'networks', { ...options, json: { network: defined(init) } })
  }

  /**
   * Makes several networks in one request, which OpenStack takes and Synnefo does not.
   *
   * `POST /networks` with `{"networks": [...]}` · 201 · OpenStack Networking API § Bulk create networks
   * @throws {InvalidArgumentError} if one has no name, or a key that is not known.
   */
  async createMany(inits: readonly NewNetwork[], options?: RequestOptions): Promise<Network[]> {
    for (const [index, init] of checkList(inits, 'networks').entries()) {
      this.checkNew(init, `networks[${index}].`)
      if (init.name === undefined) refuse(`networks[${index}].name`, 'is missing')
    }
    const json = { networks: inits.map(defined) }
    return member<Network[]>(this.http, 'networks', 'POST', 'networks', { ...options, json })
  }

  /** What is certain to be refused. */
  protected checkNew(init: NewNetwork, at: string): void {
    checkKeys(init, KEYS, at)
    if (init.name !== undefined) checkName(init.name, `${at}name`, { mayBeEmpty: true })
  }

  /**
   * Changes a network.
   *
   * `PUT /networks/{id}` · 200 · network-api-guide § Update network
   * @throws {NotFoundError} if the user sees no such network.
   */
  async update(id: NetworkId, changes: NetworkChanges, options?: RequestOptions): Promise<Network> {
    checkKeys(changes, KEYS, '')
    if (changes.name !== undefined) checkName(changes.name, 'name', { mayBeEmpty: true })
    const where = path`networks/${checkId(id, 'id')}`
    return member<Network>(this.http, 'network', 'PUT', where, { ...options, json: { network: defined(changes) } })
  }

  /**
   * Deletes a network with its subnets. Where servers were ever connected, a job does it: wait with `waitUntil(id, 'DELETED')`.
   *
   * `DELETE /networks/{id}` · 204 · network-api-guide § Delete network
   * @throws {ConflictError} while ports are on it.
   * @throws {ForbiddenError} for a public network.
   * @throws {BadRequestError} if it has been deleted before.
   */
  async delete(id: NetworkId, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', path`networks/${checkId(id, 'id')}`, { ...options, idempotent: false })
  }

  /**
   * Polls until the network has a status, one of several, or is as a function says.
   *
   * `GET /networks/{id}`, again and again
   * @throws {WaitFailedError} if it goes to ERROR or DELETED, and that is not what is waited for.
   * @throws {WaitTimeoutError} with the last state.
   */
  async waitUntil(
    id: NetworkId,
    target: Target<Network, NetworkStatus>,
    options?: WaitOptions<Network>,
  ): Promise<Network> {
    return waitUntilStatus((poll) => this.get(id, poll), target, rulesOf(id), options)
  }

  /**
   * Polls while the network has a status.
   *
   * `GET /networks/{id}`, again and again
   * @throws {WaitFailedError} if it ends in ERROR or DELETED.
   */
  async waitWhile(
    id: NetworkId,
    current: NetworkStatus | readonly NetworkStatus[],
    options?: WaitOptions<Network>,
  ): Promise<Network> {
    return waitWhileStatus((poll) => this.get(id, poll), current, rulesOf(id), options)
  }
}

function rulesOf(id: NetworkId): StatusRules<Network> {
  return {
    what: `network ${checkId(id, 'id')}`,
    statusOf: ({ status }) => status,
    final: ['ERROR', 'DELETED'],
  }
}
