import type { ChangesSinceOptions, List, Path, RequestOptions } from '@kamaki/core'
import {
  findByName,
  omitUndefined,
  path,
  Resource,
  requireArray,
  requireId,
  requireKnownFields,
  requireObject,
  requireOptions,
  requireRequestOptions,
  requireString,
} from '@kamaki/core/toolkit'
import { CREATED_STATUSES, NAME } from './checks.ts'
import type { SubnetId } from './ids.ts'
import type { NewSubnet, Subnet, SubnetChanges } from './subnet-types.ts'

/** What can be done with subnets in OpenStack and Synnefo alike. */
export class CommonSubnets extends Resource {
  /**
   * Subnets of all networks visible to the user. Those of deleted networks only with `changesSince`. On Synnefo they have all fields,
   * as those of `listDetail`.
   *
   * `GET /subnets` · 200, 304 · network-api-guide § List subnets
   * @throws {InvalidArgumentError} for a time that the server would reject.
   */
  list(options: ChangesSinceOptions = {}): List<Subnet> {
    return this.listChangedSince<Subnet>('subnets', 'subnets', options)
  }

  /**
   * Subnets of all networks visible to the user, with all fields.
   *
   * `GET /subnets/detail` · 200, 304 · network-api-guide § List subnets
   * @throws {InvalidArgumentError} for a time that the server would reject.
   */
  listDetail(options: ChangesSinceOptions = {}): List<Subnet> {
    return this.listChangedSince<Subnet>('subnets', 'subnets/detail', options)
  }

  /**
   * The one subnet with a name.
   *
   * `GET /subnets` · 200
   * @throws {LookupError} if none has it, or several have: `matches` has their ids.
   */
  async find(name: string, options?: RequestOptions): Promise<Subnet> {
    return findByName(this.list(requireRequestOptions(options)), name, { noun: 'subnet', resource: 'subnets' })
  }

  /**
   * One subnet. Those of deleted networks can still be read.
   *
   * `GET /subnets/{id}` · 200 · network-api-guide § Get subnet details
   * @throws {NotFoundError} if the user can see no such subnet.
   */
  async get(subnetId: SubnetId, options?: RequestOptions): Promise<Subnet> {
    return this.unwrap<Subnet>('subnet', 'GET', subnetPath(subnetId), { ...requireOptions(options), expect: 200 })
  }

  /** Sends a subnet with its version of IP, which the server would take for 4. */
  protected post(subnet: { readonly cidr: string }, options?: RequestOptions): Promise<Subnet> {
    const json = { subnet: withVersion(subnet) }
    return this.unwrap<Subnet>('subnet', 'POST', 'subnets', {
      ...requireOptions(options),
      json,
      expect: CREATED_STATUSES,
    })
  }

  protected put(subnetId: SubnetId, changes: object, options?: RequestOptions): Promise<Subnet> {
    const json = { subnet: omitUndefined(changes) }
    return this.unwrap<Subnet>('subnet', 'PUT', subnetPath(subnetId), { ...requireOptions(options), json, expect: 200 })
  }
}

/** Subnets, in the plain dialect of OpenStack. */
export class Subnets extends CommonSubnets {
  /**
   * Creates a subnet in a network.
   *
   * `POST /subnets` · 201 (or 200) · network-api-guide § Create subnet
   */
  async create(subnet: NewSubnet, options?: RequestOptions): Promise<Subnet> {
    checkSubnet(subnet, '')
    return this.post(subnet, options)
  }

  /**
   * Creates several subnets in one request, which OpenStack accepts and Synnefo does not.
   *
   * `POST /subnets` with `{"subnets": [...]}` · 201 (or 200) · OpenStack Networking API § Bulk create subnet
   */
  async createMany(subnets: readonly NewSubnet[], options?: RequestOptions): Promise<Subnet[]> {
    for (const [index, subnet] of requireArray(subnets, 'subnets').entries()) checkSubnet(subnet, `subnets[${index}].`)
    const json = { subnets: subnets.map(withVersion) }
    return this.unwrap<Subnet[]>('subnets', 'POST', 'subnets', {
      ...requireOptions(options),
      json,
      expect: CREATED_STATUSES,
      shape: 'array',
    })
  }

  /**
   * Changes a subnet.
   *
   * `PUT /subnets/{id}` · 200 · network-api-guide § Update subnet
   * @throws {NotFoundError} if there is no such subnet.
   */
  async update(subnetId: SubnetId, changes: SubnetChanges, options?: RequestOptions): Promise<Subnet> {
    requireObject(changes, 'changes')
    if (changes.name !== undefined) requireString(changes.name, 'name', NAME)
    return this.put(subnetId, changes, options)
  }

  /**
   * Deletes a subnet.
   *
   * `DELETE /subnets/{id}` · 204 · OpenStack Networking API § Delete subnet
   */
  async delete(subnetId: SubnetId, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', subnetPath(subnetId), {
      ...requireOptions(options),
      idempotent: false,
      expect: 204,
    })
  }
}

const FIELDS: readonly string[] = [
  'network_id',
  'cidr',
  'ip_version',
  'name',
  'gateway_ip',
  'allocation_pools',
  'enable_dhcp',
  'id',
]

/** Rejects what the server would reject anyway. */
function checkSubnet(subnet: NewSubnet, prefix: string): void {
  requireKnownFields(subnet, FIELDS, prefix)
  requireId(subnet.network_id, `${prefix}network_id`)
  requireString(subnet.cidr, `${prefix}cidr`)
}

function withVersion(subnet: { readonly cidr: string }): object {
  return { ip_version: subnet.cidr.includes(':') ? 6 : 4, ...omitUndefined(subnet) }
}

function subnetPath(subnetId: SubnetId): Path {
  return path`subnets/${requireId(subnetId, 'subnetId')}`
}
