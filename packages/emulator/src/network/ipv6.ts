import { parseIpv4 } from './ipv4.ts'

/** An IPv6 address as its number, null if it is not valid. */
export function parseIpv6(text: string): bigint | null {
  let rest = text
  const tail = /^(.*:)([^:]*\.[^:]*)$/.exec(rest)
  if (tail) {
    const v4 = parseIpv4(tail[2] ?? '')
    if (v4 === null) return null
    rest = `${tail[1]}${Math.floor(v4 / 65536).toString(16)}:${(v4 % 65536).toString(16)}`
  }
  const gap = rest.indexOf('::')
  if (gap < 0) return join(groups(rest, 8))
  if (rest.indexOf('::', gap + 1) >= 0) return null
  const head = gap === 0 ? [] : groups(rest.slice(0, gap))
  const end = gap + 2 === rest.length ? [] : groups(rest.slice(gap + 2))
  if (!head || !end || head.length + end.length > 7) return null
  return join([...head, ...Array<bigint>(8 - head.length - end.length).fill(0n), ...end])
}

function groups(text: string, count?: number): bigint[] | null {
  const parts = text.split(':')
  if (count !== undefined && parts.length !== count) return null
  if (!parts.every((part) => /^[0-9a-fA-F]{1,4}$/.test(part))) return null
  return parts.map((part) => BigInt(`0x${part}`))
}

function join(parts: readonly bigint[] | null): bigint | null {
  return parts ? parts.reduce((value, part) => (value << 16n) | part, 0n) : null
}

/** The short form: the longest run of two zero groups or more becomes `::`. */
export function formatIpv6(value: bigint): string {
  const parts = Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16))
  let best = { at: -1, length: 1 }
  for (let at = 0; at < 8; at++) {
    let length = 0
    while (parts[at + length] === '0') length++
    if (length > best.length) best = { at, length }
  }
  if (best.at < 0) return parts.join(':')
  return `${parts.slice(0, best.at).join(':')}::${parts.slice(best.at + best.length).join(':')}`
}

/** An IPv6 network: its address as written (host bits included) and its network address. */
export interface Ipv6Network {
  readonly address: bigint
  readonly prefix: number
  readonly network: bigint
}

/** `fd00::/64` or a lone address (then /128); null if it is none. Host bits are let through. */
export function parseIpv6Network(text: string): Ipv6Network | null {
  const [head = '', mask, ...more] = text.split('/')
  if (more.length > 0 || (mask !== undefined && !/^[0-9]+$/.test(mask))) return null
  const address = parseIpv6(head)
  const prefix = mask === undefined ? 128 : Number(mask)
  if (address === null || prefix > 128) return null
  const size = 1n << BigInt(128 - prefix)
  return { address, prefix, network: address - (address % size) }
}

/** The address of a MAC in a /64 by stateless autoconfiguration. */
export function eui64(network: bigint, mac: string): string {
  const bytes = mac.split(':').map((byte) => BigInt(`0x${byte}`))
  const [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n] = bytes
  const low = [a ^ 2n, b, c, 0xffn, 0xfen, d, e, f].reduce((value, byte) => (value << 8n) | byte, 0n)
  return formatIpv6(network | low)
}
