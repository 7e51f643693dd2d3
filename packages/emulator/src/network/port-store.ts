import type { Plan } from '../base/jobs.ts'
import type { Sequence } from '../base/random.ts'
import { Table } from '../base/table.ts'
import type { Cloud } from '../cloud.ts'
import { badRequest, conflict, forbidden, itemNotFound } from '../http/fault.ts'
import { requireStorable } from '../http/fields.ts'
import type { User } from '../identity/model.ts'
import { pythonInt } from '../python/int.ts'
import { pythonText } from '../python/repr.ts'
import type { Addresses } from './address-pool.ts'
import { eui64, parseIpv6Network } from './ipv6.ts'
import type { IpAddress, Network, Port, PortInit, Ports, ServerAddresses } from './model.ts'
import { planServerPorts, serverAddresses } from './server-ports.ts'

/** What connects servers to networks. */
export class PortStore implements Ports {
  readonly #cloud: Cloud
  readonly #byId: Table<number, Port>
  readonly #ids: Sequence
  readonly #addresses: Addresses
  readonly #planned: WeakSet<Port> = new WeakSet()
  readonly #onServer: Map<number, Set<Port>> = new Map()
  readonly #onNetwork: Map<number, Set<Port>> = new Map()
  readonly #planProfile: Plan<PlannedProfile>

