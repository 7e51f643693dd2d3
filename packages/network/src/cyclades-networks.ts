import type { Reassignment, RequestOptions } from '@kamaki/core'
import {
  CHANGES_SINCE_LIMIT_MS,
  path,
  reassignBody,
  requireId,
  requireKnownFields,
  requireOneOf,
  requireOptions,
  requireString,
  type StatusRules,
} from '@kamaki/core/toolkit'
import { checkOwnership, NAME } from './checks.ts'
import { createSequentially } from './create-sequentially.ts'
import type { NetworkId } from './ids.ts'
import { type Network, type NetworkStatus, Networks, type NetworkType } from './networks.ts'

/** A new network of a Synnefo cloud. */
export interface NewCycladesNetwork {
  /** Most clouds let users create MAC_FILTERED networks only, and respond 403 to other types. */
  type: NetworkType
  /** At most 128 characters. Default: empty. */
  readonly name?: string | undefined
  /** Uuid of the project to charge. Default: the user's own. */
  readonly project?: string | undefined
  /** Lets the members of the project use it. Default: false. */
  readonly shared_to_project?: boolean | undefined
}

/** What can be changed of a network of a Synnefo cloud: its name. */
export interface CycladesNetworkChanges {
  /** At most 128 characters; may be empty. */
  name: string
}

const FIELDS: readonly string[] = ['type', 'name', 'project', 'shared_to_project']
const STATUSES: readonly NetworkStatus[] = ['ACTIVE', 'PENDING', 'ERROR', 'DELETED', 'SNF:DRAINED']
const TYPES: readonly string[] = ['MAC_FILTERED', 'IP_LESS_ROUTED', 'PHYSICAL_VLAN', 'CUSTOM']

/** Networks of a Synnefo cloud. */
export class CycladesNetworks extends Networks {
  protected override readonly changesSinceLimitMs: number = CHANGES_SINCE_LIMIT_MS

  protected override statusRules(networkId: NetworkId): StatusRules<Network> {
    return {
      ...super.statusRules(networkId),
      known: STATUSES,
      synonyms: { BUILD: 'PENDING', DRAINED: 'SNF:DRAINED' },
      reason: () => 'the cloud does not say why; delete it, or ask the people who run the cloud',
    }
  }

  /**
   * Creates a network. It is ACTIVE at once.
   *
   * `POST /networks` · 201 · network-api-guide § Create network
   * @throws {QuotaExceededError} if the project has no room for it.
   * @throws {ForbiddenError} if users may not create networks of this type.
   * @throws {BadRequestError} if the user is not a member of the project.
   */
  override async create(network: NewCycladesNetwork, options?: RequestOptions): Promise<Network> {
    checkNetwork(network, '')
    return this.post(network, options)
  }

  /**
   * Creates several networks, one after the other, since Synnefo takes one per request. All are checked before the first is sent.
   *
   * `POST /networks`, for each
   * @throws {PartialCreateError} with those created so far, if one fails after the first.
   */
  override async createMany(networks: readonly NewCycladesNetwork[], options?: RequestOptions): Promise<Network[]> {
    return createSequentially(
      this.http,
      'networks',
      networks,
      checkNetwork,
      (network, each) => this.post(network, each),
      options,
    )
  }

  /**
   * Renames a network; nothing else can be changed. Members of the project it is shared with may do this too.
   *
   * `PUT /networks/{id}` · 200 · network-api-guide § Update network
   * @throws {ForbiddenError} for a public network.
   * @throws {NotFoundError} if the user can see no such network.
   */
  override async update(
    networkId: NetworkId,
    changes: CycladesNetworkChanges,
    options?: RequestOptions,
  ): Promise<Network> {
    requireKnownFields(changes, ['name'], '')
    requireString(changes.name, 'name', NAME)
    return super.update(networkId, changes, options)
  }

  /**
   * Charges the network to another project, or changes whom it is shared with. Without `shared_to_project` it is no longer shared
   * afterwards, even if it was.
   *
   * `POST /networks/{id}/action` · 200 · network-api-guide § Reassign Network
   * @throws {ForbiddenError} unless the user owns it.
   * @throws {QuotaExceededError} if the project has no room for it.
   * @throws {BadRequestError} if the user is not a member of the project.
   */
  async reassign(networkId: NetworkId, to: Reassignment, options?: RequestOptions): Promise<void> {
    const call = { ...requireOptions(options), json: reassignBody(to), idempotent: true, expect: 200 }
    await this.http.empty('POST', path`networks/${requireId(networkId, 'networkId')}/action`, call)
  }
}

/** Rejects what the server would reject anyway. */
function checkNetwork(network: NewCycladesNetwork, prefix: string): void {
  requireKnownFields(network, FIELDS, prefix)
  requireOneOf(network.type, TYPES, `${prefix}type`)
  if (network.name !== undefined) requireString(network.name, `${prefix}name`, NAME)
  checkOwnership(network, prefix)
}
