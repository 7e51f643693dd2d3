import { path, type RequestOptions } from '@kamaki/core'
import { createEach } from './batch.ts'
import {
  checkBoolean,
  checkId,
  checkKeys,
  checkList,
  checkName,
  checkOwnership,
  checkProject,
  defined,
  describe,
  refuse,
} from './checks.ts'
import type { NetworkId } from './ids.ts'
import { member } from './member.ts'
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

/** To which project to give a thing, and whether to share it with the project's members. */
export interface Reassignment {
  /** Uuid of the project; the present one to change the sharing alone. */
  project: string
  /** Left out, it ends the sharing: say `true` to share it, or to keep it shared. */
  shared_to_project?: boolean | undefined
}

const KEYS = ['type', 'name', 'project', 'shared_to_project'] as const
const TYPES: readonly string[] = ['MAC_FILTERED', 'IP_LESS_ROUTED', 'PHYSICAL_VLAN', 'CUSTOM']

/** Networks of a Synnefo cloud. */
export class CycladesNetworks extends Networks {
  /**
   * Makes a network. It is ACTIVE at once.
   *
   * `POST /networks` · 201 · network-api-guide § Create network
   * @throws {QuotaExceededError} if the project has no room for it.
   * @throws {ForbiddenError} if users may not make networks of this type.
   * @throws {BadRequestError} if the user is not a member of the project.
   */
  override async create(init: NewCycladesNetwork, options?: RequestOptions): Promise<Network> {
    this.checkNew(init, '')
    return member<Network>(this.http, 'network', 'POST', 'networks', { ...options, json: { network: defined(init) } })
  }

  /**
   * Makes several networks, one after the other: Synnefo does not take many at once. All are checked before the first is sent.
   *
   * `POST /networks`, for each
   * @throws {BatchError} with those made so far, if one fails after the first.
   */
  override async createMany(inits: readonly NewCycladesNetwork[], options?: RequestOptions): Promise<Network[]> {
    for (const [index, init] of checkList(inits, 'networks').entries()) this.checkNew(init, `networks[${index}].`)
    return createEach(inits, (init, each) => this.create(init, each), 'networks', options)
  }

  protected override checkNew(init: NewCycladesNetwork, at: string): void {
    checkKeys(init, KEYS, at)
    if (!TYPES.includes(init.type))
      refuse(`${at}type`, `must be one of ${TYPES.join(', ')}; got ${describe(init.type)}`)
    if (init.name !== undefined) checkName(init.name, `${at}name`, { mayBeEmpty: true })
    checkOwnership(init, at)
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
    const json = { network: { name: checkName(changes.name, 'name', { mayBeEmpty: true }) } }
    return member<Network>(this.http, 'network', 'PUT', path`networks/${checkId(id, 'id')}`, { ...options, json })
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
    const json = { reassign: reassignment(to) }
    const call = { ...options, json, idempotent: true }
    await this.http.empty('POST', path`networks/${checkId(id, 'id')}/action`, call)
  }
}

/** What goes into the body of a reassignment. */
export function reassignment(to: Reassignment): Reassignment {
  checkKeys(to, ['project', 'shared_to_project'], '')
  if (to.shared_to_project !== undefined) checkBoolean(to.shared_to_project, 'shared_to_project')
  return defined({ project: checkProject(to.project, 'project'), shared_to_project: to.shared_to_project })
}
