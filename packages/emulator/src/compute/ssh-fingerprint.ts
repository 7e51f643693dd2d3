import { md5 } from '@noble/hashes/legacy.js'
import { pythonBase64 } from '../python/base64.ts'

/** No more is filled up. */
const MAX_PADDING = 2 ** 20

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
  let at = 0
  const bytes = (length: number): Uint8Array => {
    const there = data.subarray(at, at + length)
    at += there.byteLength
    if (there.byteLength === length || length >= MAX_PADDING) return there
    // What is missing counts as zeros.
    const padded = new Uint8Array(length)
    padded.set(there)
    return padded
  }
  const field = (): Uint8Array => bytes(new DataView(Uint8Array.from(bytes(4)).buffer).getUint32(0))
  const name = field()
  if (new TextDecoder('latin1').decode(name) !== kind) return undefined
  const fields = [name]
  for (let i = 0; i < numbers; i++) {
    fields.push(mpint(field()))
  }
  return sshFields(fields)
}

/** A number as it is read and written again: without needless bytes before it, but with one that shows its sign. */
export function mpint(bytes: Uint8Array): Uint8Array {
  const negative = (bytes[0] ?? 0) >= 0x80
  const sign = negative ? 0xff : 0
  let start = 0
  while (start < bytes.byteLength - 1 && bytes[start] === sign && (bytes[start + 1] ?? 0) >= 0x80 === negative) start++
  return bytes.byteLength === 0 ? new Uint8Array(1) : bytes.subarray(start)
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
