/** An IPv4 address as its number, null if it is not valid. Octets that would differ in octal (`010`) are rejected, as Python's ipaddr does. */
export function parseIpv4(text: string): number | null {
  const octets = text.split('.')
  if (octets.length !== 4) return null
  let value = 0
  for (const octet of octets) {
    if (!/^[0-9]+$/.test(octet)) return null
    const number = Number(octet)
    if (number > 255 || (number > 7 && octet.startsWith('0'))) return null
    value = value * 256 + number
  }
  return value
}

export function formatIpv4(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.')
}

/** An IPv4 network: its address as written (host bits included), and what follows from it. */
export interface Ipv4Network {
  readonly address: number
  readonly prefix: number
  readonly network: number
  readonly broadcast: number
}

/** `10.0.0.0/24`, `10.0.0.0/255.255.255.0` or a lone address (then /32); null if it is none. Host bits are let through. */
export function parseIpv4Network(text: string): Ipv4Network | null {
  const [head = '', mask, ...more] = text.split('/')
  if (more.length > 0) return null
  const address = parseIpv4(head)
  const prefix = mask === undefined ? 32 : parsePrefix(mask)
  return address === null || prefix === null ? null : ipv4Network(address, prefix)
}

export function ipv4Network(address: number, prefix: number): Ipv4Network {
  const size = 2 ** (32 - prefix)
  const network = address - (address % size)
  return { address, prefix, network, broadcast: network + size - 1 }
}

function parsePrefix(mask: string): number | null {
  if (/^[0-9]+$/.test(mask)) {
    const prefix = Number(mask)
    return prefix <= 32 ? prefix : null
  }
  const value = parseIpv4(mask)
  if (value === null) return null
  for (let prefix = 0; prefix <= 32; prefix++) {
    if (value === 2 ** 32 - 2 ** (32 - prefix)) return prefix
    if (value === 2 ** (32 - prefix) - 1) return prefix
  }
  return null
}
