import type { Plan } from '../base/jobs.ts'
import type { Sequence } from '../base/random.ts'
import { Table } from '../base/table.ts'
import type { Cloud } from '../cloud.ts'
import { badRequest, conflict, forbidden, itemNotFound } from '../http/fault.ts'
import { requireStorable } from '../http/fields.ts'
import { ownership, type User } from '../identity/model.ts'
import { codePointLength } from '../python/code-points.ts'
import { pythonInt } from '../python/int.ts'
import { pythonText } from '../python/repr.ts'
import type { Network, Networks } from './model.ts'

const RESOURCE = 'cyclades.network.private'
const TYPES: readonly string[] = ['MAC_FILTERED', 'IP_LESS_ROUTED', 'PHYSICAL_VLAN', 'CUSTOM']
/** API_ENABLED_NETWORK_FLAVORS: what users may create. */
const ENABLED: readonly string[] = ['MAC_FILTERED']

export interface NetworkInit {
  name: string
  type: string
  /** As it came; undefined or null: the user's default project. */
  project?: unknown
  /** As it came. */
  shared?: unknown
}

/** The networks of the cloud. */
export class NetworkStore implements Networks {
  readonly #cloud: Cloud
  readonly #byId: Table<number, Network>
  readonly #ids: Sequence
  readonly #macPrefixes: Sequence
  readonly #planRemoval: Plan<{ readonly network: number }>

  constructor(cloud: Cloud) {
    this.#cloud = cloud
    const { records, jobs } = cloud
    this.#byId = new Table(records, 'network', ({ id }) => id)
    this.#ids = records.sequence('network')
    this.#macPrefixes = records.sequence('MAC prefix')
    this.#planRemoval = jobs.define('removal of a network', ({ network: id }) => {
      const network = this.#byId.get(id)
      if (network) this.#deleted(network)
    })
  }

  all(): Network[] {
    return [...this.#byId.values()]
  }

  find(id: number): Network | undefined {
    return this.#byId.get(id)
  }

  sees(user: User, network: Network): boolean {
    return network.public || this.#cloud.projects.mayUse(user, network)
  }

  /** All that a user sees, deleted ones included. */
  visible(user: User): Network[] {
    return this.all().filter((network) => this.sees(user, network))
  }

  get(user: User, id: unknown, options: { nonDeleted?: boolean } = {}): Network {
    const number = pythonInt(id)
    if (number === undefined) throw badRequest(`Invalid network ID '${pythonText(id)}'`)
    const network = this.#byId.get(Number(number))
    if (!network || !this.sees(user, network)) throw itemNotFound(`Network ${number} not found.`)
    if (options.nonDeleted && network.deleted) throw badRequest('Network has been deleted.')
    return network
  }

  /** @throws {Fault} 400 a type that is none, 403 one that is not enabled */
  checkType(type: string): void {
    if (!TYPES.includes(type)) throw badRequest(`Invalid network type '${type}'`)
    if (!ENABLED.includes(type)) throw forbidden(`Cannot create network of type '${type}'.`)
  }

  /** @throws {Fault} 400 a long name, or the user is not in the project, 413 */
  create(user: User, { name, type, project, shared }: NetworkInit): Network {
    if (codePointLength(name) > 128) throw badRequest('Network name is too long')
    requireStorable(name)
    const owned = ownership(project ?? user.defaultProject, shared)
    this.#cloud.cycladesQuota.charge(user.uuid, [{ project: owned.project, resource: RESOURCE, quantity: 1 }])
    return this.#add({ name, type, ...owned, owner: user.uuid, public: false })
  }

  /** A network that the provider created: public, a pool of floating IPs. */
  addPublic(name: string, created: number): Network {
    const init = { name, type: 'CUSTOM', owner: null, project: null, sharedToProject: false, public: true }
    return this.#add(init, created)
  }

  #add(
    init: Pick<Network, 'name' | 'type' | 'owner' | 'project' | 'sharedToProject' | 'public'>,
    created: number = this.#cloud.clock.now(),
  ): Network {
    const prefix = this.#macPrefixes.next() % 0xfff
    const network: Network = {
      ...init,
      id: this.#ids.next(),
      floatingIpPool: init.public,
      macPrefix: `aa:${(prefix >> 4).toString(16).padStart(2, '0')}:${(prefix & 15).toString(16)}`,
      created,
      updated: created,
      inBackend: init.public,
      destroying: false,
      deleted: false,
      subnets: [],
    }
    return this.#byId.add(network)
  }

  /** @throws {Fault} 400 deleted or long name, 403 public, 404 */
  rename(user: User, id: unknown, name: string): Network {
    const network = this.get(user, id, { nonDeleted: true })
    if (network.public) throw forbidden('Cannot rename the public network.')
    if ([...name].length > 128) throw badRequest('Network name is too long')
    network.name = name
    network.updated = this.#cloud.clock.now()
    return network
  }

  /**
   * Deletes a network: at once if no server was ever connected, else by a background job.
   * @throws {Fault} 400 deleted, 403 public, 404, 409 in use
   */
  delete(user: User, id: unknown): void {
    const network = this.get(user, id, { nonDeleted: true })
    if (network.public) throw forbidden('Cannot delete the public network.')
    if (this.#cloud.ports.onNetwork(network).length > 0)
      throw conflict(`Cannot delete network. There are ports still configured on network network ${network.id}`)
    if (this.#cloud.floatingIps.inNetwork(network).length > 0)
      throw conflict('Cannot delete netowrk. Network has allocated floating IPs.')
    if (network.destroying) return
    network.destroying = true
    network.updated = this.#cloud.clock.now()
    if (network.inBackend) this.#planRemoval(this.#cloud.options.transitionMs, { network: network.id })
    else this.#deleted(network)
  }

  #deleted(network: Network): void {
    const now = this.#cloud.clock.now()
    network.deleted = true
    network.updated = now
    for (const subnet of network.subnets) {
      subnet.pools = []
      subnet.updated = now
    }
    const { owner, project } = network
    if (owner !== null && project !== null)
      this.#cloud.cycladesQuota.giveBack(owner, [{ project: project, resource: RESOURCE, quantity: 1 }])
  }

  /** @throws {Fault} 400, 403 public or not the owner, 404, 413 */
  reassign(user: User, id: unknown, to: unknown, shared: unknown): void {
    const network = this.get(user, id, { nonDeleted: true })
    if (network.public) throw forbidden('Cannot reassign public network')
    if (network.owner !== user.uuid) throw forbidden("Action 'reassign' is allowed only to the owner of the network.")
    const { project, sharedToProject } = ownership(to, shared)
    if (network.project !== project && network.project !== null) {
      this.#cloud.cycladesQuota.charge(user.uuid, [
        { project: network.project, resource: RESOURCE, quantity: -1 },
        { project, resource: RESOURCE, quantity: 1 },
      ])
    }
    network.project = project
    network.sharedToProject = sharedToProject
    network.updated = this.#cloud.clock.now()
  }
}
