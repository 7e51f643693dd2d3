import type { Pool } from './pool.ts'

/** What decides who sees a thing: its owner, and its project if it is shared with the project's members. */
export interface Owned {
  readonly owner: string | null
  project: string | null
  sharedToProject: boolean
}

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
  readonly subnets: Subnet[]
}

export interface Subnet {
  readonly id: number
  readonly network: Network
  /** Text once stored; what was sent (a number, say) in the reply to the call that set it. */
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
  readonly ips: IpAddress[]
  readonly created: number
  updated: number
}
