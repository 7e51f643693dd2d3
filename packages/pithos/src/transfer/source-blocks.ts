import { TransferError } from '@kamaki/core'
import { mapLimit } from '@kamaki/core/toolkit'
import { hashBlock } from '../hash/block-hash.ts'
import { blockCount, blockLength } from '../hash/blocks.ts'
import type { BlockFormat } from '../model/hashmap.ts'
import { BufferPool } from './buffer-pool.ts'
import type { RandomAccessSource } from './source.ts'

/** Blocks that are hashed at a time: Web Crypto works off the main thread, on as many cores as there are. */
const hashesInFlight = 4

/** Block hashes of a source, in order. */
export async function hashSource(
  source: RandomAccessSource,
  format: BlockFormat,
  options: { signal?: AbortSignal | undefined },
  onHashed?: (bytes: number) => void,
): Promise<string[]> {
  const count = blockCount(source.size, format.blockSize)
  const indices = Array.from({ length: count }, (_, index) => index)
  const pool = new BufferPool(format.blockSize, hashesInFlight)
  return mapLimit(
    indices,
    hashesInFlight,
    async (index) => {
      const block = await readBlock(source, index, format.blockSize, pool)
      const hash = await hashBlock(block, format.blockHash)
      const { length } = block
      if (source.readInto !== undefined) pool.give(block)
      onHashed?.(length)
      return hash
    },
    options,
  )
}

/**
 * One block of a source, in memory of the pool if the source can read into that; fewer bytes than there should be mean that it changed.
 */
export async function readBlock(
  source: RandomAccessSource,
  index: number,
  blockSize: number,
  pool?: BufferPool,
): Promise<Uint8Array> {
  const start = index * blockSize
  const length = blockLength(index, source.size, blockSize)
  let block: Uint8Array
  if (source.readInto !== undefined && pool !== undefined) {
    const memory = pool.take(length)
    block = memory.subarray(0, await source.readInto(start, memory))
  } else block = await source.read(start, start + length)
  if (block.length !== length) throw new TransferError(`The content changed its size ${duringUpload}`)
  return block
}

const duringUpload = 'while it was being uploaded. Start again when it is no longer being written to'

/** @throws {TransferError} if the source says that it is not what it was. */
export async function requireUnchanged(source: RandomAccessSource | undefined): Promise<void> {
  if (source?.isUnchanged !== undefined && !(await source.isUnchanged())) throw changedError()
}

/** The error for content that is not what it was. */
export function changedError(): TransferError {
  return new TransferError(`The content changed ${duringUpload}`)
}

/** The blocks of a source, one after the other. */
export async function* sourceBlocks(
  source: RandomAccessSource,
  blockSize: number,
  pool: BufferPool | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let index = 0; index * blockSize < source.size; index++) yield await readBlock(source, index, blockSize, pool)
}

/** Cuts chunks of any sizes into blocks: all of `blockSize` bytes but the last, each in memory of its own. None for an empty stream. */
export async function* cutBlocks(
  chunks: AsyncIterable<Uint8Array>,
  blockSize: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let block = new Uint8Array(blockSize)
  let filled = 0
  for await (const chunk of chunks) {
    let offset = 0
    while (offset < chunk.length) {
      const length = Math.min(chunk.length - offset, blockSize - filled)
      block.set(chunk.subarray(offset, offset + length), filled)
      filled += length
      offset += length
      if (filled === blockSize) {
        yield block
        block = new Uint8Array(blockSize)
        filled = 0
      }
    }
  }
  if (filled > 0) yield block.subarray(0, filled)
}

/** Memory that is read ahead into grows from this size on. */
const smallest = 65_536

/**
 * Reads up to `limit` bytes ahead. `whole` is all of the content if it ended by then; otherwise `chunks` is everything, what was
 * read ahead included. Chunks are copied: thousands of small ones would take many times the memory of their bytes.
 */
export async function readAhead(
  chunks: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<{ whole: Uint8Array; chunks?: never } | { whole?: never; chunks: AsyncIterable<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]()
  let ahead = new Uint8Array(Math.min(limit, smallest))
  let length = 0
  for (;;) {
    const { done, value } = await iterator.next()
    if (done === true) return { whole: ahead.subarray(0, length) }
    const needed = length + value.length
    if (needed > limit) return { chunks: joined([ahead.subarray(0, length), value], iterator) }
    if (needed > ahead.length) {
      const larger = new Uint8Array(Math.min(limit, Math.max(needed, 2 * ahead.length)))
      larger.set(ahead.subarray(0, length))
      ahead = larger
    }
    ahead.set(value, length)
    length = needed
  }
}

/** What was read ahead, and then the rest. */
async function* joined(
  ahead: Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for (let chunk = ahead.shift(); chunk !== undefined; chunk = ahead.shift()) yield chunk
    yield* { [Symbol.asyncIterator]: () => rest }
  } finally {
    await rest.return?.()
  }
}
