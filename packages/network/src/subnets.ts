import type { ChangesSinceOptions, Link, List, RequestOptions } from '@kamaki/core'
import {
  listChangedSince,
  omitUndefined,
  path,
  Resource,
  rejectArgument,
  requireId,
  requireList,
  requireText,
  unwrap,
} from '@kamaki/core/toolkit'
import { checkKeys, MADE, NAME } from './checks.ts'
import type { NetworkId, SubnetId } from './ids.ts'

/** A range of IPv4 addresses that the network gives out, both ends included. */
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
  enable_slaac?: boolean
  dns_nameservers: string[]
  host_routes: string[]
  /** Empty for IPv6. */
  allocation_pools: AllocationPool[]
  /** Whether its network is deleted. */
  deleted: boolean
  links: Link[]
}

/** A subnet to make, in the dialect of OpenStack. */
export interface NewSubnet {
  network_id: NetworkId
  /** `10.1.2.0/24`, `fd00:1::/64` */
  cidr: string
  /** Default: what the cidr is. */
  ip_version?: 4 | 6 | undefined
  name?: string | undefined
  /** null: none. Default: the first address. */
  gateway_ip?: string | null | undefined
  allocation_pools?: readonly AllocationPool[] | undefined
  enable_dhcp?: boolean | undefined
  id?: string | undefined
}

/** What can be changed of a subnet in OpenStack. */
export interface SubnetChanges {
  name?: string | undefined
  gateway_ip?: string | null | undefined
  allocation_pools?: readonly AllocationPool[] | undefined
  enable_dhcp?: boolean | undefined
  ip_version?: 4 | 6 | undefined
}

const KEYS: readonly string[] = [
  'network_id',
  'cidr',
  'ip_version',
  'name',
  'gateway_ip',
  'allocation_pools',
  'enable_dhcp',
  'id',
]

/** Subnets, in the plain dialect of OpenStack. */
export class Subnets extends Resource {
  /** How far `changesSince` may lie back, in milliseconds. */
  protected readonly changesSinceLimitMs: number = Number.POSITIVE_INFINITY

  /**
   * Subnets of all networks that the user sees. Those of deleted networks only with `changesSince`. On Synnefo they are as full as
   * those of `listDetail`.
   *
   * `GET /subnets` · 200, 304 · network-api-guide § List subnets
   * @throws {InvalidArgumentError} for a moment that the server would refuse.
   */
  list(options: ChangesSinceOptions = {}): List<Subnet> {
    return listChangedSince<Subnet>(this.http, 'subnets', 'subnets', options, this.changesSinceLimitMs)
  }

  /**
   * Subnets of all networks that the user sees, in full.
   *
   * `GET /subnets/detail` · 200, 304 · network-api-guide § List subnets
   * @throws {InvalidArgumentError} for a moment that the server would refuse.
   */
  listDetail(options: ChangesSinceOptions = {}): List<Subnet> {
    return listChangedSince<Subnet>(this.http, 'subnets', 'subnets/detail', options, this.changesSinceLimitMs)
  }

  /**
   * One subnet. Those of deleted networks still answer.
   *
   * `GET /subnets/{id}` · 200 · network-api-guide § Get subnet details
   * @throws {NotFoundError} if the user sees no such subnet.
   */
  async get(id: SubnetId, options?: RequestOptions): Promise<Subnet> {
    return unwrap<Subnet>(this.http, 'subnet', 'GET', path`subnets/${requireId(id, 'id')}`, { ...options, expect: 200 })
  }

  /**
   * Makes a subnet in a network.
   *
   * `POST /subnets` · 201 (or 200) · network-api-guide § Create subnet
   */
  async create(subnet: NewSubnet, options?: RequestOptions): Promise<Subnet> {
    this.checkNew(subnet, '')
    return unwrap<Subnet>(this.http, 'subnet', 'POST', 'subnets', {
      ...options,
      json: { subnet: subnetBody(subnet) },
      expect: MADE,
    })
  }

  /**
   * Makes several subnets in one request, which OpenStack takes and Synnefo does not.
   *
   * `POST /subnets` with `{"subnets": [...]}` · 201 (or 200) · OpenStack Networking API § Bulk create subnet
   */
  async createMany(subnets: readonly NewSubnet[], options?: RequestOptions): Promise<Subnet[]> {
    for (const [index, subnet] of requireList(subnets, 'subnets').entries()) this.checkNew(subnet, `subnets[${index}].`)
    const json = { subnets: subnets.map(subnetBody) }
    return unwrap<Subnet[]>(this.http, 'subnets', 'POST', 'subnets', { ...options, json, expect: MADE, shape: 'array' })
  }

  /** What is certain to be refused. */
  protected checkNew(subnet: NewSubnet, at: string): void {
    checkKeys(subnet, KEYS, at)
    if (subnet.network_id === undefined) rejectArgument(`${at}network_id`, 'is missing')
    if (subnet.cidr === undefined) rejectArgument(`${at}cidr`, 'is missing')
    requireId(subnet.network_id, `${at}network_id`)
  }

  /**
   * Changes a subnet.
   *
   * `PUT /subnets/{id}` · 200 · network-api-guide § Update subnet
   * @throws {NotFoundError} if there is no such subnet.
   */
  async update(id: SubnetId, changes: SubnetChanges, options?: RequestOptions): Promise<Subnet> {
    if (changes.name !== undefined) requireText(changes.name, 'name', NAME)
    const where = path`subnets/${requireId(id, 'id')}`
    return unwrap<Subnet>(this.http, 'subnet', 'PUT', where, {
      ...options,
      json: { subnet: omitUndefined(changes) },
      expect: 200,
    })
  }

  /**
   * Deletes a subnet, which OpenStack does and Synnefo does not.
   *
   * `DELETE /subnets/{id}` · 204 · OpenStack Networking API § Delete subnet
   */
  async delete(id: SubnetId, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', path`subnets/${requireId(id, 'id')}`, {
      ...options,
      idempotent: false,
      expect: 204,
    })
  }
}

/** A subnet as it is sent: with its version of IP, which the server would take for 4. */
export function subnetBody<T extends { cidr: string; ip_version?: 4 | 6 | undefined }>(subnet: T): T {
  return omitUndefined({ ...subnet, ip_version: subnet.ip_version ?? (subnet.cidr.includes(':') ? 6 : 4) }) as T
}
