import { NotFoundError, TransferError } from '@kamaki/core'
import { mapLimit } from '@kamaki/core/toolkit'
import { hashBlock } from '../../hash/block-hash.ts'
import { blockLength } from '../../hash/blocks.ts'
import { findFormat } from '../block-format.ts'
import { BufferPool } from '../buffer-pool.ts'
import type { RandomAccessSource } from '../source.ts'
import { cutBlocks, readBlock, requireUnchanged, sourceBlocks } from '../source-blocks.ts'
import { getVerifiedHashmap } from '../verified-hashmap.ts'
import { offerHashes } from './commit.ts'
import { type BlockToSend, sendBlock, sendBlocks } from './send-blocks.ts'
import { putContent, putStream } from './single.ts'
import type { Upload, UploadResult } from './split-options.ts'

async function previousHashes({ http, at, request }: Upload): Promise<Set<string>> {
  try {
    return new Set((await getVerifiedHashmap(http, at, request)).hashes)
  } catch (error) {
    if (NotFoundError.isInstance(error)) return new Set()
    throw error
  }
}

/**
 * Hashes and sends at the same time: each block goes out as soon as it is known that neither the object's present version nor
 * this upload has it. The hashmap offered at the end names what is missing all the same.
 */
export async function uploadStreaming(
  job: Upload,
  from: { source: RandomAccessSource; chunks?: never } | { source?: never; chunks: AsyncIterable<Uint8Array> },
): Promise<UploadResult> {
  const { http, at, request, settings, progress } = job
  const formatted = await findFormat(http, at, request, from.source?.size)
  if (formatted === undefined)
    return from.source === undefined ? putStream(job, from.chunks) : putContent(job, from.source)
  const { format } = formatted
  const known = settings.dedupe === 'previous' ? await previousHashes(job) : new Set<string>()
  const lengths: number[] = []
  progress.begin('sending', 0)
  const pool =
    from.source?.readInto === undefined ? undefined : new BufferPool(format.blockSize, settings.concurrency + 3)
  const blocks =
    from.source === undefined
      ? cutBlocks(from.chunks, format.blockSize)
      : sourceBlocks(from.source, format.blockSize, pool)
  // A block is held until it is sent, so this bounds the memory: two are read and hashed while the others are on their way.
  const hashes = await mapLimit(
    blocks,
    settings.concurrency + 2,
    async (bytes, index, signal) => {
      lengths[index] = bytes.length
      const hash = await hashBlock(bytes, format.blockHash)
      let sent = 0
      if (!known.has(hash)) {
        known.add(hash)
        const block: BlockToSend = { hash, length: bytes.length, read: async () => bytes }
        sent = await sendBlock({ ...job, request: { ...request, signal } }, block, format)
      }
      progress.add(bytes.length, sent)
      pool?.give(bytes)
      return hash
    },
    { signal: request.signal },
  )
  await requireUnchanged(from.source)
  const size = lengths.reduce((sum, length) => sum + length, 0)
  const written = await offerHashes(job, { bytes: size, hashes }, format, async (missing) => {
    const { source } = from
    if (source === undefined) {
      throw new TransferError(`The cloud lost ${missing.length} blocks of a stream, which cannot be read again`)
    }
    const stragglers = missing.map((hash): BlockToSend => {
      const index = hashes.indexOf(hash)
      const length = blockLength(index, size, format.blockSize)
      return { hash, length, read: () => readBlock(source, index, format.blockSize) }
    })
    await sendBlocks(job, stragglers, format, (_done, sent) => progress.add(0, sent))
    return undefined
  })
  return { ...written, bytes: size, transferred: progress.transferred }
}
