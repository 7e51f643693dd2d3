import { Limiter } from '@kamaki/core/toolkit'
import { allocate } from '../../codec/in-memory.ts'
import { withoutTrailingZeros } from '../../hash/block-hash.ts'
import { blockLength } from '../../hash/blocks.ts'
import { expectHashing } from '../../hash/digest.ts'
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
import { heldAs, type RunningDownload, resultOf } from './prepared.ts'

const zeros = new Uint8Array(65_536)

async function writeZeros(sink: RandomAccessSink, position: number, length: number): Promise<void> {
  if (sink.isZeroed === true) return
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

/** Downloads to a sink: only what it does not have yet, each distinct block once. */
export async function downloadToSink(
  download: RunningDownload,
  sink: RandomAccessSink,
  open?: OpenContent,
): Promise<DownloadResult> {
  if (download.map.info.manifest !== undefined) return plainTo(download, sink)
  const { map, start, end, request, progress } = download
  const plan = planBlocks(map, start, end, download.emptyHash)
  progress.total = end - start
  const place = (index: number): { position: number; from: number; to: number } => {
    const part = partOf(map, index, start, end)
    return { ...part, position: part.position - start }
  }
  const size = (indices: readonly number[]): number =>
    indices.reduce((sum, index) => sum + place(index).to - place(index).from, 0)
  const beside = <T>(work: () => Promise<T>): Promise<T> => (open === undefined ? work() : whileOpen(open, 0, work))
  const present = await beside(() => presentBlocks(download, sink, plan, place, progress))
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
      if (!present.has(position)) await writeZeros(sink, position, to - from)
    }
  })
  let verified = true
  expectHashing(missing)
  // Each is received, verified or written; the rate of one request or of several does not hang on how many there are.
  const slots = new Limiter(download.concurrency + 3)
  const pool = new BufferPool(map.block_size, download.concurrency + 3)
  const receiver: Receiver = {
    onReceived: (bytes) => progress.add(0, bytes),
    onUnverifiable: () => {
      verified = false
    },
    admit: async (_index, signal, patiently) =>
      patiently ? slots.acquire(signal) : inTime(patienceMs, signal, (scope) => slots.acquire(scope.signal)),
    allocate: (length) => pool.take(length),
    async deliver(index, bytes) {
      const places = wanted.get(map.hashes[index] ?? '') ?? [index]
      for (const each of places) {
        const { position, from, to } = place(each)
        const part = bytes.subarray(from, to)
        const short = sink.isZeroed === true ? withoutTrailingZeros(part) : part
        if (short.length > 0) await sink.write(position, short)
      }
      pool.give(bytes)
      progress.add(size(places))
    },
  }
  const indices = [...wanted.values()].map(([first = 0]) => first).sort((a, b) => a - b)
  await fetchBlocks(download, receiver, indices, { open: open?.isClosed === true ? undefined : open })
  progress.begin('done', end - start)
  return resultOf(download, progress.transferred, verified)
}

/** A sink of bytes in memory. */
function memorySink(bytes: Uint8Array): RandomAccessSink {
  return {
    isZeroed: true,
    async write(position, part) {
      bytes.set(part, position)
    },
  }
}

/** Downloads into memory. */
export async function downloadToBytes(
  download: RunningDownload,
  open?: OpenContent,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; result: DownloadResult }> {
  const bytes = allocate(download.end - download.start, heldAs(download.at.name))
  return { bytes, result: await downloadToSink(download, memorySink(bytes), open) }
}
