import {
  ApiError,
  type ApiResponse,
  ConnectionError,
  IntegrityError,
  NotFoundError,
  type RequestOptions,
  TimeoutError,
  TransferError,
} from '@kamaki/core'
import { parseContentRange } from '../../codec/ranges.ts'
import type { ObjectHashmap } from '../../handles/object-reading.ts'
import { hashBlock } from '../../hash/block-hash.ts'
import { blockLength } from '../../hash/blocks.ts'
import { pause } from '../pause.ts'
import { repeats } from '../settle.ts'
import { ByteReader, CutError } from './byte-reader.ts'
import type { DownloadSource } from './download-source.ts'
import type { Run } from './runs.ts'

/** What fetching needs to know of a download. */
export interface FetchJob {
  source: DownloadSource
  map: ObjectHashmap
  options: RequestOptions
  /** Memory to receive a block in. */
  allocate(index: number, length: number): Uint8Array
  /** Takes back the memory of a block that has been delivered. */
  release?(bytes: Uint8Array): void
  /** Takes a block that is right (or cannot be checked). */
  deliver(index: number, bytes: Uint8Array, signal: AbortSignal): Promise<void>
  /** Told of bytes as they arrive. */
  onReceived(bytes: number): void
  /** Told when the last block turns out to be one that cannot be checked. */
  onUnverifiable(): void
}

const isBroken = (error: unknown): boolean =>
  error instanceof CutError ||
  ConnectionError.isInstance(error) ||
  (TimeoutError.isInstance(error) && error.limit === 'attempt')

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

/** Opens a reader at the first byte of a block, whatever the server makes of the range. */
async function openAt(
  job: FetchJob,
  first: number,
  last: number,
  signal: AbortSignal,
): Promise<{ reader: ByteReader; reply: ApiResponse }> {
  const { source, map } = job
  const start = first * map.block_size
  const end = Math.min((last + 1) * map.block_size, map.bytes)
  let reply: ApiResponse
  try {
    reply = await source.fetch({ first: start, last: end - 1 }, map.info.version, { ...job.options, signal })
  } catch (error) {
    if (!NotFoundError.isInstance(error)) throw error
    const message = `${source.name} was replaced or deleted while it was being downloaded, and its old version was not kept`
    throw new TransferError(message, {}, { cause: error })
  }
  const range = parseContentRange(reply.headers.get('content-range'))
  const wrong = range !== undefined && (range.first !== start || (range.size !== undefined && range.size !== map.bytes))
  if (wrong || reply.body === null || (reply.status === 206 && range === undefined)) {
    await reply.cancel()
    throw new TransferError(`The cloud answered with other bytes of ${source.name} than were asked for`)
  }
  const reader = new ByteReader(reply.body)
  // A proxy that knows no ranges sends everything from the start.
  if (range === undefined) await reader.skip(start)
  return { reader, reply }
}

/** One block by itself. */
async function fetchAlone(job: FetchJob, index: number, signal: AbortSignal): Promise<Uint8Array> {
  const { reader } = await openAt(job, index, index, signal)
  try {
    const block = new Uint8Array(blockLength(index, job.map.bytes, job.map.block_size))
    await reader.fill(block)
    job.onReceived(block.length)
    return block
  } finally {
    reader.close()
  }
}

/**
 * Gives a block that has the hash it should have, fetching it again where it has not. The last block of an object may be one whose
 * hash covers more than can be seen: it is taken for right once it came twice the same.
 */
async function verified(job: FetchJob, index: number, received: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
  const { map, source } = job
  const expected = map.hashes[index]
  const isLast = (index + 1) * map.block_size >= map.bytes
  let block = received
  let actual = await hashBlock(block, map.block_hash)
  let limit = Math.max(2, repeats(job.options))
  while (actual !== expected) {
    if (limit-- === 0) {
      throw new IntegrityError(`Block ${index} of ${source.name} does not have the hash that it should have`, {
        expected,
        actual,
      })
    }
    let again: Uint8Array
    try {
      again = await fetchAlone(job, index, signal)
    } catch (error) {
      if (!isBroken(error)) throw error
      continue
    }
    if (isLast && sameBytes(block, again)) {
      job.onUnverifiable()
      return block
    }
    block = again
    actual = await hashBlock(block, map.block_hash)
  }
  return block
}

/** Fetches neighbouring blocks in one request, and what is left of them in another one when the connection breaks. */
export async function fetchRun(job: FetchJob, run: Run, signal: AbortSignal): Promise<void> {
  const { map } = job
  const end = run.first + run.count
  let next = run.first
  for (let attempt = 0; next < end; attempt++) {
    let pending: Promise<void> = Promise.resolve()
    const finish = async (index: number, received: Uint8Array): Promise<void> => {
      await job.deliver(index, await verified(job, index, received, signal), signal)
      job.release?.(received)
      next = index + 1
      attempt = 0
    }
    let reader: ByteReader | undefined
    try {
      reader = (await openAt(job, next, end - 1, signal)).reader
      for (let index = next; index < end; index++) {
        const block = job.allocate(index, blockLength(index, map.bytes, map.block_size))
        await reader.fill(block)
        job.onReceived(block.length)
        // One block is verified and stored while the next one arrives.
        await pending
        pending = finish(index, block)
        pending.catch(() => undefined)
      }
      await pending
    } catch (error) {
      await pending.catch(() => undefined)
      signal.throwIfAborted()
      const transient = isBroken(error) || (ApiError.isInstance(error) && error.status >= 502)
      if (!transient || attempt >= repeats(job.options))
        throw error instanceof CutError ? error.describe(job.source.name) : error
      await pause(200 * 2 ** attempt * Math.random(), signal)
    } finally {
      reader?.close()
    }
  }
}
