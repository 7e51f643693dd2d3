import { mpint, sshFields } from './ssh-fingerprint.ts'

export interface SshKeyPair {
  /** `ssh-rsa AAAA...`, without a comment. */
  readonly publicKey: string
  /** PKCS#1 in PEM. */
  readonly privateKey: string
}

const BITS = 2048

/** A new RSA key pair. */
export async function generateSshKeyPair(): Promise<SshKeyPair> {
  const { subtle } = globalThis.crypto
  const pair = await subtle.generateKey(
    { name: 'RSASSA-PKCS1-v1_5', modulusLength: BITS, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
    true,
    ['sign', 'verify'],
  )
  const { n, e, d, p, q, dp, dq, qi } = await subtle.exportKey('jwk', pair.privateKey)
  const numbers = [n, e, d, p, q, dp, dq, qi].map((text) => mpint(Uint8Array.of(0, ...base64UrlBytes(text ?? ''))))
  const [modulus = new Uint8Array(0), exponent = new Uint8Array(0)] = numbers
  const blob = sshFields([new TextEncoder().encode('ssh-rsa'), exponent, modulus])
  const der = tagged(0x30, [tagged(0x02, [new Uint8Array(1)]), ...numbers.map((number) => tagged(0x02, [number]))])
  const lines = base64(der).match(/.{1,64}/g) ?? []
  return {
    publicKey: `ssh-rsa ${base64(blob)}`,
    privateKey: ['-----BEGIN RSA PRIVATE KEY-----', ...lines, '-----END RSA PRIVATE KEY-----'].join('\n'),
  }
}

function base64UrlBytes(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
}

function base64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

/** A DER element: tag, length, content. */
function tagged(tag: number, parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.byteLength, 0)
  const sizes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  const out = new Uint8Array(1 + sizes.length + length)
  out.set([tag, ...sizes])
  let at = 1 + sizes.length
  for (const part of parts) {
    out.set(part, at)
    at += part.byteLength
  }
  return out
}
