import { formatValue, parseIpv4, rejectArgument } from '@kamaki/core/toolkit'

/** The number of an IPv6 address; undefined if the string is not one. */
function parseIpv6(address: string): bigint | undefined {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address)
  const v4 = dotted ? parseIpv4(dotted[2] ?? '') : 0
  if (v4 === undefined) return undefined
  const all = dotted ? `${dotted[1]}${Math.floor(v4 / 65536).toString(16)}:${(v4 % 65536).toString(16)}` : address
  const [head = '', tail, ...more] = all.split('::')
  if (more.length > 0) return undefined
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = 8 - left.length - right.length
  if (tail === undefined ? zeros !== 0 : zeros < 1) return undefined
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right]
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n)
}

/** A range of addresses: a subnet. */
export interface Cidr {
  readonly version: 4 | 6
  readonly prefixLength: number
  /** The first address, that of the network itself. */
  readonly first: bigint
  /** The last address; in IPv4 that of the broadcast. */
  readonly last: bigint
}

/** The number of an address of either family; undefined if the string is not one. */
export function addressNumber(address: string, version: 4 | 6): bigint | undefined {
  if (typeof address !== 'string') return undefined
  if (version === 6) return parseIpv6(address)
  const number = parseIpv4(address)
  return number === undefined ? undefined : BigInt(number)
}

/**
 * A subnet as `10.1.2.0/24` or `fd00:1::/64`.
 * @throws {InvalidArgumentError} for anything else, and if bits of a host are set (`10.1.2.3/24`).
 */
export function parseCidr(cidr: string, parameter: string): Cidr {
  const [address = '', length = '', ...more] = typeof cidr === 'string' ? cidr.split('/') : []
  const version = address.includes(':') ? 6 : 4
  const bits = version === 6 ? 128 : 32
  const first = addressNumber(address, version)
  if (first === undefined || !/^\d{1,3}$/.test(length) || Number(length) > bits || more.length > 0)
    rejectArgument(parameter, `must be a subnet such as "10.1.2.0/24" or "fd00:1::/64"; got ${formatValue(cidr)}`)
  const size = 1n << BigInt(bits - Number(length))
  if (first % size !== 0n)
    rejectArgument(
      parameter,
      `must be the address of the subnet itself, without the bits of a host; got ${formatValue(cidr)}`,
    )
  return { version, prefixLength: Number(length), first, last: first + size - 1n }
}
