import { mapLimit } from '@kamaki/core/toolkit'
import { postBlock, postBlocks } from '../../api/blocks.ts'
import { hashBlock, withoutTrailingZeros } from '../../hash/block-hash.ts'
import type { BlockFormat } from '../../model/hashmap.ts'
import { changedError } from '../source-blocks.ts'
import type { Upload } from './split-options.ts'

/** A block to send: its hash, and how to get its bytes. */
export interface BlockToSend {
  hash: string
  length: number
  read(): Promise<Uint8Array>
  /** Called when the bytes of `read` are no longer in use. */
  done?(bytes: Uint8Array): void
}

/** What the server needs to store a block: its trailing zero bytes are not part of the hash and grow back when it is read. */
export function shortForm(block: Uint8Array): Uint8Array {
  const trimmed = withoutTrailingZeros(block)
  return trimmed.length > 0 ? trimmed : new Uint8Array(1)
}

/** Sends one block; again, if other bytes arrived than were sent. Returns how many bytes it is. */
export async function sendBlock(
  { http, at, request }: Upload,
  block: BlockToSend,
  format: BlockFormat,
): Promise<number> {
  const bytes = await block.read()
  const body = shortForm(bytes)
  const onMismatch = async (): Promise<void> => {
    if ((await hashBlock(bytes, format.blockHash)) !== block.hash) throw changedError()
  }
  await postBlock(http, at.container, body, block.hash, { ...request, onMismatch })
  block.done?.(bytes)
  return body.length
}

async function sendBatch(job: Upload, batch: BlockToSend[], format: BlockFormat): Promise<number> {
  const [only] = batch
  if (batch.length === 1 && only !== undefined) return sendBlock(job, only, format)
  const blocks = await Promise.all(batch.map((block) => block.read()))
  // All but the last must be full: the server cuts the body every block.
  const last = shortForm(blocks.at(-1) ?? new Uint8Array(0))
  const body = new Uint8Array((batch.length - 1) * format.blockSize + last.length)
  blocks.slice(0, -1).forEach((block, index) => {
    body.set(block, index * format.blockSize)
  })
  body.set(last, (batch.length - 1) * format.blockSize)
  const stored = await postBlocks(job.http, job.at.container, body, job.request)
  let sent = body.length
  // What did not arrive as it should is sent again, each block by itself.
  for (const [index, block] of batch.entries()) {
    if (stored[index] !== block.hash) sent += await sendBlock(job, block, format)
  }
  return sent
}

/** Puts blocks together into bodies of about `batchBytes`: full ones, and at most one short one at the end of each. */
function makeBatches(blocks: readonly BlockToSend[], blockSize: number, batchBytes: number): BlockToSend[][] {
  const size = Math.max(1, Math.floor(batchBytes / blockSize))
  const full = blocks.filter((block) => block.length === blockSize)
  const batches: BlockToSend[][] = []
  for (let index = 0; index < full.length; index += size) batches.push(full.slice(index, index + size))
  for (const short of blocks.filter((block) => block.length !== blockSize)) {
    const open = batches.at(-1)
    if (open !== undefined && open.length < size && open.at(-1)?.length === blockSize) open.push(short)
    else batches.push([short])
  }
  return batches
}

/** Sends blocks, several requests in flight. `onSent` is passed the bytes of content that are done, and those that were sent. */
export async function sendBlocks(
  job: Upload,
  blocks: readonly BlockToSend[],
  format: BlockFormat,
  onSent: (done: number, sent: number) => void,
): Promise<void> {
  const { request, settings } = job
  await mapLimit(
    makeBatches(blocks, format.blockSize, settings.batchBytes),
    settings.concurrency,
    async (batch, _index, signal) => {
      const sent = await sendBatch({ ...job, request: { ...request, signal } }, batch, format)
      onSent(
        batch.reduce((sum, block) => sum + block.length, 0),
        sent,
      )
    },
    { signal: request.signal },
  )
}
