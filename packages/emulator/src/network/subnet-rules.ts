import { badRequest, conflict, internalServerError, overLimit } from '../http/fault.ts'
import { isObject } from '../http/json-body.ts'
import { exactInteger } from '../python/int.ts'
import { pythonText } from '../python/repr.ts'
import { hasLength, pythonNumber, pythonTruth } from '../python/values.ts'
import { formatIpv4, type Ipv4Network, ipv4Network, parseIpv4, parseIpv4Network } from './ipv4.ts'
import { formatIpv6, type Ipv6Network, parseIpv6, parseIpv6Network } from './ipv6.ts'

/** MAX_CIDR_BLOCK and what Ganeti can serve: longest and shortest prefixes of IPv4 subnets. */
const LARGEST = 21
const SMALLEST = 29

/** Two ends of an allocation pool. */
export type Range = readonly [start: number, end: number]

/**
 * The address after the network's own, the gateway unless another is named.
 * @throws {Fault} 400 if the CIDR is none. A number counts as an address.
 */
export function firstAddress(cidr: unknown): string {
  const v4 = networkOf(cidr)
  if (v4) return formatIpv4(v4.network + 1)
  const v6 = ipv6NetworkOf(cidr)
  if (v6) return formatIpv6(v6.network + 1n)
  throw badRequest(`Malformed CIDR '${pythonText(cidr)}'`)
}

/** An IPv4 network; a number (or a boolean) is that of an address. */
function networkOf(cidr: unknown): Ipv4Network | null {
  const number = exactInteger(cidr)
  if (number === undefined) return parseIpv4Network(pythonText(cidr))
  const address = addressOf(cidr)
  return address === null ? null : ipv4Network(address, 32)
}

/** An IPv6 network; a number is that of an address. */
function ipv6NetworkOf(cidr: unknown): Ipv6Network | null {
  const number = exactInteger(cidr)
  if (number === undefined) return parseIpv6Network(pythonText(cidr))
  return number >= 0n && number < 2n ** 128n ? { address: number, prefix: 128, network: number } : null
}

/** An IPv4 address as its number; null if it is none. Numbers and booleans are addresses as well. */
function addressOf(value: unknown): number | null {
  const number = exactInteger(value)
  if (number === undefined) return parseIpv4(pythonText(value))
  return number >= 0n && number < 2n ** 32n ? Number(number) : null
}

/**
 * An IPv4 subnet and its gateway, checked.
 * @throws {Fault} 400 host bits or another family, a gateway outside; 413 of a size that is not served
 */
export function checkIpv4(cidr: unknown, gateway: unknown): { network: Ipv4Network; gateway: number | null } {
  const network = networkOf(cidr)
  if (!network || network.address !== network.network) throw badRequest('Invalid network IPv4 subnet')
  if (network.prefix > SMALLEST || network.prefix < LARGEST)
    throw overLimit('Unsupported network size', `Netmask must be in range: [${LARGEST}, ${SMALLEST}]`)
  if (!pythonTruth(gateway)) return { network, gateway: null }
  const address = addressOf(gateway)
  if (address === null || address < network.network || address > network.broadcast)
    throw badRequest('Invalid network IPv4 gateway')
  return { network, gateway: address }
}

/** @throws {Fault} 400 host bits, another family or size, a gateway outside */
export function checkIpv6(cidr: unknown, gateway: unknown): void {
  const network = ipv6NetworkOf(cidr)
  if (!network || network.address !== network.network) throw badRequest('Invalid network IPv6 subnet')
  if (network.prefix !== 64) throw badRequest('Unsupported IPv6 subnet size. Network netmask must be /64')
  if (!pythonTruth(gateway)) return
  const address = parseIpv6(pythonText(gateway))
  if (address === null || address < network.network || address >= network.network + (1n << 64n))
    throw badRequest('Invalid network IPv6 gateway')
}

/**
 * Allocation pools as they came in a body, in order of their starts. The server fails (500) on what is not an array of objects.
 * @throws {Fault} 400 an end is missing or no address
 */
export function parsePools(pools: unknown): Range[] {
  if (!Array.isArray(pools)) {
    if (hasLength(pools) && !pythonTruth(pools)) return []
    throw internalServerError()
  }
  return pools.map(parsePool).sort(([a, b], [c, d]) => a - c || b - d)
}

function parsePool(pool: unknown): Range {
  if (!isObject(pool)) throw internalServerError()
  const end = (name: 'start' | 'end') => {
    if (!Object.hasOwn(pool, name)) throw badRequest('Malformed allocation pool.')
    return poolEnd(pool[name])
  }
  return [end('start'), end('end')]
}

function poolEnd(value: unknown): number {
  // The error of a string that is not ASCII is of another kind.
  if (typeof value === 'string' && /[^\0-\x7f]/.test(value)) throw internalServerError()
  const address = addressOf(value)
  if (address === null) throw badRequest('Allocation pools contain invalid IPv4 address')
  return address
}

/** The pools of a subnet whose creator named none: all but network, broadcast and gateway. */
export function defaultPools({ network, broadcast }: Ipv4Network, gateway: number | null): Range[] {
  if (gateway === null) return [[network + 1, broadcast - 1]]
  if (gateway - network === 1) return [[gateway + 1, broadcast - 1]]
  if (broadcast - gateway === 1) return [[network + 1, gateway - 1]]
  return [
    [network + 1, gateway - 1],
    [gateway + 1, broadcast - 1],
  ]
}

/** @throws {Fault} 409 pools out of bounds, backwards, with the gateway in them, or overlapping */
export function checkPools(pools: readonly Range[], { network, broadcast }: Ipv4Network, gateway: number | null): void {
  const first = pools[0]
  const last = pools.at(-1)
  if (!first || !last) return
  if (first[0] <= network || last[1] >= broadcast) throw conflict('IP Pool out of bounds')
  for (const [start, end] of pools) {
    if (start > end) throw conflict('Invalid IP pool range')
    if (gateway !== null && gateway >= start && gateway <= end) throw conflict('Gateway cannot be in pool range')
  }
  let end = network
  for (const pool of pools) {
    if (end >= pool[0]) throw conflict('IP Pool range conflict')
    end = pool[1]
  }
}

/** @throws {Fault} 400 unless it is a boolean (or the numbers 0 and 1, which Python takes for such) */
export function checkBoolean(value: unknown, name: string): boolean {
  const number = pythonNumber(value)
  if (number === 0 || number === 1) return number === 1
  throw badRequest(`Malformed request, ${name} must be True or False`)
}
