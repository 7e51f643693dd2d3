import { sha256 } from '@noble/hashes/sha2.js'
import { hexToBytes } from '@noble/hashes/utils.js'

/** SHA-256 of no bytes: the hash of every block that holds nothing but zero bytes. */
export const EMPTY_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

const PAIRS: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Bytes in hexadecimal digits: joined, as a string that is added up piece by piece takes ten times the memory. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => PAIRS[byte] ?? '').join('')
}

/** The part of a block that is hashed: without its trailing zero bytes. */
function withoutTrailingNuls(block: Uint8Array): Uint8Array {
  let end = block.length
  while (end > 0 && block[end - 1] === 0) end--
  return end === block.length ? block : block.subarray(0, end)
}

/** Hash of a block, as Pithos names it; slow (in JavaScript), for small blocks and where nothing else is at hand. */
export function blockHashSync(block: Uint8Array): string {
  return hexOf(sha256(withoutTrailingNuls(block)))
}

/** Up to here hashing in JavaScript is quicker than a trip to another thread. */
const SMALL = 4096

/** Hash of a block, as Pithos names it: by the platform's own code, off the main thread where it can. */
export async function blockHash(block: Uint8Array): Promise<string> {
  const content = withoutTrailingNuls(block)
  if (content.length <= SMALL) return hexOf(sha256(content))
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', content as Uint8Array<ArrayBuffer>)))
}

/** Merkle root of block hashes, in hex: what Pithos calls an object's hash. */
export function rootHash(hashes: readonly string[]): string {
  if (hashes.length === 0) return EMPTY_HASH
  if (hashes.length === 1) return (hashes[0] ?? '').toLowerCase()
  let level: Uint8Array[] = hashes.map((hash) => hexToBytes(hash))
  let width = 2
  while (width < level.length) width *= 2
  const padding = new Uint8Array(level[0]?.length ?? 32)
  while (level.length < width) level.push(padding)
  while (level.length > 1) {
    const next: Uint8Array[] = []
    for (let i = 0; i < level.length; i += 2) {
      const hash = sha256.create()
      hash.update(level[i] ?? padding)
      hash.update(level[i + 1] ?? padding)
      next.push(hash.digest())
    }
    level = next
  }
  return hexOf(level[0] ?? padding)
}
