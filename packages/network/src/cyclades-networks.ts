import type { Reassignment, RequestOptions } from '@kamaki/core'
import {
  CHANGES_SINCE_LIMIT_MS,
  omitUndefined,
  path,
  reassignBody,
  requireId,
  requireList,
  requireOneOf,
  requireText,
  unwrap,
} from '@kamaki/core/toolkit'
import { checkKeys, checkOwnership, NAME } from './checks.ts'
import { createEach } from './create-sequentially.ts'
import type { NetworkId } from './ids.ts'
import { type Network, Networks, type NetworkType } from './networks.ts'

/** A network to make on a Synnefo cloud. */
export interface NewCycladesNetwork {
  /** Users may mostly make MAC_FILTERED ones only; others are refused with 403. */
  type: NetworkType
  /** At most 128 characters; empty if it is left out. */
  name?: string | undefined
  /** Uuid of the project to charge. Default: the user's own. */
  project?: string | undefined
  /** Lets the members of the project use it. Default: false. */
  shared_to_project?: boolean | undefined
}

/** What can be changed of a network: its name. */
export interface CycladesNetworkChanges {
  /** At most 128 characters; may be empty. */
  name: string
}

const KEYS = ['type', 'name', 'project', 'shared_to_project'] as const
const TYPES: readonly string[] = ['MAC_FILTERED', 'IP_LESS_ROUTED', 'PHYSICAL_VLAN', 'CUSTOM']

/** Networks of a Synnefo cloud. */
export class CycladesNetworks extends Networks {
  protected override readonly changesSinceLimitMs: number = CHANGES_SINCE_LIMIT_MS

  /**
   * Makes a network. It is ACTIVE at once.
   *
   * `POST /networks` · 201 · network-api-guide § Create network
   * @throws {QuotaExceededError} if the project has no room for it.
   * @throws {ForbiddenError} if users may not make networks of this type.
   * @throws {BadRequestError} if the user is not a member of the project.
   */
  override async create(network: NewCycladesNetwork, options?: RequestOptions): Promise<Network> {
    this.checkNew(network, '')
    return unwrap<Network>(this.http, 'network', 'POST', 'networks', {
      ...options,
      json: { network: omitUndefined(network) },
      expect: 201,
    })
  }

  /**
   * Makes several networks, one after the other: Synnefo does not take many at once. All are checked before the first is sent.
   *
   * `POST /networks`, for each
   * @throws {BatchError} with those made so far, if one fails after the first.
   */
  override async createMany(networks: readonly NewCycladesNetwork[], options?: RequestOptions): Promise<Network[]> {
    for (const [index, network] of requireList(networks, 'networks').entries())
      this.checkNew(network, `networks[${index}].`)
    return createEach(networks, (network, each) => this.create(network, each), 'networks', options)
  }

  protected override checkNew(network: NewCycladesNetwork, at: string): void {
    checkKeys(network, KEYS, at)
    requireOneOf(network.type, TYPES, `${at}type`)
    if (network.name !== undefined) requireText(network.name, `${at}name`, NAME)
    checkOwnership(network, at)
  }

  /**
   * Renames a network; nothing else can be changed. Members of the project it is shared with may do this too.
   *
   * `PUT /networks/{id}` · 200 · network-api-guide § Update network
   * @throws {ForbiddenError} for a public network.
   * @throws {NotFoundError} if the user sees no such network.
   */
  override async update(id: NetworkId, changes: CycladesNetworkChanges, options?: RequestOptions): Promise<Network> {
    checkKeys(changes, ['name'], '')
    const json = { network: { name: requireText(changes.name, 'name', NAME) } }
    return unwrap<Network>(this.http, 'network', 'PUT', path`networks/${requireId(id, 'id')}`, {
      ...options,
      json,
      expect: 200,
    })
  }

  /**
   * Charges another project for the network, or changes whom it is shared with. Without `shared_to_project` it is no longer shared
   * afterwards, even if it was.
   *
   * `POST /networks/{id}/action` · 200 · network-api-guide § Reassign Network
   * @throws {ForbiddenError} unless the user owns it.
   * @throws {QuotaExceededError} if the project has no room for it.
   * @throws {BadRequestError} if the user is not a member of the project.
   */
  async reassign(id: NetworkId, to: Reassignment, options?: RequestOptions): Promise<void> {
    const call = { ...options, json: reassignBody(to), idempotent: true, expect: 200 }
    await this.http.empty('POST', path`networks/${requireId(id, 'id')}/action`, call)
  }
}
