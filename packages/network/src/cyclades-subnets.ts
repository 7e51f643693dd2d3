import type { RequestOptions } from '@kamaki/core'
import { CHANGES_SINCE_LIMIT_MS, path, requireId, requireList, requireText, unwrap } from '@kamaki/core/toolkit'
import { checkKeys, NAME, refuseCall } from './checks.ts'
import { createEach } from './create-sequentially.ts'
import type { NetworkId, SubnetId } from './ids.ts'
import { checkSubnet } from './subnet-checks.ts'
import { type AllocationPool, type Subnet, Subnets, subnetBody } from './subnets.ts'

/** A subnet to make on a Synnefo cloud. Nothing of it but the name can be changed later. */
export interface NewCycladesSubnet {
  network_id: NetworkId
  /** IPv4: a prefix up to 29, mostly from 22 (the cloud's setting). IPv6: exactly /64. */
  cidr: string
  /** Default: what the cidr is. */
  ip_version?: 4 | 6 | undefined
  /** At most 128 characters. */
  name?: string | null | undefined
  /** Within the cidr. null: none. Default: the first address. */
  gateway_ip?: string | null | undefined
  /** IPv4 only. Default: all but the ends and the gateway. An empty list: the network gives out no addresses. */
  allocation_pools?: readonly AllocationPool[] | null | undefined
  /** Default: true. */
  enable_dhcp?: boolean | undefined
  /** IPv6 only; takes the place of `enable_dhcp`. */
  enable_slaac?: boolean | undefined
  /** Addresses. */
  dns_nameservers?: readonly string[] | null | undefined
  /** Stored as text that is parted at commas, so none in an element. */
  host_routes?: readonly string[] | null | undefined
}

/** What can be changed of a subnet: its name. */
export interface CycladesSubnetChanges {
  /** At most 128 characters; may be empty. */
  name: string
}

/** Subnets of a Synnefo cloud. They are deleted with their network, not by themselves. */
export class CycladesSubnets extends Subnets {
  protected override readonly changesSinceLimitMs: number = CHANGES_SINCE_LIMIT_MS

  /**
   * Makes a subnet in a network of one's own: one a version of IP, and only before a server was ever connected to it.
   *
   * `POST /subnets` · 201 · network-api-guide § Create subnet
   * @throws {InvalidArgumentError} for a cidr, gateway or pools that cannot be.
   * @throws {BadRequestError} if the network has such a subnet, had a server on it, or is deleted.
   * @throws {ForbiddenError} if the network is not the user's own.
   * @throws {QuotaExceededError} (413 "Unsupported network size") if the cloud does not serve subnets as large.
   */
  override async create(subnet: NewCycladesSubnet, options?: RequestOptions): Promise<Subnet> {
    this.checkNew(subnet, '')
    return unwrap<Subnet>(this.http, 'subnet', 'POST', 'subnets', {
      ...options,
      json: { subnet: subnetBody(subnet) },
      expect: 201,
    })
  }

  /**
   * Makes several subnets, one after the other: Synnefo does not take many at once. All are checked before the first is sent.
   *
   * `POST /subnets`, for each
   * @throws {BatchError} with those made so far, if one fails after the first.
   */
  override async createMany(subnets: readonly NewCycladesSubnet[], options?: RequestOptions): Promise<Subnet[]> {
    for (const [index, subnet] of requireList(subnets, 'subnets').entries()) this.checkNew(subnet, `subnets[${index}].`)
    return createEach(subnets, (subnet, each) => this.create(subnet, each), 'subnets', options)
  }

  protected override checkNew(subnet: NewCycladesSubnet, at: string): void {
    checkSubnet(subnet, at)
  }

  /**
   * Renames a subnet; nothing else can be changed.
   *
   * `PUT /subnets/{id}` · 200 · network-api-guide § Update subnet
   * @throws {ForbiddenError} if its network is not the user's own.
   * @throws {NotFoundError} if there is no such subnet.
   */
  override async update(id: SubnetId, changes: CycladesSubnetChanges, options?: RequestOptions): Promise<Subnet> {
    checkKeys(changes, ['name'], '')
    const json = { subnet: { name: requireText(changes.name, 'name', NAME) } }
    return unwrap<Subnet>(this.http, 'subnet', 'PUT', path`subnets/${requireId(id, 'id')}`, {
      ...options,
      json,
      expect: 200,
    })
  }

  /**
   * Not possible on Synnefo: a subnet goes with its network.
   *
   * @throws {InvalidArgumentError} always, before anything is sent.
   */
  override async delete(_id: SubnetId, _options?: RequestOptions): Promise<never> {
    return refuseCall('Deleting a subnet', 'Synnefo always answers 400; delete its network instead')
  }
}
