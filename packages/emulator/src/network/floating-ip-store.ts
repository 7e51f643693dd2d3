import type { Cloud } from '../cloud.ts'
import { badRequest, conflict, forbidden, itemNotFound } from '../http/fault.ts'
import { ownership, type User } from '../identity/model.ts'
import { pythonInt } from '../python/int.ts'
import { pythonText } from '../python/repr.ts'
import type { Addresses } from './address-pool.ts'
import type { FloatingIpInit, FloatingIps, IpAddress, Network } from './model.ts'

const RESOURCE = 'cyclades.floating_ip'

/** The floating IP addresses of all users, in use or not. */
export class FloatingIpStore implements FloatingIps {
  readonly #cloud: Cloud
  readonly #addresses: Addresses

  constructor(cloud: Cloud, addresses: Addresses) {
    this.#cloud = cloud
    this.#addresses = addresses
  }

  sees(user: User, ip: IpAddress): boolean {
    return this.#cloud.projects.mayUse(user, ip)
  }

  all(): IpAddress[] {
    return [...this.#addresses.floating.values()]
  }

  list(user: User): IpAddress[] {
    return [...this.#addresses.floating.values()].filter((ip) => this.sees(user, ip))
  }

  inNetwork(network: Network): IpAddress[] {
    return [...this.#addresses.floating.values()].filter((ip) => ip.network === network)
  }

  get(user: User, id: unknown): IpAddress {
    const number = pythonInt(id)
    if (number === undefined) throw badRequest(`Invalid Floating IP ID ${pythonText(id)}`)
    const ip = this.#addresses.floating.get(Number(number))
    if (!ip || !this.sees(user, ip)) throw itemNotFound(`Floating IP with ID ${number} does not exist.`)
    return ip
  }

  byAddress(user: User, address: unknown): IpAddress {
    const found = this.list(user).find((ip) => ip.address === address)
    if (!found) throw itemNotFound('Floating IP does not exist.')
    return found
  }

  ofOwnerByAddress(owner: string, user: User, address: unknown): IpAddress {
    const projects = this.#cloud.projects.ofUser(user.uuid)
    for (const ip of this.#addresses.floating.values()) {
      const shared = ip.sharedToProject && ip.project !== null && projects.includes(ip.project)
      if (ip.address === address && (ip.owner === owner || shared)) return ip
    }
    throw itemNotFound('Floating IP does not exist.')
  }

  free(user: User, network?: Network): IpAddress {
    for (const ip of this.#addresses.floating.values()) {
      if (ip.owner === user.uuid && ip.port === null && (!network || ip.network === network)) return ip
    }
    throw conflict(
      'Cannot find an unused floating IP to connect server to' +
        `${network ? ` network '${network.id}'.` : ' a public network.'} Please create a floating IP.`,
    )
  }

  create(user: User, init: FloatingIpInit = {}): IpAddress {
    const { address, network } = init.network ? this.#from(init.network, init.address) : this.#any()
    try {
      const owned = ownership(init.project ?? user.defaultProject, init.shared)
      this.#cloud.cycladesQuota.charge(user.uuid, [{ project: owned.project, resource: RESOURCE, quantity: 1 }])
      return this.#addresses.newAddress({ address, network, owner: user.uuid, floating: true, ...owned })
    } catch (error) {
      this.#addresses.giveBack(network, address)
      throw error
    }
  }

  #from(network: Network, wanted: string | undefined): { address: string; network: Network } {
    if (!network.floatingIpPool)
      throw conflict(`Cannot allocate floating IP. Network ${network.id} is not a floating IP pool.`)
    if (network.destroying) throw conflict(`Cannot allocate floating IP. Network ${network.id} is being deleted.`)
    return { address: this.#addresses.allocate(network, wanted), network }
  }

  #any(): { address: string; network: Network } {
    for (const network of this.#cloud.networks.all()) {
      if (!network.floatingIpPool || network.deleted || network.destroying) continue
      const address = this.#addresses.tryAllocate(network)
      if (address !== undefined) return { address, network }
    }
    throw conflict('Cannot allocate a floating IP address.')
  }

  delete(user: User, id: unknown): void {
    const ip = this.get(user, id)
    if (ip.port) {
      const holder = ip.port.serverId === null ? `port '${ip.port.id}'` : `server '${ip.port.serverId}'`
      throw conflict(`IP '${ip.id}' is used by ${holder}`)
    }
    this.#addresses.remove(ip)
    this.#cloud.cycladesQuota.giveBack(ip.owner, [{ project: ip.project ?? ip.owner, resource: RESOURCE, quantity: 1 }])
  }

  /** @throws {Fault} 400 no member of the project, 403 not the owner, 413 */
  reassign(user: User, ip: IpAddress, to: unknown, shared: unknown): void {
    if (ip.owner !== user.uuid) throw forbidden("Action 'reassign' is allowed only to the owner of the floating IP.")
    const { project, sharedToProject } = ownership(to, shared)
    if (ip.project !== project) {
      this.#cloud.cycladesQuota.charge(user.uuid, [
        { project: ip.project ?? ip.owner, resource: RESOURCE, quantity: -1 },
        { project, resource: RESOURCE, quantity: 1 },
      ])
    }
    ip.project = project
    ip.sharedToProject = sharedToProject
    ip.updated = this.#cloud.clock.now()
  }

  render(ip: IpAddress): Record<string, unknown> {
    return {
      fixed_ip_address: null,
      id: String(ip.id),
      instance_id: ip.port?.serverId == null ? null : String(ip.port.serverId),
      floating_ip_address: ip.address,
      port_id: ip.port ? String(ip.port.id) : null,
      floating_network_id: String(ip.network.id),
      user_id: ip.owner,
      tenant_id: ip.project,
      shared_to_project: ip.sharedToProject,
      deleted: false,
    }
  }
}
