import { TransferError } from '@kamaki/core'
import { hashLent, lengthWithoutZeros } from '../hash/block-hash.ts'
import { blockCount, blockLength } from '../hash/blocks.ts'
import { expectHashing } from '../hash/digest.ts'
import type { BlockFormat } from '../model/hashmap.ts'
import { BufferPool } from './buffer-pool.ts'
import { type RandomAccessSource, requireRead } from './source.ts'

/** Blocks that are read and hashed at a time, off the main thread. */
const hashesInFlight = 4

/** Blocks that a source which hashes by itself is asked for at a time: enough for all its threads. */
const hashesAsked = 12

/** A block of a source. */
export interface HashedBlock {
  readonly hash: string
  readonly index: number
  /** Bytes of content. */
  readonly length: number
  /** Those before its trailing zero bytes. */
  readonly used: number
}

/** The blocks of a source in order, hashed a few ahead of their reader. */
export async function* hashedBlocks(
  source: RandomAccessSource,
  { blockSize, blockHash }: BlockFormat,
  signal: AbortSignal | undefined,
  pool: BufferPool = new BufferPool(blockSize, hashesInFlight),
): AsyncGenerator<HashedBlock, void, undefined> {
  const count = blockCount(source.size, blockSize)
  const inFlight = source.hashBlock === undefined ? hashesInFlight : hashesAsked
  const hashOne = async (index: number): Promise<HashedBlock> => {
    if (source.hashBlock !== undefined) {
      const wanted = blockLength(index, source.size, blockSize)
      const { hash, length, used } = await source.hashBlock(index * blockSize, wanted, blockHash, pool)
      if (length !== wanted) throw sizeChangedError()
      return { hash, index, length, used }
    }
    const block = await readBlock(source, index, blockSize, pool)
    const { length } = block
    const used = lengthWithoutZeros(block)
    const { hash, bytes } = await hashLent(block, blockHash, used)
    pool.give(bytes)
    return { hash, index, length, used }
  }
  const ahead: Promise<HashedBlock>[] = []
  if (source.hashBlock === undefined) expectHashing(source.size)
  try {
    for (let index = 0; index < count || ahead.length > 0; ) {
      signal?.throwIfAborted()
      while (index < count && ahead.length < inFlight) {
        const next = hashOne(index++)
        next.catch(() => undefined)
        ahead.push(next)
      }
      const block = await ahead.shift()
      if (block !== undefined) yield block
    }
  } finally {
    // Whoever closes the source must not do so while it is read.
    await Promise.allSettled(ahead)
  }
}

/** Block hashes of a source, in order. */
export async function hashSource(
  source: RandomAccessSource,
  format: BlockFormat,
  options: { signal?: AbortSignal | undefined },
): Promise<string[]> {
  const hashes: string[] = []
  for await (const { hash } of hashedBlocks(source, format, options.signal)) hashes.push(hash)
  return hashes
}

/** One block of a source, in memory of its own or of the pool; fewer bytes than there should be mean that it changed. */
export async function readBlock(
  source: RandomAccessSource,
  index: number,
  blockSize: number,
  pool?: BufferPool,
): Promise<Uint8Array<ArrayBuffer>> {
  const length = blockLength(index, source.size, blockSize)
  const memory = pool?.take(length) ?? new Uint8Array(length)
  await readPart(source, index * blockSize, memory)
  return memory
}

/** Fills memory with what a source has from `start` on. @throws {TransferError} if that is less than it said. */
export async function readPart(source: RandomAccessSource, start: number, memory: Uint8Array): Promise<void> {
  let length: number
  if (source.readInto !== undefined) length = await source.readInto(start, memory)
  else {
    const bytes = requireRead(await source.read(start, start + memory.length))
    length = bytes.length
    if (length === memory.length) memory.set(bytes)
  }
  if (length !== memory.length) throw sizeChangedError()
}

const sizeChangedError = (): TransferError => new TransferError(`The content changed its size ${duringUpload}`)

const duringUpload = 'while it was being uploaded. Start again when it is no longer being written to'

/** @throws {TransferError} if the source says that it is not what it was. */
export async function requireUnchanged(source: RandomAccessSource | undefined): Promise<void> {
  if (source?.isUnchanged !== undefined && !(await source.isUnchanged())) throw changedError()
}

/** How many bytes parts of content have together. */
export function bytesOf(parts: readonly { readonly length: number }[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0)
}

/** The error for content that is not what it was. */
export function changedError(): TransferError {
  return new TransferError(`The content changed ${duringUpload}`)
}

/** Cuts chunks of any sizes into blocks: all of `blockSize` bytes but the last, each in memory of its own. None for an empty stream. */
export async function* cutBlocks(
  chunks: AsyncIterable<Uint8Array>,
  blockSize: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
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
