import type { Link } from '@kamaki/core'
import type { NetworkId } from './ids.ts'

/** A range of IPv4 addresses that the network assigns, both ends included. */
export interface AllocationPool {
  start: string
  end: string
}

/** A subnet: the addresses of a network, in one version of IP. */
export interface Subnet {
  /** Digits. */
  id: string
  /** Digits. */
  network_id: string
  /** May be empty. */
  name: string
  /** Owner of the network; null for public ones. */
  user_id: string | null
  /** The same as `user_id` (not the project, as on networks and floating IPs). */
  tenant_id: string | null
  public: boolean
  cidr: string
  ip_version: 4 | 6
  /** null or empty if there is none. */
  gateway_ip: string | null
  enable_dhcp: boolean
  /** IPv6 only; equals `enable_dhcp`. */
  readonly enable_slaac?: boolean | undefined
  dns_nameservers: string[]
  host_routes: string[]
  /** Empty for IPv6. */
  allocation_pools: AllocationPool[]
  /** Whether its network is deleted. */
  deleted: boolean
  links: Link[]
}

/** A new subnet, in the dialect of OpenStack. */
export interface NewSubnet {
  network_id: NetworkId
  /** `10.1.2.0/24`, `fd00:1::/64` */
  cidr: string
  /** Default: that of the cidr. */
  readonly ip_version?: 4 | 6 | undefined
  readonly name?: string | undefined
  /** null: none. Default: the first address. */
  readonly gateway_ip?: string | null | undefined
  readonly allocation_pools?: readonly AllocationPool[] | undefined
  readonly enable_dhcp?: boolean | undefined
  readonly id?: string | undefined
}

/** What can be changed of a subnet in OpenStack. */
export interface SubnetChanges {
  readonly name?: string | undefined
  readonly gateway_ip?: string | null | undefined
  readonly allocation_pools?: readonly AllocationPool[] | undefined
  readonly enable_dhcp?: boolean | undefined
  readonly ip_version?: 4 | 6 | undefined
}

/** A new subnet of a Synnefo cloud. Only its name can be changed later. */
export interface NewCycladesSubnet {
  network_id: NetworkId
  /** IPv4: a prefix up to 29, mostly from 22 (the cloud's setting). IPv6: exactly /64. */
  cidr: string
  /** Default: that of the cidr. */
  readonly ip_version?: 4 | 6 | undefined
  /** At most 128 characters. */
  readonly name?: string | null | undefined
  /** Within the cidr. null: none. Default: the first address. */
  readonly gateway_ip?: string | null | undefined
  /** IPv4 only. Default: all but the ends and the gateway. An empty array: the network assigns no addresses. */
  readonly allocation_pools?: readonly AllocationPool[] | null | undefined
  /** Default: true. */
  readonly enable_dhcp?: boolean | undefined
  /** IPv6 only; replaces `enable_dhcp`. */
  readonly enable_slaac?: boolean | undefined
  /** Addresses. */
  readonly dns_nameservers?: readonly string[] | null | undefined
  /** Stored as one string that is split at commas, so no element may contain one. */
  readonly host_routes?: readonly string[] | null | undefined
}

/** What can be changed of a subnet of a Synnefo cloud: its name. */
export interface CycladesSubnetChanges {
  /** At most 128 characters; may be empty. */
  name: string
}
