import { beginDigest, digest, digestLent } from './digest.ts'
import { toHex } from './hex.ts'

/** Where a block's content ends without its trailing zero bytes. */
export function lengthWithoutZeros(block: Uint8Array): number {
  let end = block.length
  if (end === 0 || block[end - 1] !== 0) return end
  // Eight bytes at a time where the block is aligned: an image has megabytes of zero bytes.
  const lead = (8 - (block.byteOffset % 8)) % 8
  const words = Math.floor((end - lead) / 8)
  if (words > 0) {
    const tail = lead + words * 8
    while (end > tail && block[end - 1] === 0) end--
    if (end === tail) {
      const view = new BigUint64Array(block.buffer, block.byteOffset + lead, words)
      let word = words
      while (word > 0 && view[word - 1] === 0n) word--
      end = lead + word * 8
    }
  }
  while (end > 0 && block[end - 1] === 0) end--
  return end
}

/** The block without its trailing zero bytes (a view of the same memory). */
export function withoutTrailingZeros(block: Uint8Array): Uint8Array {
  return block.subarray(0, lengthWithoutZeros(block))
}

/**
 * Hash of one block as Pithos computes it: the digest of the block without its trailing zero bytes, in lower-case hex.
 * A block of zero bytes alone, of any length, hashes like the empty string.
 */
export async function hashBlock(block: Uint8Array, blockHash: string = 'sha256'): Promise<string> {
  return toHex(await digest(blockHash, withoutTrailingZeros(block)))
}

/**
 * Like {@link hashBlock}, of memory that is lent: it is gone until it comes back, maybe as another view of it.
 *
 * @param used bytes before the trailing zero bytes.
 */
export function hashLent(
  block: Uint8Array<ArrayBuffer>,
  blockHash: string,
  used: number = lengthWithoutZeros(block),
): Promise<{ hash: string; bytes: Uint8Array<ArrayBuffer> }> {
  return digestLent(blockHash, block, used)
}

/** The hash of a block that is being received. */
export interface ComingBlock {
  /** Takes what has come of it so far, all of it. */
  update(block: Uint8Array): void
  hash(): string
}

/** Hashes a block while it is received. Undefined: it has to be hashed when it is there, by {@link hashLent}. */
export function beginBlock(blockHash: string): ComingBlock | undefined {
  const digesting = beginDigest(blockHash)
  if (digesting === undefined) return undefined
  let seen = 0
  let hashed = 0
  return {
    update(block) {
      const used = seen + lengthWithoutZeros(block.subarray(seen))
      // Zero bytes count only if others come after them.
      if (used > seen) {
        digesting.update(block.subarray(hashed, used))
        hashed = used
      }
      seen = block.length
    },
    hash: () => digesting.digest('hex'),
  }
}

/** Hash of nothing, and so of every block of zero bytes. */
export async function emptyBlockHash(blockHash: string = 'sha256'): Promise<string> {
  return hashBlock(new Uint8Array(0), blockHash)
}
