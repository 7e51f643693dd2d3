import { withoutTrailingNuls } from '../../hash/block-hash.ts'
import { type BlockFormat, blockLength } from '../../hash/blocks.ts'
import { requestOf } from '../../request.ts'
import { BufferPool } from '../buffer-pool.ts'
import { ProgressCounter } from '../progress.ts'
import type { PreparedDownload } from './download.ts'
import { fetchBlocks } from './fetch-blocks.ts'
import type { DownloadResult } from './options.ts'
import { plainTo } from './plain.ts'
import { type BlockPlan, partOf, planBlocks } from './plan.ts'

/** Where a download goes that is written in any order. Positions count from the first byte that is delivered. */
export interface RandomAccessSink {
  /** Whether all of it is NULs at the start, so that NULs need not be written (a new file: they become holes). */
  readonly isZeroed?: boolean | undefined
  /**
   * Positions of those blocks that are in place already, so that they need not be fetched. Called once, before anything is written;
   * `onChecked` may be told of each block as it is looked at.
   */
  present?(blocks: readonly BlockPlace[], context: PresentContext): Promise<ReadonlySet<number>>
  /**
   * Writes bytes. Several writes may be under way at once, to different places. The bytes are overwritten once it resolves: what keeps
   * them has to copy them.
   */
  write(position: number, bytes: Uint8Array): Promise<void>
  /** Memory to receive the bytes of this place in, so that they need not be written there; undefined where that cannot be. */
  memory?(position: number, length: number): Uint8Array | undefined
}

/** A block as it is to lie in a sink. */
export interface BlockPlace {
  position: number
  length: number
  /** Hash that the cloud lists for it. Blocks of NULs have that of nothing. */
  hash: string
}

/** What a sink needs to look at blocks. */
export interface PresentContext {
  format: BlockFormat
  /** Bytes of the object in all. */
  bytes: number
  signal: AbortSignal | undefined
  onChecked(bytes: number): void
}

const zeros = new Uint8Array(65_536)

async function writeNuls(sink: RandomAccessSink, position: number, length: number): Promise<void> {
  if (sink.isZeroed === true) return
  for (let done = 0; done < length; done += zeros.length) {
    await sink.write(position + done, zeros.subarray(0, Math.min(zeros.length, length - done)))
  }
}

/** Whether two views are of the same memory. */
function isSame(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && a.buffer === b.buffer && a.byteOffset === b.byteOffset
}

/** Asks the sink what it has. Only whole blocks have a hash to compare with. */
async function presentBlocks(
  download: PreparedDownload,
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
    signal: download.options.signal,
    onChecked: (bytes) => progress.add(bytes),
  })
}

/** Downloads to a sink: only what it does not have yet, each distinct block once. */
export async function downloadToSink(download: PreparedDownload, sink: RandomAccessSink): Promise<DownloadResult> {
  if (download.map.info.manifest !== undefined) return plainTo(download, sink)
  const { map, start, end, options, source } = download
  const { signal } = options
  const plan = planBlocks(map, start, end, download.emptyHash)
  const progress = new ProgressCounter('checking', end - start, options.onProgress)
  const place = (index: number): { position: number; from: number; to: number } => {
    const part = partOf(map, index, start, end)
    return { ...part, position: part.position - start }
  }
  const size = (indices: readonly number[]): number =>
    indices.reduce((sum, index) => sum + place(index).to - place(index).from, 0)
  const present = await presentBlocks(download, sink, plan, place, progress)
  const wanted = new Map<string, number[]>()
  for (const [hash, indices] of plan.places) {
    const absent = indices.filter((index) => !present.has(place(index).position))
    if (absent.length > 0) wanted.set(hash, absent)
  }
  const missing = [...wanted.values()].reduce((sum, indices) => sum + size(indices), 0)
  progress.begin('receiving', end - start - missing)
  for (const index of plan.nuls) {
    signal?.throwIfAborted()
    const { position, from, to } = place(index)
    if (!present.has(position)) await writeNuls(sink, position, to - from)
  }
  let verified = true
  const pool = new BufferPool(map.block_size, 2 * download.concurrency)
  await fetchBlocks(
    {
      source,
      map,
      options: requestOf(options),
      onReceived: (bytes) => progress.add(0, bytes),
      onUnverifiable: () => {
        verified = false
      },
      allocate(index, length) {
        const { position, from, to } = place(index)
        return (from === 0 && to === length ? sink.memory?.(position, length) : undefined) ?? pool.take(length)
      },
      release: (bytes) => pool.give(bytes),
      async deliver(index, bytes) {
        const places = wanted.get(map.hashes[index] ?? '') ?? []
        for (const each of places) {
          const { position, from, to } = place(each)
          if (each === index && isSame(sink.memory?.(position, to - from), bytes)) continue
          const part = bytes.subarray(from, to)
          const short = sink.isZeroed === true ? withoutTrailingNuls(part) : part
          if (short.length > 0) await sink.write(position, short)
        }
        progress.add(size(places))
      },
    },
    [...wanted.values()].map((indices) => indices[0] ?? 0).sort((a, b) => a - b),
    { ...download, signal },
  )
  progress.begin('done', end - start)
  return {
    bytes: end - start,
    transferred: progress.transferred,
    version: map.info.version,
    etag: map.info.etag,
    verified,
  }
}
