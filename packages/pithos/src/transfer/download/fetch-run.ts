import { IntegrityError } from '@kamaki/core'
import { readObjectContent } from '../../api/object.ts'
import { readObject } from '../../codec/object.ts'
import { beginBlock, hashLent } from '../../hash/block-hash.ts'
import { blockLength } from '../../hash/blocks.ts'
import type { Hashmap } from '../../model/hashmap.ts'
import type { PithosGetOptions } from '../../model/object-options.ts'
import { inTime } from '../in-time.ts'
import type { ByteReader } from './byte-reader.ts'
import { contentErrors, isCurable, type OpenContent, withReader } from './open-content.ts'
import type { RunningDownload } from './prepared.ts'

/** What becomes of the blocks of a download. */
export interface Receiver {
  /**
   * Waits for room for a block, and returns what to call when it no longer needs it. Undefined: that takes long, so that no connection is
   * to be held meanwhile; to be asked again.
   */
  admit(index: number, signal: AbortSignal, patiently: boolean): Promise<(() => void) | undefined>
  /** Memory of its own to receive a block in. */
  allocate(length: number): Uint8Array<ArrayBuffer>
  /** Takes a block that is right (or cannot be checked). */
  deliver(index: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>
  /** Called with the number of bytes as they arrive. */
  onReceived(bytes: number): void
  /** Called as soon as the hash of a block is known. What it throws ends the download. */
  onHash?(index: number, hash: string): void
  /** Called when the last block turns out to be one that cannot be checked. */
  onUnverifiable(): void
}

/** Neighbouring blocks that are being fetched. */
export interface ActiveRun {
  /** The first block that is not in place yet. */
  next: number
  /** The first one that is not on its way to us either. */
  ahead: number
  /** The one after the last; others may take those that are not on their way. */
  end: number
  /** Settles when the blocks that have come are in place. */
  taking?: Promise<void>
}

/** A fetch of blocks with its own signal. */
interface Fetching {
  readonly download: RunningDownload
  readonly receiver: Receiver
  readonly signal: AbortSignal
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

/** Indices of blocks, both included. */
interface Blocks {
  readonly first: number
  readonly last: number
}

/** The bytes of blocks. */
const bytesOf = (map: Hashmap, { first, last }: Blocks): { first: number; last: number } => ({
  first: first * map.block_size,
  last: Math.min((last + 1) * map.block_size, map.bytes) - 1,
})

/** Blocks of one response: `read` takes a reader at the first byte of them. */
async function readRange<T>(
  { download, signal }: Fetching,
  blocks: () => Blocks,
  read: (reader: ByteReader, progressed: () => void) => Promise<T>,
): Promise<T> {
  const { http, at, map, known } = download
  const request = { ...download.request, signal }
  const options = (): PithosGetOptions =>
    known === undefined ? { ...request, version: map.info.version, range: bytesOf(map, blocks()) } : request
  return contentErrors(
    at.name,
    readObjectContent(http, at, options, isCurable, async (response, progressed) => {
      known?.check(readObject(at.name, response, response.headers.has('content-length') ? undefined : map.bytes))
      return withReader(response, at.name, bytesOf(map, blocks()).first, map.bytes, (reader) =>
        read(reader, progressed),
      )
    }),
  )
}

/** Blocks that have arrived are verified while the next ones come; no more than so many. */
const ahead = 3

/**
 * How long a request waits for whoever takes its blocks: it holds a connection, and one of the client's slots, which may be what they are
 * waiting for.
 */
export const patienceMs = 2_000

/** Blocks that have come, of which some may not be in place yet. */
interface Taken {
  /**
   * Resolves when they are, to the object's last block if that is wrong: it may be one whose hash covers more than can be seen. Rejects with
   * an IntegrityError for any other wrong block; `run.next` is then the first one that is not in place.
   */
  readonly settled: Promise<Uint8Array | undefined>
}

/** Takes the blocks of a run from a body, in order, as long as there is room for them. Rejects as what it takes does if that fails soon. */
async function takeBlocks(
  { download: { map, at, found }, receiver, signal }: Fetching,
  run: ActiveRun,
  reader: ByteReader,
  progressed: () => void,
): Promise<Taken> {
  let suspect: Uint8Array | undefined
  let failed = false
  let late = false
  let failure: { readonly error: unknown } | undefined
  const waiting: Promise<void>[] = []
  const settle = async (index: number, hashing: ReturnType<typeof hashLent>): Promise<void> => {
    const { hash, bytes } = await hashing
    const expected = found === undefined ? map.hashes[index] : hash
    if (hash === expected) await receiver.deliver(index, bytes)
    else if ((index + 1) * map.block_size >= map.bytes) suspect = bytes
    else throw wrongBlock(index, at.name, expected, hash)
    if (found !== undefined) found[index] = hash
    run.next = index + 1
    progressed()
  }
  let chain: Promise<void> = Promise.resolve()
  try {
    for (let index = run.next; index < run.end && !failed; index++) {
      run.ahead = index
      const release = await receiver.admit(index, signal, false)
      if (release === undefined || index >= run.end) {
        release?.()
        break
      }
      run.ahead = index + 1
      try {
        const block = receiver.allocate(blockLength(index, map.bytes, map.block_size))
        const coming = beginBlock(map.block_hash)
        await reader.fill(block, coming?.update)
        receiver.onReceived(block.length)
        let hashing: ReturnType<typeof hashLent>
        if (coming === undefined) {
          hashing = hashLent(block, map.block_hash).then((done) => {
            receiver.onHash?.(index, done.hash)
            return done
          })
        } else {
          const hash = coming.hash()
          receiver.onHash?.(index, hash)
          hashing = Promise.resolve({ hash, bytes: block })
        }
        hashing.catch(() => undefined)
        chain = chain.then(() => settle(index, hashing)).finally(release)
        run.taking = chain
      } catch (error) {
        release()
        throw error
      }
      chain.catch(() => {
        failed = true
      })
      waiting.push(chain)
      const [before] = waiting
      if (before === undefined || waiting.length < ahead) continue
      late = !(await isSoon(before, signal))
      if (late) break
      waiting.shift()
    }
  } catch (error) {
    failure = { error }
  }
  // What failed after blocks that are still being taken is asked for again once they are in place.
  if (!late && (await isSoon(chain, signal)) && failure !== undefined) throw failure.error
  const settled = chain.then(() => suspect)
  settled.catch(() => undefined)
  return { settled }
}

/** Whether something comes to its end while a request may wait for it. */
const isSoon = async (work: Promise<void>, signal: AbortSignal): Promise<boolean> =>
  (await inTime(patienceMs, signal, () => work.then(() => true))) === true

const wrongBlock = (index: number, name: string, expected: string | undefined, actual: string): IntegrityError =>
  new IntegrityError(`Block ${index} of '${name}' does not have the hash that it should have`, { expected, actual })

/**
 * Fetches the blocks of a run in one request, and what is left of them in another one when the connection breaks, a block is wrong, or their
 * reader lets it wait.
 *
 * @param open content that is being received already, from the run's first block on.
 */
export async function fetchRun(fetching: Fetching, run: ActiveRun, open?: OpenContent): Promise<void> {
  const { receiver, signal, download } = fetching
  const range = (): Blocks => ({ first: run.next, last: run.end - 1 })
  const settled = async (from: number, taken: Taken | undefined): Promise<Uint8Array | undefined> => {
    try {
      return await taken?.settled
    } catch (error) {
      // It is asked for again as long as that leads on.
      if (run.next > from && isCurable(error)) return undefined
      throw error
    }
  }
  let suspect: Uint8Array | undefined
  try {
    if (open !== undefined) {
      const bytes = () => bytesOf(download.map, range())
      const to = open.isCounted ? { ...fetching, receiver: { ...receiver, onReceived: () => undefined } } : fetching
      const read = (reader: ByteReader, progressed: () => void) => takeBlocks(to, run, reader, progressed)
      suspect = await settled(run.next, await open.take(bytes, read, signal))
    }
    while (suspect === undefined && run.next < run.end) {
      ;(await receiver.admit(run.next, signal, true))?.()
      const read = (reader: ByteReader, progressed: () => void) => takeBlocks(fetching, run, reader, progressed)
      suspect = await settled(run.next, await readRange(fetching, range, read))
    }
  } finally {
    // After a failure, too, nobody is left working when the download ends.
    await run.taking?.catch(() => undefined)
  }
  if (suspect !== undefined) await fetchLastBlock(fetching, suspect)
}

/** Fetches the object's last block again. One that comes twice the same is so on the cloud: taken only where that is asked for. */
async function fetchLastBlock(fetching: Fetching, suspect: Uint8Array): Promise<void> {
  const { receiver, signal } = fetching
  const { map, at, options } = fetching.download
  const index = Math.ceil(map.bytes / map.block_size) - 1
  const expected = map.hashes[index]
  let last = suspect
  const { block, actual } = await readRange(
    fetching,
    () => ({ first: index, last: index }),
    async (reader) => {
      const received = new Uint8Array(blockLength(index, map.bytes, map.block_size))
      await reader.fill(received)
      receiver.onReceived(received.length)
      const { hash, bytes } = await hashLent(received, map.block_hash)
      if (hash === expected || sameBytes(bytes, last)) return { block: bytes, actual: hash }
      last = bytes
      throw wrongBlock(index, at.name, expected, hash)
    },
  )
  if (actual !== expected) {
    if (options.unverified !== 'accept') {
      const message = `The last block of '${at.name}' does not have the hash that it should have, and keeps coming the same: it is damaged on the cloud, or the object was cut in place by another program. To take it as it is, pass { unverified: 'accept' }`
      throw new IntegrityError(message, { expected, actual })
    }
    receiver.onUnverifiable()
  }
  const release = await receiver.admit(index, signal, true)
  try {
    await receiver.deliver(index, block)
  } finally {
    release?.()
  }
}
