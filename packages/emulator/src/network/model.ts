import type { Owned, User } from '../identity/model.ts'

export interface Network extends Owned {
  readonly id: number
  name: string
  readonly type: string
  readonly public: boolean
  readonly floatingIpPool: boolean
  /** Begins every MAC on this network: `aa:00:01`. */
  readonly macPrefix: string
  readonly created: number
  updated: number
  /** A server was connected once: its backend knows the network, which ends the time for subnets and makes deletion a job. */
  inBackend: boolean
  /** Deletion has begun. */
  destroying: boolean
  deleted: boolean
  subnets: readonly Subnet[]
}

/** A range of IPv4 addresses as numbers, both ends included. */
interface Pool {
  readonly start: number
  readonly end: number
}

export interface Subnet {
  readonly id: number
  readonly network: Network
  /** A string once stored; what was sent (a number, say) in the response to the call that set it. */
  name: string | null
  readonly version: 4 | 6
  readonly cidr: string
  readonly gateway: string | null
  readonly dhcp: boolean
  readonly dnsNameservers: readonly string[]
  readonly hostRoutes: readonly string[]
  pools: readonly Pool[]
  updated: number
}

/** An address in use on a port, or a floating IP, in use or not. */
export interface IpAddress extends Owned {
  readonly id: number
  readonly address: string
  readonly version: 4 | 6
  readonly network: Network
  readonly subnet: Subnet
  readonly owner: string
  readonly floating: boolean
  port: Port | null
  updated: number
}

export interface Port {
  readonly id: number
  name: string
  readonly owner: string
  readonly network: Network
  serverId: number | null
  state: 'ACTIVE' | 'BUILD' | 'DOWN' | 'ERROR'
  mac: string | null
  /** Shown only if there is one: ports on private networks begin without, and DISABLED takes theirs away. */
  firewallProfile: 'ENABLED' | 'DISABLED' | 'PROTECTED' | null
  ips: readonly IpAddress[]
  readonly created: number
  updated: number
}

/** GANETI_MAX_NICS_PER_INSTANCE */
export const MAX_PORTS_PER_SERVER = 8

export interface PortInit {
  owner: string
  network: Network
  name?: string
  /** A floating IP to put on the port; else one is taken from the network's pool, if it has an IPv4 subnet. */
  floatingIp?: IpAddress
  /** The address wanted from the pool. */
  address?: string
}

export interface FloatingIpInit {
  /** A pool; any public one if it is left out. */
  network?: Network
  /** The wanted address, looked at only with a network. */
  address?: string | undefined
  /** As it came; undefined or null: the user's default project. */
  project?: unknown
  /** As it came. */
  shared?: unknown
}

/** One address of a server, under its network. */
interface ServerAddress {
  version: number
  addr: string
  'OS-EXT-IPS:type': 'fixed' | 'floating'
}

/** One port of a server, as the compute API shows it. */
interface ServerAttachment {
  network_id: string
  mac_address: string | null
  /** Missing on a port without addresses. */
  'OS-EXT-IPS:type'?: 'fixed' | 'floating'
  firewallProfile?: string
  ipv4: string
  ipv6: string
  id: number
}

export interface ServerAddresses {
  addresses: Record<string, ServerAddress[]>
  attachments: ServerAttachment[]
}

/** What other services and stores ask about networks. */
export interface Networks {
  /** Every network there ever was, in order of id. */
  all(): Network[]
  find(id: number): Network | undefined
  sees(user: User, network: Network): boolean
  /** @throws {Fault} 400 if the id is not a number (or, with `nonDeleted`, the network is deleted), 404 if the user sees no such network */
  get(user: User, id: unknown, options?: { nonDeleted?: boolean }): Network
}

/** What other services and stores ask about ports. */
export interface Ports {
  onNetwork(network: Network): Port[]
  /** The ports of a server, in every state, in order of id. */
  ofServer(serverId: number): Port[]
  /** @throws {Fault} 400 if the id is not a number, 404 if the user sees no such port */
  get(user: User, id: unknown): Port
  /** What `servers/{id}` and `servers/{id}/ips` show of a server's ports. */
  addressesOf(serverId: number): ServerAddresses
  /** The ports of a server that is being created; see `planServerPorts`. */
  planForServer(user: User, networks: unknown): Port[]
  /** Creates a port for a server whose creation may still fail. */
  plan(init: PortInit): Port
  /** Undoes `planForServer`: what it created goes, ports that were there before stay. */
  discard(ports: readonly Port[]): void
  /** Puts a port on a server: it is in BUILD until `activate`. @throws {Fault} 409 if it is on a server already */
  attach(port: Port, server: { readonly id: number }): void
  /** The server's job is done: its ports in BUILD get their MACs and become ACTIVE. */
  activate(serverId: number): void
  /** A port in BUILD on a server, with a floating IP. @throws {Fault} 409 the address is in use, the network in no state for it */
  createWithFloatingIp(server: { readonly id: number; readonly owner: string }, floatingIp: IpAddress): Port
  /** Sets it after the time that background work takes, if the port is still on its server. */
  planFirewallProfile(port: Port, profile: NonNullable<Port['firewallProfile']>): void
  /** Takes a port off its server by a job, or away at once if it is on none. @throws {Fault} 400 wrong state, 409 being built */
  disconnect(port: Port): void
  /** Takes a port away: private addresses go back to their pool, a floating IP becomes free. */
  remove(port: Port): void
}

/** What other services and stores ask about floating IPs. */
export interface FloatingIps {
  sees(user: User, ip: IpAddress): boolean
  /** Own ones and those shared with the user's projects, in order of id. */
  list(user: User): IpAddress[]
  inNetwork(network: Network): IpAddress[]
  /** @throws {Fault} 400 if the id is not a number, 404 if the user sees no such address */
  get(user: User, id: unknown): IpAddress
  /** @throws {Fault} 404 if the user sees no such address */
  byAddress(user: User, address: unknown): IpAddress
  /** As `byAddress`, for a user who acts in the name of `owner`: of their own they see what they share. @throws {Fault} 404 */
  ofOwnerByAddress(owner: string, user: User, address: unknown): IpAddress
  /** One of the user's own addresses that is on no port. @throws {Fault} 409 if there is none */
  free(user: User, network?: Network): IpAddress
  /** @throws {Fault} 400 not a member of the project or an address outside, 409 no pool, none free or taken, 413 */
  create(user: User, init?: FloatingIpInit): IpAddress
  /** @throws {Fault} 400, 404, 409 it is on a port */
  delete(user: User, id: unknown): void
  /** An address as the network API shows it. */
  render(ip: IpAddress): Record<string, unknown>
}
