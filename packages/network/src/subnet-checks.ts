import {
  formatValue,
  rejectArgument,
  requireArray,
  requireBoolean,
  requireId,
  requireKnownFields,
  requireString,
} from '@kamaki/core/toolkit'
import { addressNumber, type Cidr, parseCidr } from './address-checks.ts'
import { NAME } from './checks.ts'
import type { AllocationPool, NewCycladesSubnet } from './subnet-types.ts'

const FIELDS: readonly string[] = [
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
 * Rejects what a Synnefo cloud would reject anyway; `prefix` names the subnet ("subnets[2].").
 * @throws {InvalidArgumentError} that says what to do instead.
 */
export function checkSubnet(subnet: NewCycladesSubnet, prefix: string): void {
  requireKnownFields(subnet, FIELDS, prefix)
  requireId(subnet.network_id, `${prefix}network_id`)
  const cidr = checkRange(subnet, prefix)
  if (subnet.name != null) requireString(subnet.name, `${prefix}name`, NAME)
  for (const field of ['enable_dhcp', 'enable_slaac'] as const) {
    const value = subnet[field]
    if (value !== undefined) requireBoolean(value, `${prefix}${field}`)
  }
  if (subnet.enable_slaac !== undefined && cidr.version === 4)
    rejectArgument(`${prefix}enable_slaac`, 'is for IPv6 only; use enable_dhcp')
  const gateway = checkGateway(subnet.gateway_ip, cidr, `${prefix}gateway_ip`)
  if (subnet.allocation_pools != null) checkPools(subnet.allocation_pools, cidr, gateway, `${prefix}allocation_pools`)
  checkStrings(subnet.dns_nameservers, `${prefix}dns_nameservers`)
  checkStrings(subnet.host_routes, `${prefix}host_routes`)
}

function checkRange(subnet: NewCycladesSubnet, prefix: string): Cidr {
  const parameter = `${prefix}cidr`
  const cidr = parseCidr(subnet.cidr, parameter)
  if (subnet.ip_version !== undefined && subnet.ip_version !== cidr.version)
    rejectArgument(
      `${prefix}ip_version`,
      `must be ${cidr.version}, as in the cidr; got ${formatValue(subnet.ip_version)}`,
    )
  if (cidr.version === 6 && cidr.prefixLength !== 64)
    rejectArgument(parameter, `must be a /64, the only size for IPv6; got ${formatValue(subnet.cidr)}`)
  if (cidr.version === 4 && cidr.prefixLength > 29)
    rejectArgument(parameter, `must have a prefix of at most 29; got ${formatValue(subnet.cidr)}`)
  return cidr
}

/** The gateway's number; undefined if there is none. */
function checkGateway(gateway: string | null | undefined, cidr: Cidr, parameter: string): bigint | undefined {
  if (gateway === null) return undefined
  if (gateway === undefined) return cidr.first + 1n
  const number = addressNumber(gateway, cidr.version)
  return number !== undefined && number >= cidr.first && number <= cidr.last
    ? number
    : rejectArgument(parameter, `must be an address of the subnet, or null for none; got ${formatValue(gateway)}`)
}

function checkPools(
  pools: readonly AllocationPool[],
  cidr: Cidr,
  gateway: bigint | undefined,
  parameter: string,
): void {
  requireArray(pools, parameter)
  if (cidr.version === 6) rejectArgument(parameter, 'must be omitted for IPv6')
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
  requireKnownFields(pool, ['start', 'end'], `${parameter}.`)
  const [start, end] = [pool.start, pool.end].map((address) => addressNumber(address, 4))
  if (start === undefined || end === undefined)
    rejectArgument(
      parameter,
      `must have two IPv4 addresses, start and end; got ${formatValue(pool.start)}, ${formatValue(pool.end)}`,
    )
  if (start > end) rejectArgument(parameter, 'must not end before it starts')
  if (start <= cidr.first || end >= cidr.last)
    rejectArgument(parameter, 'must lie within the subnet, without its first and last address')
  if (gateway !== undefined && gateway >= start && gateway <= end)
    rejectArgument(parameter, 'must not contain the gateway; split the pool in two, or choose another gateway_ip')
  return { start, end }
}

function checkStrings(values: readonly string[] | null | undefined, parameter: string): void {
  if (values == null) return
  for (const [index, value] of requireArray(values, parameter).entries()) {
    if (typeof value !== 'string' || value === '' || value.includes(','))
      rejectArgument(`${parameter}[${index}]`, `must be a non-empty string without a comma; got ${formatValue(value)}`)
  }
}
