import { type ApiResponse, IntegrityError, NotFoundError, TransferError } from '@kamaki/core'
import { mapLimit } from '@kamaki/core/toolkit'
import { readObjectContent } from '../../api/object.ts'
import { readObject } from '../../codec/object.ts'
import { parseContentRange } from '../../codec/ranges.ts'
import { hashBlock } from '../../hash/block-hash.ts'
import { blockLength } from '../../hash/blocks.ts'
import type { PithosGetOptions } from '../../model/object-options.ts'
import { BodyTooShortError, ByteReader } from './byte-reader.ts'
import { coalesce, type Run } from './plan.ts'
import type { RunningDownload } from './prepared.ts'

/** What becomes of the blocks of a download. */
export interface Receiver {
  /** Called before a run of blocks is asked for, with its first one; resolves once there is room for it. */
  ready?(index: number, signal: AbortSignal): Promise<void>
  /** Memory to receive a block in. */
  allocate(index: number, length: number): Uint8Array
  /** Takes back the memory of a block that has been delivered. */
  release?(bytes: Uint8Array): void
  /** Takes a block that is right (or cannot be checked). */
  deliver(index: number, bytes: Uint8Array): Promise<void>
  /** Called with the number of bytes as they arrive. */
  onReceived(bytes: number): void
  /** Called when the last block turns out to be one that cannot be checked. */
  onUnverifiable(): void
}

const isCurable = (error: unknown): boolean => error instanceof BodyTooShortError || IntegrityError.isInstance(error)

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

/** Fetches blocks, in ascending order as far as they are begun, several requests in flight. */
export async function fetchBlocks(
  download: RunningDownload,
  receiver: Receiver,
  indices: readonly number[],
  rangeBytes: number = download.rangeBytes,
): Promise<void> {
  const runs = coalesce(indices, Math.max(1, Math.floor(rangeBytes / download.map.block_size)))
  await mapLimit(
    runs,
    download.concurrency,
    async (run, _index, signal) => {
      await receiver.ready?.(run.first, signal)
      const running = { ...download, request: { ...download.request, signal } }
      const suspect = await fetchRun(running, receiver, run)
      if (suspect !== undefined) await fetchLastBlock(running, receiver, suspect)
    },
    { signal: download.request.signal },
  )
}

/** Blocks `first` to `last` of one response: `read` takes a reader at the first byte of them. */
async function readRange<T>(
  { http, at, map, known, request }: RunningDownload,
  range: () => { first: number; last: number },
  read: (reader: ByteReader, progressed: () => void) => Promise<T>,
): Promise<T> {
  const bytes = (): { first: number; last: number } => {
    const { first, last } = range()
    return { first: first * map.block_size, last: Math.min((last + 1) * map.block_size, map.bytes) - 1 }
  }
  const options = (): PithosGetOptions =>
    known === undefined ? { ...request, version: map.info.version, range: bytes() } : request
  try {
    return await readObjectContent(http, at, options, isCurable, async (response, progressed) => {
      known?.check(readObject(at.name, response))
      const reader = await readerAt(response, bytes().first, map.bytes, at.name)
      try {
        return await read(reader, progressed)
      } finally {
        reader.close()
      }
    })
  } catch (cause) {
    if (NotFoundError.isInstance(cause)) {
      const message = `'${at.name}' was replaced or deleted while it was being downloaded, and its old version was not kept`
      throw new TransferError(message, {}, { cause })
    }
    if (!(cause instanceof BodyTooShortError)) throw cause
    throw new TransferError(`The connection broke off while '${at.name}' was being downloaded`, {}, { cause })
  }
}

/** A reader at a position of the object, whatever the server makes of the range. */
async function readerAt(response: ApiResponse, start: number, size: number, name: string): Promise<ByteReader> {
  const range = parseContentRange(response.headers.get('content-range'))
  const wrong = range !== undefined && (range.first !== start || (range.size !== undefined && range.size !== size))
  if (wrong || response.body === null || (response.status === 206 && range === undefined)) {
    await response.cancel()
    throw new TransferError(`The cloud responded with other bytes of '${name}' than were asked for`)
  }
  const reader = new ByteReader(response.body)
  // A proxy that knows no ranges sends everything from the start.
  if (range === undefined) await reader.skip(start)
  return reader
}

/**
 * Fetches neighbouring blocks in one request, and what is left of them in another one when the connection breaks or a block is wrong.
 * Returns the object's last block if that is wrong: it may be one whose hash covers more than can be seen.
 */
async function fetchRun(download: RunningDownload, receiver: Receiver, run: Run): Promise<Uint8Array | undefined> {
  const { map, at } = download
  const end = run.first + run.count
  let next = run.first
  const range = (): { first: number; last: number } => ({ first: next, last: end - 1 })
  return readRange(download, range, async (reader, progressed) => {
    let suspect: Uint8Array | undefined
    const finish = async (index: number, block: Uint8Array): Promise<void> => {
      const expected = map.hashes[index]
      const actual = await hashBlock(block, map.block_hash)
      if (actual === expected) {
        await receiver.deliver(index, block)
        receiver.release?.(block)
      } else if ((index + 1) * map.block_size >= map.bytes) suspect = block
      else throw wrongBlock(index, at.name, expected, actual)
      next = index + 1
      progressed()
    }
    let pending: Promise<void> = Promise.resolve()
    try {
      for (let index = next; index < end; index++) {
        const block = receiver.allocate(index, blockLength(index, map.bytes, map.block_size))
        await reader.fill(block)
        receiver.onReceived(block.length)
        // One block is verified and stored while the next one arrives.
        await pending
        pending = finish(index, block)
        pending.catch(() => undefined)
      }
    } finally {
      await pending
    }
    return suspect
  })
}

const wrongBlock = (index: number, name: string, expected: string | undefined, actual: string): IntegrityError =>
  new IntegrityError(`Block ${index} of '${name}' does not have the hash that it should have`, { expected, actual })

/** Fetches the object's last block again. One that comes twice the same is so on the cloud: taken only where that is asked for. */
async function fetchLastBlock(download: RunningDownload, receiver: Receiver, suspect: Uint8Array): Promise<void> {
  const { map, at, options } = download
  const index = Math.ceil(map.bytes / map.block_size) - 1
  const expected = map.hashes[index]
  let last = suspect
  const { block, actual } = await readRange(
    download,
    () => ({ first: index, last: index }),
    async (reader) => {
      const block = new Uint8Array(blockLength(index, map.bytes, map.block_size))
      await reader.fill(block)
      receiver.onReceived(block.length)
      const actual = await hashBlock(block, map.block_hash)
      if (actual === expected || sameBytes(block, last)) return { block, actual }
      last = block
      throw wrongBlock(index, at.name, expected, actual)
    },
  )
  if (actual !== expected) {
    if (options.unverified !== 'accept') {
      const message = `The last block of '${at.name}' does not have the hash that it should have, and keeps coming the same: it is damaged on the cloud, or the object was cut in place by another program. To take it as it is, pass { unverified: 'accept' }`
      throw new IntegrityError(message, { expected, actual })
    }
    receiver.onUnverifiable()
  }
  await receiver.deliver(index, block)
}
