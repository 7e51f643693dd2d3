import { mapLimit } from '@kamaki/core/toolkit'
import { postBlock, postBlockStream, postBlocks } from '../../api/blocks.ts'
import { hashBlock, withoutTrailingZeros } from '../../hash/block-hash.ts'
import type { BlockFormat } from '../../model/hashmap.ts'
import { type BufferPool, withSharedPool } from '../buffer-pool.ts'
import type { RandomAccessSource } from '../source.ts'
import { changedError, type HashedBlock, readBlock } from '../source-blocks.ts'
import { BatchBody, type Part, pieceBytes } from './batch-body.ts'
import { BatchSizes, type BlocksToSend, makeBatches } from './batches.ts'
import type { Upload, UploadSettings } from './split-options.ts'

/** What the server needs to store a block: its trailing zero bytes are not part of the hash and grow back when it is read. */
export function shortForm(block: Uint8Array): Uint8Array {
  const trimmed = withoutTrailingZeros(block)
  return trimmed.length > 0 ? trimmed : new Uint8Array(1)
}

/** Sends one block; again, if other bytes arrived than were sent. Returns how many bytes it is. */
export async function sendBlock(
  { http, at, request }: Upload,
  bytes: Uint8Array,
  hash: string,
  { blockHash }: BlockFormat,
): Promise<number> {
  const body = shortForm(bytes)
  const onMismatch = async (): Promise<void> => {
    if ((await hashBlock(bytes, blockHash)) !== hash) throw changedError()
  }
  await postBlock(http, at.container, body, hash, { ...request, onMismatch })
  return body.length
}

/** Sends blocks in one request. Returns how many bytes they are. */
async function sendBatch(
  job: Upload,
  source: RandomAccessSource,
  batch: readonly HashedBlock[],
  format: BlockFormat,
  pool: BufferPool,
): Promise<number> {
  const { http, at, request } = job
  const { blockSize } = format
  // All but the last must be full: the server cuts the body every block.
  const parts = batch.map(({ index, used }, place): Part => {
    const isLast = place === batch.length - 1
    return { start: index * blockSize, length: isLast ? Math.max(1, used) : blockSize }
  })
  const body = new BatchBody(source, parts, pool, Math.max(blockSize, pieceBytes))
  let stored: string[]
  try {
    const bytes = await body.bytes()
    const [only, ...others] = batch
    if (only !== undefined && others.length === 0 && bytes !== undefined)
      return await sendBlock(job, bytes, only.hash, format)
    stored = await (bytes === undefined
      ? postBlockStream(http, at.container, () => body.stream(), body.length, request)
      : postBlocks(http, at.container, bytes, request))
  } finally {
    body.release()
  }
  let sent = body.length
  // What did not arrive as it should is sent again, each block by itself.
  for (const [place, { hash, index }] of batch.entries()) {
    if (stored[place] !== hash) sent += await sendBlock(job, await readBlock(source, index, blockSize), hash, format)
  }
  return sent
}

/** Does work with the memory in which an upload hashes blocks and sends them: as much as all requests in flight take. */
export function withPool<T>(
  { concurrency, batchBytes }: UploadSettings,
  { blockSize }: BlockFormat,
  work: (pool: BufferPool) => Promise<T>,
): Promise<T> {
  const piece = Math.max(blockSize, pieceBytes)
  return withSharedPool(piece, concurrency * Math.max(1, Math.floor(batchBytes / piece)), work)
}

/**
 * Sends blocks of a source, several requests in flight. `onSent` is passed the blocks of a request, and the bytes that were sent.
 *
 * @param total bytes to send, at most.
 */
export async function sendBlocks(
  job: Upload,
  source: RandomAccessSource,
  blocks: BlocksToSend,
  total: number,
  format: BlockFormat,
  pool: BufferPool,
  onSent: (batch: readonly HashedBlock[], sent: number) => void,
): Promise<void> {
  const { request, settings } = job
  const sizes = new BatchSizes(job.http, format.blockSize, total, settings)
  await mapLimit(
    makeBatches(blocks, format.blockSize, sizes),
    settings.concurrency,
    async (batch, _index, signal) => {
      const started = performance.now()
      const sent = await sendBatch({ ...job, request: { ...request, signal } }, source, batch, format, pool)
      sizes.sent(sent, performance.now() - started)
      onSent(batch, sent)
    },
    { signal: request.signal },
  )
}
