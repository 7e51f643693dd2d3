import { formatValue, rejectArgument } from '@kamaki/core/toolkit'
/** An IPv4 address as its number; undefined if the text is none. */
export function parseIpv4(text: string): number | undefined {
  const octets = text.split('.')
  const fits = (octet: string) => /^\d{1,3}$/.test(octet) && Number(octet) < 256 && !/^0\d/.test(octet)
  if (octets.length !== 4 || !octets.every(fits)) return undefined
  return octets.reduce((value, octet) => value * 256 + Number(octet), 0)
}

/** An IPv6 address as its number; undefined if the text is none. */
export function parseIpv6(text: string): bigint | undefined {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  const v4 = dotted ? parseIpv4(dotted[2] ?? '') : 0
  if (v4 === undefined) return undefined
  const all = dotted ? `${dotted[1]}${Math.floor(v4 / 65536).toString(16)}:${(v4 % 65536).toString(16)}` : text
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
  readonly prefix: number
  /** The first address, that of the network itself. */
  readonly first: bigint
  /** The last address; in IPv4 that of the broadcast. */
  readonly last: bigint
}

/** An address of either family as its number. */
export function addressNumber(text: string, version: 4 | 6): bigint | undefined {
  if (typeof text !== 'string') return undefined
  if (version === 6) return parseIpv6(text)
  const value = parseIpv4(text)
  return value === undefined ? undefined : BigInt(value)
}

/**
 * A subnet as `10.1.2.0/24` or `fd00:1::/64`.
 * @throws {InvalidArgumentError} for what is none, or has bits of a host set (`10.1.2.3/24`).
 */
export function parseCidr(text: string, parameter: string): Cidr {
  const [address = '', length = '', ...more] = typeof text === 'string' ? text.split('/') : []
  const version = address.includes(':') ? 6 : 4
  const bits = version === 6 ? 128 : 32
  const value = addressNumber(address, version)
  if (value === undefined || !/^\d{1,3}$/.test(length) || Number(length) > bits || more.length > 0)
    rejectArgument(parameter, `must be a subnet such as "10.1.2.0/24" or "fd00:1::/64"; got ${formatValue(text)}`)
  const size = 1n << BigInt(bits - Number(length))
  if (value % size !== 0n)
    rejectArgument(
      parameter,
      `must be the address of the subnet itself, without the bits of a host; got ${formatValue(text)}`,
    )
  return { version, prefix: Number(length), first: value, last: value + size - 1n }
}
