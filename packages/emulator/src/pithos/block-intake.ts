import type { BlockStore } from '../base/blocks.ts'
import { badRequest } from '../http/fault.ts'
import { blockHash } from './hash.ts'

/** How many blocks are hashed and stored at the same time: what bounds the memory of an upload. */
const IN_FLIGHT = 4

/** Puts a block into the store. @returns its hash */
export async function storeBlock(blocks: BlockStore, block: Uint8Array): Promise<string> {
  const hash = await blockHash(block)
  if (!blocks.has(hash)) await blocks.put(hash, block)
  return hash
}

/** How a body is cut. */
export interface Cut {
  /** Bytes in a block. */
  size: number
  /** Bytes in the first block, if it is another number. */
  first?: number
  /** How many bytes the body must have; what comes beyond is not read. Undefined: all that come. */
  length?: number | undefined
}

/**
 * Cuts bytes into blocks as they come.
 * @throws {Fault} 400 if fewer come than were announced
 */
export async function* cutBlocks(
  pieces: AsyncIterable<Uint8Array>,
  { size, first = size, length }: Cut,
): AsyncGenerator<Uint8Array, void, undefined> {
  let left = length ?? Number.POSITIVE_INFINITY
  let wanted = first
  let block: Uint8Array | undefined
  let filled = 0
  if (left === 0) return
  for await (const piece of pieces) {
    const end = Math.min(piece.length, left)
    left -= end
    for (let at = 0; at < end; ) {
      block ??= new Uint8Array(Math.min(wanted, left + end - at))
      const part = piece.subarray(at, Math.min(end, at + block.length - filled))
      block.set(part, filled)
      filled += part.length
      at += part.length
      if (filled < block.length) continue
      yield block
      block = undefined
      filled = 0
      wanted = size
    }
  }
  // Read to its end even so: breaking off would break the connection.
  if (length !== undefined && left > 0) throw badRequest('')
  if (block) yield block.slice(0, filled)
}

/** What has been taken in. */
export interface Intake {
  hashes: string[]
  bytes: number
}

/**
 * Stores blocks as they come, a few at a time.
 * @param seen told about each block, in order (for a checksum)
 */
export async function takeIn(
  store: BlockStore,
  blocks: AsyncIterable<Uint8Array>,
  seen?: (block: Uint8Array) => void,
): Promise<Intake> {
  const pending: Promise<string>[] = []
  let bytes = 0
  for await (const block of blocks) {
    bytes += block.length
    seen?.(block)
    const stored = storeBlock(store, block)
    // Awaited below: until then a failure is not "unhandled".
    stored.catch(() => {})
    pending.push(stored)
    if (pending.length >= IN_FLIGHT) await pending[pending.length - IN_FLIGHT]
  }
  return { hashes: await Promise.all(pending), bytes }
}
