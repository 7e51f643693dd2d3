import type { RequestOptions } from '@kamaki/core'
import { CHANGES_SINCE_LIMIT_MS, requireKnownFields, requireString } from '@kamaki/core/toolkit'
import { NAME } from './checks.ts'
import { createSequentially } from './create-sequentially.ts'
import type { SubnetId } from './ids.ts'
import { checkSubnet } from './subnet-checks.ts'
import type { CycladesSubnetChanges, NewCycladesSubnet, Subnet } from './subnet-types.ts'
import { CommonSubnets } from './subnets.ts'

/** Subnets of a Synnefo cloud. They cannot be deleted by themselves: a subnet goes with its network. */
export class CycladesSubnets extends CommonSubnets {
  protected override readonly changesSinceLimitMs: number = CHANGES_SINCE_LIMIT_MS

  /**
   * Creates a subnet in a network of the user: one per version of IP, and only before a server was ever connected to it.
   *
   * `POST /subnets` · 201 · network-api-guide § Create subnet
   * @throws {InvalidArgumentError} for a cidr, gateway or pools that are not valid.
   * @throws {BadRequestError} if the network has such a subnet, had a server on it, or is deleted.
   * @throws {ForbiddenError} if the network is not the user's own.
   * @throws {QuotaExceededError} (413 "Unsupported network size") if the cloud does not serve subnets as large.
   */
  async create(subnet: NewCycladesSubnet, options?: RequestOptions): Promise<Subnet> {
    checkSubnet(subnet, '')
    return this.post(subnet, options)
  }

  /**
   * Creates several subnets, one after the other, since Synnefo takes one per request. All are checked before the first is sent.
   *
   * `POST /subnets`, for each
   * @throws {PartialCreateError} with those created so far, if one fails after the first.
   */
  async createMany(subnets: readonly NewCycladesSubnet[], options?: RequestOptions): Promise<Subnet[]> {
    return createSequentially(
      this.http,
      'subnets',
      subnets,
      checkSubnet,
      (subnet, each) => this.post(subnet, each),
      options,
    )
  }

  /**
   * Renames a subnet; nothing else can be changed.
   *
   * `PUT /subnets/{id}` · 200 · network-api-guide § Update subnet
   * @throws {ForbiddenError} if its network is not the user's own.
   * @throws {NotFoundError} if there is no such subnet.
   */
  async update(subnetId: SubnetId, changes: CycladesSubnetChanges, options?: RequestOptions): Promise<Subnet> {
    requireKnownFields(changes, ['name'], '')
    requireString(changes.name, 'name', NAME)
    return this.put(subnetId, changes, options)
  }
}
