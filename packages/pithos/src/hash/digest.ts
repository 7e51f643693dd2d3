import { TransferError } from '@kamaki/core'
import { formatValue, rejectArgument } from '@kamaki/core/toolkit'
import { toHex } from './hex.ts'

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

/** The digest whose hashes have so many hexadecimal digits. */
export function digestOfLength(digits: number): string | undefined {
  for (const [name, { bytes }] of algorithms) if (bytes * 2 === digits) return name
  return undefined
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

/** A hash in hexadecimal, and the memory that was hashed. */
export interface HashedMemory {
  readonly hash: string
  readonly memory: ArrayBuffer
}

/** The hash of bytes that come piece by piece. */
export interface PiecewiseHash {
  update(bytes: Uint8Array): unknown
  digest(encoding: 'hex'): string
}

/** What hashes faster than Web Crypto can. Algorithms are called as OpenSSL does. */
export interface FastHashing {
  /** Hashes what comes piece by piece. Undefined: others have more time for it, when all of it is there. */
  begin(algorithm: string): PiecewiseHash | undefined
  /** Hashes a few kilobytes at once. */
  hashSmall(algorithm: string, bytes: Uint8Array): Uint8Array
  /** Gets ready for a lot of content. */
  start(): void
  /** Hashes the first `length` bytes of memory, which is gone until it comes back. Undefined: it is not ready. */
  lend(algorithm: string, memory: ArrayBuffer, length: number): Promise<HashedMemory> | undefined
}

let fast: FastHashing | undefined

/** Sets what hashes faster, for all transfers of this process. */
export function hashBy(hashing: FastHashing): void {
  fast = hashing
}

/** Bytes up to which to leave the main thread takes longer than hashing. */
const small = 65_536

/** OpenSSL's names are those of Web Crypto without the hyphen. */
export const opensslName = (blockHash: string): string => webCryptoName(blockHash).replace('-', '').toLowerCase()

/**
 * Raw digest, computed off the main thread. `blockHash` is the cloud's name of it, `sha256` say.
 *
 * @throws {TransferError} on pages that came over plain HTTP.
 */
export async function digest(blockHash: string, bytes: Uint8Array): Promise<Uint8Array> {
  const name = webCryptoName(blockHash)
  // Web Crypto rejects a view of a SharedArrayBuffer: such bytes are copied first.
  const input = bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes)
  return new Uint8Array(await webCrypto().digest(name, input))
}

/**
 * Like {@link digest}, of a few kilobytes at once where that can be: to leave the main thread takes longer. Not for endless content: nothing
 * else gets its turn in between.
 */
export async function digestSmall(blockHash: string, bytes: Uint8Array): Promise<Uint8Array> {
  if (fast === undefined || bytes.length > small) return digest(blockHash, bytes)
  return fast.hashSmall(opensslName(blockHash), bytes)
}

/** Begins a hash of what comes piece by piece. Undefined where it is better computed, or can only be, when all of it is there. */
export function beginDigest(blockHash: string): PiecewiseHash | undefined {
  return fast?.begin(opensslName(blockHash))
}

/** Content of this size or more is hashed by threads: to start them takes as long as to hash so much. */
export const forThreads = 134_217_728

/** Called when content of so many bytes is about to be hashed, in memory of its own. */
export function expectHashing(bytes: number): void {
  if (bytes >= forThreads) fast?.start()
}

/** Like {@link digest} in hexadecimal, of memory that is lent: it is gone until it comes back, maybe as another view of it. */
export async function digestLent(
  blockHash: string,
  bytes: Uint8Array<ArrayBuffer>,
  length: number,
): Promise<{ hash: string; bytes: Uint8Array<ArrayBuffer> }> {
  const { buffer, byteOffset } = bytes
  const size = bytes.length
  const isWhole = byteOffset === 0 && length > small
  const done = isWhole ? fast?.lend(opensslName(blockHash), buffer, length) : undefined
  if (done === undefined) return { hash: toHex(await digest(blockHash, bytes.subarray(0, length))), bytes }
  const { hash, memory } = await done
  return { hash, bytes: new Uint8Array(memory, 0, size) }
}
