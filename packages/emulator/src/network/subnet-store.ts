import type { Sequence } from '../base/random.ts'
import { Table } from '../base/table.ts'
import type { Cloud } from '../cloud.ts'
import { badRequest, conflict, forbidden, internalServerError, itemNotFound } from '../http/fault.ts'
import { requireStorable } from '../http/fields.ts'
import type { User } from '../identity/model.ts'
import { codePointLength } from '../python/code-points.ts'
import { pythonInt } from '../python/int.ts'
import { pythonText } from '../python/repr.ts'
import { pythonNumber, pythonTruth } from '../python/values.ts'
import type { Network, Subnet } from './model.ts'
import {
  checkBoolean,
  checkIpv4,
  checkIpv6,
  checkPools,
  defaultPools,
  firstAddress,
  parsePools,
  type Range,
} from './subnet-rules.ts'

/** The body of a creation, as it came. */
export type SubnetInit = Readonly<Record<string, unknown>>

/** The subnets of all networks. */
export class SubnetStore {
  readonly #cloud: Cloud
  readonly #byId: Table<number, Subnet>
  readonly #ids: Sequence

  constructor(cloud: Cloud) {
    this.#cloud = cloud
    this.#byId = new Table(cloud.records, 'subnet', ({ id }) => id)
    this.#ids = cloud.records.sequence('subnet')
  }

  find(id: number): Subnet | undefined {
    return this.#byId.get(id)
  }

  /** Subnets of all networks that a user sees, deleted ones included. */
  visible(user: User): Subnet[] {
    return [...this.#byId.values()].filter((subnet) => this.#cloud.networks.sees(user, subnet.network))
  }

  /** @throws {Fault} 400 if the id is not a number, 404 if the user sees no such subnet. */
  get(user: User, id: unknown): Subnet {
    const number = pythonInt(id)
    if (number === undefined) throw badRequest(`Invalid subnet ID '${pythonText(id)}'`)
    const subnet = this.#byId.get(Number(number))
    if (!subnet || !this.#cloud.networks.sees(user, subnet.network))
      throw itemNotFound(`Subnet '${pythonText(id)}' not found.`)
    return subnet
  }

  /** @throws {Fault} as `POST /subnets` does: the order of the checks is the server's. */
  create(user: User, body: SubnetInit): Subnet {
    const pools = body['allocation_pools'] == null ? null : parsePools(body['allocation_pools'])
    const first = firstAddress(body['cidr'])
    const gateway = body['gateway_ip'] === undefined ? first : body['gateway_ip']
    const version = body['ip_version'] === undefined ? 4 : pythonNumber(body['ip_version'])
    const dhcp =
      version === 6 && body['enable_slaac'] != null
        ? checkBoolean(body['enable_slaac'], 'enable_slaac')
        : checkBoolean(body['enable_dhcp'] === undefined ? true : body['enable_dhcp'], 'dhcp')
    const network = this.#target(user, body['network_id'])
    if (version !== 4 && version !== 6) throw badRequest('Malformed IP version type')
    if (network.subnets.some((other) => other.version === version))
      throw badRequest('Only one subnet of IPv4/IPv6 per network is allowed')
    if (network.inBackend)
      throw badRequest(`Cannot create subnet in network ${network.id}, VMs are already connected to this network`)
    const v4 = version === 4 ? checkIpv4(body['cidr'], gateway) : undefined
    if (!v4) checkIpv6(body['cidr'], gateway)
    const name = checkName(body['name'])
    const dnsNameservers = textList(body['dns_nameservers'])
    const hostRoutes = textList(body['host_routes'])
    if (!v4 && pools) throw conflict("Can't allocate an IP Pool in IPv6")
    let ranges: readonly Range[] = []
    if (v4) {
      ranges = pools ?? defaultPools(v4.network, v4.gateway)
      checkPools(ranges, v4.network, v4.gateway)
    }
    const cidr = pythonText(body['cidr'])
    const gatewayText = gateway === null ? null : pythonText(gateway)
    return this.#add({ network, name, version, cidr, gateway: gatewayText, dhcp, dnsNameservers, hostRoutes }, ranges)
  }

  /** A subnet of a network that the provider created. */
  addPublic(network: Network, version: 4 | 6, cidr: string): Subnet {
    const gateway = firstAddress(cidr)
    const v4 = version === 4 ? checkIpv4(cidr, gateway) : undefined
    const init = {
      network,
      name: `IPv${version} Subnet of Network ${network.id}`,
      version,
      cidr,
      gateway,
      dhcp: true,
      dnsNameservers: [],
      hostRoutes: [],
    }
    const subnet = this.#add(init, v4 ? defaultPools(v4.network, v4.gateway) : [])
    subnet.updated = network.updated
    return subnet
  }

  #target(user: User, id: unknown): Network {
    const number = pythonInt(id)
    if (number === undefined) throw badRequest('Malformed network ID')
    const network = this.#cloud.networks.find(Number(number))
    if (!network) throw itemNotFound('No network found with that ID')
    if (network.deleted) throw badRequest('Network has been deleted')
    if (network.owner !== user.uuid) throw forbidden('Forbidden operation')
    return network
  }

  #add(init: Omit<Subnet, 'id' | 'pools' | 'updated'>, ranges: readonly Range[]): Subnet {
    const pools = ranges.map(([start, end]) => ({ start, end }))
    const subnet = this.#byId.add({ ...init, id: this.#ids.next(), pools, updated: this.#cloud.clock.now() })
    init.network.subnets = [...init.network.subnets, subnet]
    return subnet
  }

  /** @throws {Fault} 400 long name, 403 not the network's owner, 404 */
  rename(user: User, id: unknown, name: unknown): Subnet {
    const number = pythonInt(id)
    const subnet = number === undefined ? undefined : this.#byId.get(Number(number))
    if (!subnet) throw itemNotFound('Subnet not found')
    if (subnet.network.owner !== user.uuid) throw forbidden('Forbidden operation')
    // The server's message has two spaces here.
    subnet.name = checkName(name, 'Subnet name is  too long')
    subnet.updated = this.#cloud.clock.now()
    return subnet
  }
}

/** A name as it is stored: a string, or null. */
function checkName(name: unknown, tooLong = 'Subnet name is too long'): string | null {
  if (name === undefined || name === null) return null
  const text = pythonText(name)
  if (codePointLength(text) > 128) throw badRequest(tooLong)
  requireStorable(text)
  return text
}

/**
 * A list as it is stored: joined by commas, so that an element with a comma comes back as two. A string is such a list already;
 * anything else makes the server fail.
 */
function textList(value: unknown): string[] {
  if (!pythonTruth(value)) return []
  if (typeof value !== 'string' && !Array.isArray(value)) throw internalServerError()
  const joined = typeof value === 'string' ? value : value.map(pythonText).join(',')
  return joined === '' ? [] : joined.split(',')
}
