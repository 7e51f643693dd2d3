import { NotFoundError, TransferError } from '@kamaki/core'
import { mapLimit } from '@kamaki/core/toolkit'
import { hashBlock } from '../../hash/block-hash.ts'
import { blockLength } from '../../hash/blocks.ts'
import { requestOf } from '../../request.ts'
import { BufferPool } from '../buffer-pool.ts'
import type { ProgressCounter } from '../progress.ts'
import { type RandomAccessSource, requireUnchanged } from '../source.ts'
import { cutBlocks } from '../source-blocks.ts'
import { offerHashes, readBlock } from './by-hashes.ts'
import { type BlockToSend, sendBlock, sendBlocks } from './send-blocks.ts'
import type { settleUploadOptions, UploadOptions, UploadResult } from './split-options.ts'
import type { UploadTarget } from './upload-target.ts'

async function* sourceBlocks(
  source: RandomAccessSource,
  blockSize: number,
  pool: BufferPool | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let index = 0; index * blockSize < source.size; index++) {
    yield await readBlock(source, index, blockLength(index, source.size, blockSize), blockSize, pool)
  }
}

async function previousHashes(target: UploadTarget, options: UploadOptions): Promise<Set<string>> {
  try {
    return new Set(await target.hashes(requestOf(options)))
  } catch (error) {
    if (NotFoundError.isInstance(error)) return new Set()
    throw error
  }
}

/**
 * Hashes and sends at the same time: each block goes out as soon as it is known that neither the object's present version nor
 * this upload has it. The list offered at the end names what is missing all the same.
 */
export async function uploadAsItComes(
  target: UploadTarget,
  from: { source: RandomAccessSource; chunks?: never } | { source?: never; chunks: AsyncIterable<Uint8Array> },
  options: UploadOptions & ReturnType<typeof settleUploadOptions>,
  progress: ProgressCounter,
): Promise<UploadResult> {
  const { blocks: format } = await target.containerInfo(requestOf(options))
  const known = options.dedupe === 'previous' ? await previousHashes(target, options) : new Set<string>()
  const lengths: number[] = []
  progress.begin('sending', 0)
  const pool =
    from.source?.readInto === undefined ? undefined : new BufferPool(format.blockSize, options.concurrency + 3)
  const blocks =
    from.source === undefined
      ? cutBlocks(from.chunks, format.blockSize)
      : sourceBlocks(from.source, format.blockSize, pool)
  // A block is held until it is sent, so this bounds the memory: two are read and hashed while the others are on their way.
  const hashes = await mapLimit(
    blocks,
    options.concurrency + 2,
    async (bytes, index, signal) => {
      lengths[index] = bytes.length
      const hash = await hashBlock(bytes, format.blockHash)
      let travelled = 0
      if (!known.has(hash)) {
        known.add(hash)
        const block: BlockToSend = { hash, length: bytes.length, read: async () => bytes }
        travelled = await sendBlock(target, block, format, { ...requestOf(options), signal })
      }
      progress.add(bytes.length, travelled)
      pool?.give(bytes)
      return hash
    },
    { signal: options.signal },
  )
  await requireUnchanged(from.source)
  const size = lengths.reduce((sum, length) => sum + length, 0)
  const written = await offerHashes(target, { bytes: size, hashes }, format, options, async (missing) => {
    const { source } = from
    if (source === undefined) {
      throw new TransferError(`The cloud lost ${missing.length} blocks of a stream, which cannot be read again`)
    }
    const stragglers = missing.map((hash): BlockToSend => {
      const index = hashes.indexOf(hash)
      const length = blockLength(index, size, format.blockSize)
      return { hash, length, read: () => readBlock(source, index, length, format.blockSize) }
    })
    const { concurrency, batchBytes } = options
    const onSent = (_done: number, travelled: number): void => progress.add(0, travelled)
    await sendBlocks(target, stragglers, format, { ...requestOf(options), concurrency, batchBytes, onSent })
    return undefined
  })
  return { ...written, bytes: size, transferred: progress.transferred }
}