  constructor(cloud: Cloud, addresses: Addresses) {
    this.#cloud = cloud
    this.#addresses = addresses
    const { records, jobs, servers } = cloud
    this.#byId = new Table(
      records,
      'port',
      ({ id }) => id,
      (port) => {
        put(this.#onNetwork, port.network.id, port)
        if (port.serverId !== null) put(this.#onServer, port.serverId, port)
      },
    )
    this.#ids = records.sequence('port')
    this.#planProfile = jobs.define('firewall of a port', ({ port: id, server, profile }) => {
      const port = this.#byId.get(id)
      if (port?.serverId === server) this.#setFirewallProfile(port, profile)
    })
    servers.defineJob('DISCONNECT', {
      done: (_server, id: number) => {
        const port = this.#byId.get(id)
        if (port) this.remove(port)
      },
    })
  }

  all(): Port[] {
    return [...this.#byId.values()]
  }

  onNetwork(network: Network): Port[] {
    return [...(this.#onNetwork.get(network.id) ?? [])]
  }

  ofServer(serverId: number): Port[] {
    return [...(this.#onServer.get(serverId) ?? [])].sort((a, b) => a.id - b.id)
  }

  /** Own ports, those on servers and private networks that the user sees, and those with floating IPs that they see. */
  sees(user: User, port: Port): boolean {
    if (port.owner === user.uuid) return true
    if (!port.network.public && this.#cloud.networks.sees(user, port.network)) return true
    if (port.ips.some((ip) => ip.floating && this.#cloud.floatingIps.sees(user, ip))) return true
    const server = port.serverId === null ? undefined : this.#cloud.servers.find(port.serverId)
    return server !== undefined && this.#cloud.projects.mayUse(user, server)
  }

  list(user: User): Port[] {
    return [...this.#byId.values()].filter((port) => this.sees(user, port))
  }

  get(user: User, id: unknown): Port {
    const number = pythonInt(id)
    if (number === undefined) throw badRequest(`Invalid port ID '${pythonText(id)}'`)
    const port = this.#byId.get(Number(number))
    if (!port || !this.sees(user, port)) throw itemNotFound(`Port '${pythonText(id)}' not found.`)
    return port
  }

  /**
   * Creates a port that is on no server yet.
   * @throws {Fault} 400 long name or an address outside, 409 network not in a state for it, address in use or none free
   */
  create(init: PortInit): Port {
    const { network, floatingIp } = init
    if (network.deleted) throw conflict(`Cannot create port while network '${network.id}' is in 'DELETED' status`)
    if (network.destroying) throw conflict(`Cannot create port. Network ${network.id} is being deleted.`)
    const name = init.name ?? ''
    if ([...name].length > 128) throw badRequest('Port name is too long')
    requireStorable(name)
    if (floatingIp && floatingIp.network !== network)
      throw conflict(`IP Address ${floatingIp.address} does not belong to network ${network.id}`)
    if (floatingIp?.port) throw conflict(`IP address '${floatingIp.address}' is already in use`)
    const ip = floatingIp ?? this.#privateAddress(init)
    const now = this.#cloud.clock.now()
    const port = this.#byId.add({
      id: this.#ids.next(),
      name,
      owner: init.owner,
      network,
      serverId: null,
      state: 'DOWN',
      mac: null,
      firewallProfile: network.public ? 'DISABLED' : null,
      ips: ip ? [ip] : [],
      created: now,
      updated: now,
    })
    if (ip) {
      ip.port = port
      ip.updated = now
    }
    put(this.#onNetwork, network.id, port)
    return port
  }

  #privateAddress({ network, owner, address }: PortInit): IpAddress | undefined {
    if (network.subnets.some((subnet) => subnet.version === 4)) {
      const taken = this.#addresses.allocate(network, address)
      return this.#addresses.newAddress({
        address: taken,
        network,
        owner,
        floating: false,
        project: null,
        sharedToProject: false,
      })
    }
    if (address !== undefined) throw badRequest(`Address ${address} is not a valid IP for the defined network subnets`)
    return undefined
  }

  attach(port: Port, server: { readonly id: number }): void {
    if (port.serverId !== null) throw conflict(`Port ${port.id} is already in use.`)
    this.#place(port, server.id)
    port.state = 'BUILD'
    port.network.inBackend = true
    port.updated = this.#cloud.clock.now()
  }

  activate(serverId: number): void {
    for (const port of this.ofServer(serverId)) {
      if (port.state !== 'BUILD') continue
      port.state = 'ACTIVE'
      port.mac ??= this.#newMac(port.network)
      this.#autoconfigure(port, port.mac)
      port.updated = this.#cloud.clock.now()
    }
  }

  #newMac(network: Network): string {
    const hex = this.#cloud.random.hex(7)
    return `${network.macPrefix}${hex[0]}:${hex.slice(1, 3)}:${hex.slice(3, 5)}:${hex.slice(5)}`
  }

  /** In a network with an IPv6 subnet the address follows from the MAC. */
  #autoconfigure(port: Port, mac: string): void {
    const subnet = port.network.subnets.find((other) => other.version === 6)
    const range = subnet && parseIpv6Network(subnet.cidr)
    if (!range || port.ips.some((ip) => ip.version === 6)) return
    const { network, owner } = port
    const address = eui64(range.network, mac)
    const init = { address, network, owner, floating: false, project: null, sharedToProject: false }
    const ip = this.#addresses.newAddress({ ...init, version: 6 })
    ip.port = port
    port.ips = [...port.ips, ip]
  }

  planForServer(user: User, networks: unknown): Port[] {
    return planServerPorts(this.#cloud, user, networks)
  }

  discard(ports: readonly Port[]): void {
    for (const port of ports) {
      if (this.#planned.delete(port)) this.remove(port)
      else if (port.serverId !== null) {
        this.#place(port, null)
        port.state = 'DOWN'
      }
    }
  }

  plan(init: PortInit): Port {
    const port = this.create(init)
    this.#planned.add(port)
    return port
  }

  createWithFloatingIp(server: { readonly id: number; readonly owner: string }, floatingIp: IpAddress): Port {
    const port = this.create({ owner: server.owner, network: floatingIp.network, floatingIp })
    this.attach(port, server)
    return port
  }

  addressesOf(serverId: number): ServerAddresses {
    return serverAddresses(this.ofServer(serverId))
  }

  planFirewallProfile(port: Port, profile: Profile): void {
    this.#planProfile(this.#cloud.options.transitionMs, { port: port.id, server: port.serverId, profile })
  }

  #setFirewallProfile(port: Port, profile: Profile): void {
    port.firewallProfile = profile === 'DISABLED' && !port.network.public ? null : profile
    port.updated = this.#cloud.clock.now()
  }

  rename(port: Port, name: string): void {
    port.name = name
    port.updated = this.#cloud.clock.now()
  }

  /**
   * Deletes a port as `DELETE /ports/{id}` does: at once, or by a job of the server that it is on.
   * @throws {Fault} 400, 403, 404, 409
   */
  delete(user: User, id: unknown): void {
    const port = this.get(user, id)
    if (port.network.public && !port.ips.some((ip) => ip.floating))
      throw forbidden('Cannot disconnect from public network.')
    const server = port.serverId === null ? undefined : this.#cloud.servers.find(port.serverId)
    if (server?.suspended) throw forbidden('Administratively Suspended VM.')
    this.disconnect(port)
  }

  disconnect(port: Port): void {
    const server = port.serverId === null ? undefined : this.#cloud.servers.find(port.serverId)
    if (server && !server.deleted) this.#cloud.servers.runJob(server, 'DISCONNECT', { args: port.id })
    else this.remove(port)
  }

  remove(port: Port): void {
    if (!this.#byId.delete(port.id)) return
    this.#onNetwork.get(port.network.id)?.delete(port)
    for (const ip of port.ips) {
      ip.port = null
      ip.updated = this.#cloud.clock.now()
      if (!ip.floating) this.#addresses.remove(ip)
    }
    port.ips = []
    this.#place(port, null)
  }

  #place(port: Port, serverId: number | null): void {
    if (port.serverId !== null) this.#onServer.get(port.serverId)?.delete(port)
    port.serverId = serverId
    if (serverId !== null) put(this.#onServer, serverId, port)
  }
}

type Profile = NonNullable<Port['firewallProfile']>

/** A change of a firewall that is still to come. */
interface PlannedProfile {
  readonly port: number
  readonly server: number | null
  readonly profile: Profile
}

function put(sets: Map<number, Set<Port>>, key: number, port: Port): void {
  const set = sets.get(key)
  if (set) set.add(port)
  else sets.set(key, new Set([port]))
}
