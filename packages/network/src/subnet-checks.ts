import { formatValue, rejectArgument, requireBoolean, requireId, requireList, requireText } from '@kamaki/core/toolkit'
import { addressNumber, type Cidr, parseCidr } from './address-checks.ts'
import { checkKeys, NAME } from './checks.ts'
import type { NewCycladesSubnet } from './cyclades-subnets.ts'
import type { AllocationPool } from './subnets.ts'

const KEYS: readonly string[] = [
  'network_id',
  'cidr',
  'ip_version',
  'name',
  'gateway_ip',
  'allocation_pools',
  'enable_dhcp',
  'enable_slaac',
  'dns_nameservers',
  'host_routes',
]

/**
 * A subnet that a Synnefo cloud may accept.
 * @throws {InvalidArgumentError} naming what it would be refused for, and the cure.
 */
export function checkSubnet(subnet: NewCycladesSubnet, at: string): void {
  checkKeys(subnet, KEYS, at)
  if (subnet.network_id === undefined) rejectArgument(`${at}network_id`, 'is missing')
  requireId(subnet.network_id, `${at}network_id`)
  if (subnet.cidr === undefined) rejectArgument(`${at}cidr`, 'is missing')
  const cidr = checkRange(subnet, at)
  if (subnet.name != null) requireText(subnet.name, `${at}name`, NAME)
  for (const key of ['enable_dhcp', 'enable_slaac'] as const) {
    const value = subnet[key]
    if (value !== undefined) requireBoolean(value, `${at}${key}`)
  }
  if (subnet.enable_slaac !== undefined && cidr.version === 4)
    rejectArgument(`${at}enable_slaac`, 'is for IPv6 only; say enable_dhcp')
  const gateway = checkGateway(subnet.gateway_ip, cidr, `${at}gateway_ip`)
  if (subnet.allocation_pools != null) checkPools(subnet.allocation_pools, cidr, gateway, `${at}allocation_pools`)
  checkTexts(subnet.dns_nameservers, `${at}dns_nameservers`)
  checkTexts(subnet.host_routes, `${at}host_routes`)
}

function checkRange(subnet: NewCycladesSubnet, at: string): Cidr {
  const cidr = parseCidr(subnet.cidr, `${at}cidr`)
  if (subnet.ip_version !== undefined && subnet.ip_version !== cidr.version)
    rejectArgument(`${at}ip_version`, `must be ${cidr.version}, as the cidr is; got ${formatValue(subnet.ip_version)}`)
  if (cidr.version === 6 && cidr.prefix !== 64)
    rejectArgument(`${at}cidr`, `must be a /64, the only size for IPv6; got ${formatValue(subnet.cidr)}`)
  if (cidr.version === 4 && cidr.prefix > 29)
    rejectArgument(`${at}cidr`, `must have a prefix of at most 29; got ${formatValue(subnet.cidr)}`)
  return cidr
}

/** The gateway's number; undefined if there is none. */
function checkGateway(gateway: string | null | undefined, cidr: Cidr, parameter: string): bigint | undefined {
  if (gateway === null) return undefined
  if (gateway === undefined) return cidr.first + 1n
  const value = addressNumber(gateway, cidr.version)
  return value !== undefined && value >= cidr.first && value <= cidr.last
    ? value
    : rejectArgument(parameter, `must be an address of the subnet, or null for none; got ${formatValue(gateway)}`)
}

function checkPools(
  pools: readonly AllocationPool[],
  cidr: Cidr,
  gateway: bigint | undefined,
  parameter: string,
): void {
  requireList(pools, parameter)
  if (cidr.version === 6) rejectArgument(parameter, 'must be left out for IPv6')
  const ranges = pools.map((pool, index) => checkPool(pool, cidr, gateway, `${parameter}[${index}]`))
  ranges.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
  for (const [index, range] of ranges.entries()) {
    const previous = ranges[index - 1]
    if (previous && range.start <= previous.end) rejectArgument(parameter, 'must not overlap')
  }
}

function checkPool(
  pool: AllocationPool,
  cidr: Cidr,
  gateway: bigint | undefined,
  parameter: string,
): { start: bigint; end: bigint } {
  checkKeys(pool, ['start', 'end'], `${parameter}.`)
  const [start, end] = [pool.start, pool.end].map((text) => addressNumber(text, 4))
  if (start === undefined || end === undefined)
    rejectArgument(
      parameter,
      `must have two IPv4 addresses, start and end; got ${formatValue(pool.start)}, ${formatValue(pool.end)}`,
    )
  if (start > end) rejectArgument(parameter, 'must not end before it starts')
  if (start <= cidr.first || end >= cidr.last)
    rejectArgument(parameter, 'must lie within the subnet, without its first and last address')
  if (gateway !== undefined && gateway >= start && gateway <= end)
    rejectArgument(parameter, 'must not have the gateway in it; part it in two, or name another gateway_ip')
  return { start, end }
}

function checkTexts(texts: readonly string[] | null | undefined, parameter: string): void {
  if (texts == null) return
  for (const [index, text] of requireList(texts, parameter).entries()) {
    if (typeof text !== 'string' || text === '' || text.includes(','))
      rejectArgument(`${parameter}[${index}]`, `must be text without a comma; got ${formatValue(text)}`)
  }
}
