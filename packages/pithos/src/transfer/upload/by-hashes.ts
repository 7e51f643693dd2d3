import { ForbiddenError } from '@kamaki/core'
import { blockLength } from '../../hash/blocks.ts'
import { rootHash } from '../../hash/root-hash.ts'
import type { Formatted } from '../block-format.ts'
import { BufferPool } from '../buffer-pool.ts'
import type { RandomAccessSource } from '../source.ts'
import { hashSource, readBlock, requireUnchanged } from '../source-blocks.ts'
import { offerHashes } from './commit.ts'
import { checkQuota } from './quota.ts'
import { type BlockToSend, sendBlocks } from './send-blocks.ts'
import { putContent } from './single.ts'
import { isForeign, type Upload, type UploadResult } from './split-options.ts'

/** Hashes everything, offers the hashes, and sends what the cloud lacks. */
export async function uploadByHashes(
  job: Upload,
  source: RandomAccessSource,
  { format, container }: Formatted,
): Promise<UploadResult> {
  const { at, request, settings, progress } = job
  const { size } = source
  progress.begin('hashing', 0)
  const hashes = await hashSource(source, format, request, (bytes) => progress.add(bytes))
  await requireUnchanged(source)
  const places = new Map<string, number>()
  const weights = new Map<string, number>()
  hashes.forEach((hash, index) => {
    if (!places.has(hash)) places.set(hash, index)
    weights.set(hash, (weights.get(hash) ?? 0) + blockLength(index, size, format.blockSize))
  })
  const send = async (missing: readonly string[], round: number): Promise<void> => {
    const pool = source.readInto === undefined ? undefined : new BufferPool(format.blockSize, settings.concurrency)
    const blocks = missing.map((hash): BlockToSend => {
      const index = places.get(hash) ?? 0
      const length = blockLength(index, size, format.blockSize)
      const read = (): Promise<Uint8Array> => readBlock(source, index, format.blockSize, pool)
      return { hash, length, read, done: (bytes) => pool?.give(bytes) }
    })
    const absent = missing.reduce((sum, hash) => sum + (weights.get(hash) ?? 0), 0)
    if (round === 0 && settings.checkQuota !== false) await checkQuota(job, container, size)
    progress.begin('sending', size - absent)
    // Blocks that occur several times are done as often when they are sent once.
    progress.add(absent - blocks.reduce((sum, block) => sum + block.length, 0))
    await sendBlocks(job, blocks, format, (done, sent) => progress.add(done, sent))
  }
  const { etag, version } = await offerHashes(job, { bytes: size, hashes }, format, async (missing, round) => {
    if (!isForeign(at)) {
      try {
        await send(missing, round)
        return undefined
      } catch (error) {
        // Whose account it is may not be known: the cloud's response says so.
        if (!ForbiddenError.isInstance(error)) throw error
      }
    }
    // In someone else's account no blocks can be stored on their own: all of the content goes in one request.
    return putContent(job, source, await rootHash(hashes, format.blockHash))
  })
  return { etag, version, bytes: size, transferred: progress.transferred }
}
