import { md5 } from '@noble/hashes/legacy.js'
import { pythonBase64 } from '../python/base64.ts'

const UNKNOWN_FINGERPRINT = 'unknown fingerprint'

/** How many numbers follow the name in a key of a kind. */
const NUMBERS: Readonly<Record<string, number>> = { 'ssh-rsa': 2, 'ssh-dss': 4 }

/**
 * The fingerprint of a public key in OpenSSH's form, as the server finds it: MD5 with colons for RSA and DSS keys. A
 * comment is decoded along with the key, which fails unless the key's own base64 ends in padding.
 */
export function sshFingerprint(content: string): string {
  const space = content.indexOf(' ')
  const kind = space < 0 ? '' : content.slice(0, space)
  const numbers = Object.hasOwn(NUMBERS, kind) ? NUMBERS[kind] : undefined
  const data = numbers === undefined ? undefined : pythonBase64(content.slice(space + 1))
  const blob = numbers === undefined || !data ? undefined : reencoded(data, kind, numbers)
  if (!blob) return UNKNOWN_FINGERPRINT
  return [...md5(blob)].map((byte) => byte.toString(16).padStart(2, '0')).join(':')
}

/** The key read and written again, which leaves out what follows it. */
function reencoded(data: Uint8Array, kind: string, numbers: number): Uint8Array | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  let at = 0
  const field = (): Uint8Array | undefined => {
    if (at + 4 > data.byteLength) return undefined
    const length = view.getUint32(at)
    at += 4
    if (at + length > data.byteLength) return undefined
    at += length
    return data.subarray(at - length, at)
  }
  const name = field()
  if (!name || new TextDecoder('latin1').decode(name) !== kind) return undefined
  const fields = [name]
  for (let i = 0; i < numbers; i++) {
    const number = field()
    if (!number) return undefined
    fields.push(mpint(number))
  }
  return sshFields(fields)
}

/** A number without needless zeros before it. */
export function mpint(bytes: Uint8Array): Uint8Array {
  let start = 0
  while (start < bytes.byteLength && bytes[start] === 0) start++
  const digits = bytes.subarray(start)
  if ((digits[0] ?? 0) < 0x80) return digits
  const out = new Uint8Array(digits.byteLength + 1)
  out.set(digits, 1)
  return out
}

/** Fields with their lengths before them. */
export function sshFields(fields: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(fields.reduce((sum, field) => sum + 4 + field.byteLength, 0))
  const view = new DataView(out.buffer)
  let at = 0
  for (const field of fields) {
    view.setUint32(at, field.byteLength)
    out.set(field, at + 4)
    at += 4 + field.byteLength
  }
  return out
}
