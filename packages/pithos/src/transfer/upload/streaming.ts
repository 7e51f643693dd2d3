import { NotFoundError, TransferError } from '@kamaki/core'
import { mapLimit } from '@kamaki/core/toolkit'
import { hashLent } from '../../hash/block-hash.ts'
import { expectHashing } from '../../hash/digest.ts'
import type { BlockFormat } from '../../model/hashmap.ts'
import { findFormat } from '../block-format.ts'
import type { RandomAccessSource } from '../source.ts'
import { bytesOf, cutBlocks, type HashedBlock, hashedBlocks, requireUnchanged } from '../source-blocks.ts'
import { getVerifiedHashmap } from '../verified-hashmap.ts'
import { offerHashes } from './commit.ts'
import { sendBlock, sendBlocks, withPool } from './send-blocks.ts'
import { putContent, putStream } from './single.ts'
import type { Upload, UploadResult } from './split-options.ts'

/** Hashes of what need not be sent: for `previous`, the blocks of the object's present version. */
async function knownHashes({ http, at, request, settings }: Upload): Promise<Set<string>> {
  if (settings.dedupe !== 'previous') return new Set()
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
export async function uploadSource(job: Upload, source: RandomAccessSource): Promise<UploadResult> {
  const { http, at, request, progress } = job
  const { size } = source
  const formatted = await findFormat(http, at, request, size)
  if (formatted === undefined) return putContent(job, source)
  const { format } = formatted
  const known = await knownHashes(job)
  const blocks: HashedBlock[] = []
  progress.begin('sending', 0)
  return withPool(job.settings, format, async (pool) => {
    const unknown = async function* (): AsyncGenerator<HashedBlock, void, undefined> {
      for await (const block of hashedBlocks(source, format, request.signal, pool)) {
        blocks.push(block)
        if (known.has(block.hash)) progress.add(block.length)
        else {
          known.add(block.hash)
          yield block
        }
      }
    }
    await sendBlocks(job, source, unknown(), size, format, pool, (batch, sent) => progress.add(bytesOf(batch), sent))
    await requireUnchanged(source)
    const map = { bytes: size, hashes: blocks.map(({ hash }) => hash) }
    const written = await offerHashes(job, map, format, async (missing) => {
      const stragglers = missing.map((hash) => blocks.find((block) => block.hash === hash))
      const found = stragglers.filter((block) => block !== undefined)
      await sendBlocks(job, source, found, size, format, pool, (_batch, sent) => progress.add(0, sent))
      return undefined
    })
    return { ...written, bytes: size, transferred: progress.transferred }
  })
}

/** Sends the blocks of a stream as they come. They cannot be read again. */
export async function uploadChunks(job: Upload, chunks: AsyncIterable<Uint8Array>): Promise<UploadResult> {
  const { http, at, request, settings, progress } = job
  const formatted = await findFormat(http, at, request)
  if (formatted === undefined) return putStream(job, chunks)
  const format: BlockFormat = formatted.format
  const known = await knownHashes(job)
  const lengths: number[] = []
  progress.begin('sending', 0)
  // A block is held until it is sent, so this bounds the memory: two are read and hashed while the others are on their way.
  const hashes = await mapLimit(
    cutBlocks(chunks, format.blockSize),
    settings.concurrency + 2,
    async (block, index, signal) => {
      const { length } = block
      lengths[index] = length
      expectHashing(index * length)
      const { hash, bytes } = await hashLent(block, format.blockHash)
      let sent = 0
      if (!known.has(hash)) {
        known.add(hash)
        sent = await sendBlock({ ...job, request: { ...request, signal } }, bytes, hash, format)
      }
      progress.add(length, sent)
      return hash
    },
    { signal: request.signal },
  )
  const size = lengths.reduce((sum, length) => sum + length, 0)
  const written = await offerHashes(job, { bytes: size, hashes }, format, async (missing) => {
    throw new TransferError(`The cloud lost ${missing.length} blocks of a stream, which cannot be read again`)
  })
  return { ...written, bytes: size, transferred: progress.transferred }
}
