import { Limiter } from '@kamaki/core/toolkit'
import { withoutTrailingZeros } from '../../hash/block-hash.ts'
import { blockLength } from '../../hash/blocks.ts'
import { expectHashing } from '../../hash/digest.ts'
import type { Hashmap } from '../../model/hashmap.ts'
import { BufferPool } from '../buffer-pool.ts'
import { inTime } from '../in-time.ts'
import type { ProgressCounter } from '../progress.ts'
import type { BlockPlace, RandomAccessSink } from '../sink.ts'
import { fetchBlocks } from './fetch-blocks.ts'
import { patienceMs, type Receiver } from './fetch-run.ts'
import { type OpenContent, whileOpen } from './open-content.ts'
import type { DownloadResult } from './options.ts'
import { plainTo } from './plain.ts'
import { type BlockPlan, partOf, planBlocks } from './plan.ts'
import { type RunningDownload, resultOf } from './prepared.ts'

const zeros = new Uint8Array(65_536)

async function writeZeros(sink: RandomAccessSink, position: number, length: number): Promise<void> {
  for (let done = 0; done < length; done += zeros.length) {
    await sink.write(position + done, zeros.subarray(0, Math.min(zeros.length, length - done)))
  }
}

/** Asks the sink what it has. Only whole blocks have a hash to compare with. */
async function presentBlocks(
  download: RunningDownload,
  sink: RandomAccessSink,
  plan: BlockPlan,
  place: (index: number) => { position: number; from: number; to: number },
  progress: ProgressCounter,
): Promise<ReadonlySet<number>> {
  if (sink.present === undefined) return new Set()
  const { map } = download
  const blocks: BlockPlace[] = []
  for (let index = plan.first; index < plan.end; index++) {
    const { position, from, to } = place(index)
    const whole = from === 0 && to === blockLength(index, map.bytes, map.block_size)
    if (whole) blocks.push({ position, length: to, hash: map.hashes[index] ?? '' })
  }
  progress.begin('checking', 0)
  return sink.present(blocks, {
    format: { blockSize: map.block_size, blockHash: map.block_hash },
    bytes: map.bytes,
    signal: download.request.signal,
    onChecked: (bytes) => progress.add(bytes),
  })
}

/** The place of a block's bytes in a sink. */
type Place = ReturnType<typeof partOf>

/** What becomes of blocks that have come. */
interface Receiving {
  readonly sink: RandomAccessSink
  readonly isZeroed: boolean
  readonly open: OpenContent | undefined
  /** Where a block belongs; each distinct one comes once. */
  places(index: number): readonly Place[]
  readonly onHash?: Receiver['onHash']
}

/** Fetches blocks and writes them. Returns whether all of them could be checked. */
export async function receiveTo(
  { sink, isZeroed, open, places, onHash }: Receiving,
  download: RunningDownload,
  indices: readonly number[],
): Promise<boolean> {
  const { map, concurrency, progress } = download
  let verified = true
  // Each is received, verified or written; the rate of one request or of several does not hang on how many there are.
  const slots = new Limiter(concurrency + 3)
  const pool = new BufferPool(map.block_size, concurrency + 3)
  const receiver: Receiver = {
    onReceived: (bytes) => progress.add(0, bytes),
    ...(onHash && { onHash }),
    onUnverifiable: () => {
      verified = false
    },
    admit: async (_index, signal, patiently) =>
      patiently ? slots.acquire(signal) : inTime(patienceMs, signal, (scope) => slots.acquire(scope.signal)),
    allocate: (length) => pool.take(length),
    async deliver(index, bytes) {
      let written = 0
      for (const { position, from, to } of places(index)) {
        const part = bytes.subarray(from, to)
        const short = isZeroed ? withoutTrailingZeros(part) : part
        if (short.length > 0) await sink.write(position, short)
        written += to - from
      }
      pool.give(bytes)
      progress.add(written)
    },
  }
  await fetchBlocks(download, receiver, indices, { open: open?.isClosed === true ? undefined : open })
  return verified
}

/**
 * Downloads to a sink: only what it does not have yet, each distinct block once.
 *
 * @param tried what was written before the hashmap was asked for.
 */
export async function downloadToSink(
  download: RunningDownload,
  sink: RandomAccessSink,
  open?: OpenContent,
  tried?: RunningDownload,
): Promise<DownloadResult> {
  if (download.map.info.manifest !== undefined) return plainTo(download, sink)
  const { map, start, end, request, progress } = download
  const plan = planBlocks(map, start, end, download.emptyHash)
  progress.total = end - start
  const place = (index: number): Place => {
    const part = partOf(map, index, start, end)
    return { ...part, position: part.position - start }
  }
  const size = (indices: readonly number[]): number =>
    indices.reduce((sum, index) => sum + place(index).to - place(index).from, 0)
  const beside = <T>(work: () => Promise<T>): Promise<T> => (open === undefined ? work() : whileOpen(open, 0, work))
  const right = tried && rightBlocks(tried, map)
  const isRight = tried === undefined || right?.length === written(tried)
  // What was told to be in place is not: within a phase nothing goes back.
  if (!isRight) progress.begin('checking', 0)
  const present =
    right === undefined
      ? await beside(() => presentBlocks(download, sink, plan, place, progress))
      : new Set(right.map((index) => place(index).position))
  // Where something wrong was written the sink no longer holds zero bytes.
  const isZeroed = sink.isZeroed === true && isRight
  const wanted = new Map<string, number[]>()
  for (const [hash, indices] of plan.places) {
    const absent = indices.filter((index) => !present.has(place(index).position))
    if (absent.length > 0) wanted.set(hash, absent)
  }
  const missing = [...wanted.values()].reduce((sum, indices) => sum + size(indices), 0)
  progress.begin('receiving', end - start - missing)
  await beside(async () => {
    for (const index of plan.zeros) {
      request.signal?.throwIfAborted()
      const { position, from, to } = place(index)
      if (!isZeroed && !present.has(position)) await writeZeros(sink, position, to - from)
    }
  })
  expectHashing(missing)
  const indices = [...wanted.values()].map(([first = 0]) => first).sort((a, b) => a - b)
  const places = (index: number): Place[] => (wanted.get(map.hashes[index] ?? '') ?? [index]).map(place)
  const verified = await receiveTo({ sink, isZeroed, open, places }, download, indices)
  progress.begin('done', end - start)
  return resultOf(download, progress.transferred, verified)
}

/** How many blocks have come without a hashmap. */
const written = ({ found = [] }: RunningDownload): number => found.filter((hash) => hash !== undefined).length

/** Those of them that are right; undefined if the object is cut otherwise than was assumed. */
function rightBlocks({ found = [], map: assumed }: RunningDownload, map: Hashmap): number[] | undefined {
  if (assumed.block_size !== map.block_size || assumed.block_hash !== map.block_hash) return undefined
  return found.flatMap((hash, index) => (hash !== undefined && hash === map.hashes[index] ? [index] : []))
}
