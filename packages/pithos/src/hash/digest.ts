import { TransferError } from '@kamaki/core'
import { formatValue, rejectArgument } from '@kamaki/core/toolkit'

/** Digest names as a container's `X-Container-Block-Hash` spells them, and as Web Crypto does. */
const algorithms: ReadonlyMap<string, { readonly name: string; readonly bytes: number }> = new Map([
  ['sha1', { name: 'SHA-1', bytes: 20 }],
  ['sha256', { name: 'SHA-256', bytes: 32 }],
  ['sha384', { name: 'SHA-384', bytes: 48 }],
  ['sha512', { name: 'SHA-512', bytes: 64 }],
])

const algorithmOf = (blockHash: string) => algorithms.get(String(blockHash).toLowerCase().replaceAll('-', ''))

/** How many hexadecimal digits a hash has; undefined for an unknown digest. */
export function hashLength(blockHash: string): number | undefined {
  const algorithm = algorithmOf(blockHash)
  return algorithm && algorithm.bytes * 2
}

/** Web Crypto's name of a digest that Pithos names as Python's hashlib does. */
function webCryptoName(blockHash: string): string {
  const known = [...algorithms.keys()].join(', ')
  return (
    algorithmOf(blockHash)?.name ??
    rejectArgument('blockHash', `must be one of ${known}; got ${formatValue(blockHash)}`)
  )
}

/** Web Crypto's digests, or what to do where there are none. */
function webCrypto(): SubtleCrypto {
  const { subtle } = globalThis.crypto as { readonly subtle?: SubtleCrypto }
  if (subtle !== undefined) return subtle
  throw new TransferError(
    'Blocks cannot be hashed on this page: browsers have Web Crypto only in secure contexts. Serve the page from https:// (or localhost)',
  )
}

/**
 * Raw digest, computed off the main thread. `blockHash` is the cloud's name of it, `sha256` say.
 *
 * @throws {TransferError} on pages that came over plain HTTP.
 */
export async function digest(blockHash: string, bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  // Web Crypto rejects a view of a SharedArrayBuffer: such bytes are copied first.
  const input = bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes)
  return new Uint8Array(await webCrypto().digest(webCryptoName(blockHash), input))
}
