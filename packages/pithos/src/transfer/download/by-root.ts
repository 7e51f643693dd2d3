import type { RequestOptions } from '@kamaki/core'
import type { Http } from '@kamaki/core/toolkit'
import { emptyBlockHash } from '../../hash/block-hash.ts'
import { blockCount } from '../../hash/blocks.ts'
import { hashLength } from '../../hash/digest.ts'
import { rootHash } from '../../hash/root-hash.ts'
import type { ObjectLocation } from '../../model/location.ts'
import { probableFormat } from '../block-format.ts'
import type { ProgressCounter } from '../progress.ts'
import type { RandomAccessSink } from '../sink.ts'
import { type OpenContent, whileOpen } from './open-content.ts'
import { type DownloadOptions, type DownloadResult, downloadSettings } from './options.ts'
import { partOf } from './plan.ts'
import { type RunningDownload, resultOf } from './prepared.ts'
import { receiveTo } from './sink.ts'

/** If so many blocks are still to come when one of zero bytes has come, it pays to know which others are. */
const worthKnowing = 4

/** The same for blocks that had come before. */
const worthRepeating = 2

/**
 * The download of content that has begun to come, whose headers state the object's own hash: that is made of the hashes of its blocks. If
 * they are cut as the cloud probably cuts them, no hashmap is needed. Undefined where that cannot be.
 */
export async function beginByRoot(
  http: Http,
  at: ObjectLocation,
  { info }: OpenContent,
  options: DownloadOptions,
  running: { request: RequestOptions; progress: ProgressCounter },
): Promise<RunningDownload | undefined> {
  const { blockSize, blockHash } = probableFormat(http)
  const isMade = info.manifest === undefined && info.version !== undefined && info.bytes > 0
  const { concurrency, rangeBytes, singleRequestBytes } = downloadSettings(options)
  if (!isMade || info.bytes > singleRequestBytes || info.hash.length !== hashLength(blockHash)) return undefined
  const map = { bytes: info.bytes, block_size: blockSize, block_hash: blockHash, hashes: [], info }
  const emptyHash = await emptyBlockHash(blockHash)
  const known = undefined
  return {
    http,
    at,
    map,
    known,
    found: [],
    start: 0,
    end: info.bytes,
    emptyHash,
    options,
    concurrency,
    rangeBytes,
    ...running,
  }
}

/** Thrown when the hashmap would save much of what is still to come. */
class WorthKnowingError extends Error {}

/** Downloads without a hashmap. Undefined: it is needed; what has come is in `found`. */
export async function downloadByRoot(
  download: RunningDownload,
  sink: RandomAccessSink,
  open: OpenContent,
): Promise<DownloadResult | undefined> {
  const { map, found = [], emptyHash, progress } = download
  const count = blockCount(map.bytes, map.block_size)
  await whileOpen(open, 0, async () => sink.expect?.(map.bytes))
  progress.total = map.bytes
  progress.begin('receiving', 0)
  const seen = new Set<string>()
  let repeated = 0
  const onHash = (index: number, hash: string): void => {
    if (count - index <= worthKnowing) return
    if (seen.has(hash)) repeated += 1
    if (hash === emptyHash || repeated >= worthRepeating) throw new WorthKnowingError()
    seen.add(hash)
  }
  const places = (index: number): ReturnType<typeof partOf>[] => [partOf(map, index, 0, map.bytes)]
  try {
    const indices = Array.from({ length: count }, (_, index) => index)
    await receiveTo({ sink, isZeroed: sink.isZeroed === true, open, places, onHash }, download, indices)
  } catch (error) {
    if (error instanceof WorthKnowingError) return undefined
    throw error
  }
  if ((await rootHash(found as string[], map.block_hash)) !== map.info.hash.toLowerCase()) return undefined
  progress.begin('done', map.bytes)
  return resultOf(download, progress.transferred, true)
}
