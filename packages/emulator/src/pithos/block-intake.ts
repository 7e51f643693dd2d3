import type { BlockStore } from '../frame/blocks.ts'
import { badRequest } from '../frame/fault.ts'
import { blockHash } from './hash.ts'

/** How many blocks are hashed and stored at the same time: what bounds the memory of an upload. */
const IN_FLIGHT = 4

/** Puts a block into the store. @returns its hash */
export async function storeBlock(blocks: BlockStore, block: Uint8Array): Promise<string> {
  const hash = await blockHash(block)
  if (!blocks.has(hash)) await blocks.put(hash, block)
  return hash
}

/**
 * Cuts bytes into blocks as they come.
 * @param first size of the first block, if it is another one than that of the rest
 */
export async function* cutBlocks(
  pieces: AsyncIterable<Uint8Array>,
  size: number,
  first: number = size,
): AsyncGenerator<Uint8Array, void, undefined> {
  let wanted = first
  let block: Uint8Array | undefined
  let filled = 0
  for await (const piece of pieces) {
    let at = 0
    while (at < piece.length) {
      block ??= new Uint8Array(wanted)
      const part = piece.subarray(at, at + wanted - filled)
      block.set(part, filled)
      filled += part.length
      at += part.length
      if (filled < wanted) continue
      yield block
      block = undefined
      filled = 0
      wanted = size
    }
  }
  if (block) yield block.slice(0, filled)
}

/** What has been taken in. */
export interface Intake {
  hashes: string[]
  bytes: number
}

/**
 * Stores a stream block by block, a few at a time.
 * @param seen told about each block, in order (for a checksum)
 */
export async function takeIn(
  blocks: BlockStore,
  pieces: AsyncIterable<Uint8Array>,
  size: number,
  seen?: (block: Uint8Array) => void,
): Promise<Intake> {
  const pending: Promise<string>[] = []
  let bytes = 0
  for await (const block of cutBlocks(pieces, size)) {
    bytes += block.length
    seen?.(block)
    const stored = storeBlock(blocks, block)
    // Awaited below: until then a failure is not "unhandled".
    stored.catch(() => {})
    pending.push(stored)
    if (pending.length >= IN_FLIGHT) await pending[pending.length - IN_FLIGHT]
  }
  return { hashes: await Promise.all(pending), bytes }
}

/** The bytes of a body, at most and at least `length` of them; all that come if it is undefined. */
export async function* exactly(
  pieces: AsyncIterable<Uint8Array>,
  length: number | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  let left = length ?? Number.POSITIVE_INFINITY
  if (left <= 0) return
  for await (const piece of pieces) {
    yield piece.length > left ? piece.subarray(0, left) : piece
    left -= piece.length
    if (left <= 0) return
  }
  if (length !== undefined) throw badRequest('')
}
