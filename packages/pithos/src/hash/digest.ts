import { TransferError } from '@kamaki/core'
import { rejectArgument } from '@kamaki/core/toolkit'

/** Digest names as a container's `X-Container-Block-Hash` spells them, and as Web Crypto does. */
const algorithms: Record<string, string> = { sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' }

/** Web Crypto's name of a digest that Pithos names as Python's hashlib does. */
function webCryptoName(blockHash: string): string {
  const name = algorithms[blockHash.toLowerCase().replaceAll('-', '')]
  return name ?? rejectArgument('blockHash', `is ${blockHash}, which Web Crypto does not compute`)
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
