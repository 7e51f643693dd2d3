import { ConnectionError, IntegrityError, type RequestOptions, ServerError, TransferError } from '@kamaki/core'
import { mapLimit } from '@kamaki/core/toolkit'
import { hashBlock, withoutTrailingNuls } from '../../hash/block-hash.ts'
import type { BlockFormat } from '../../hash/blocks.ts'
import type { UploadTarget } from './upload-target.ts'

/** A block to send: its hash, and how to get its bytes. */
export interface BlockToSend {
  hash: string
  length: number
  read(): Promise<Uint8Array>
  /** Told when bytes that `read` gave are not looked at any more. */
  done?(bytes: Uint8Array): void
}

/** What the server needs to store a block: its trailing NULs are not part of the hash and grow back when it is read. */
function shortForm(block: Uint8Array): Uint8Array {
  const trimmed = withoutTrailingNuls(block)
  return trimmed.length > 0 ? trimmed : new Uint8Array(1)
}

async function checkUnchanged(block: BlockToSend, bytes: Uint8Array, format: BlockFormat): Promise<void> {
  if ((await hashBlock(bytes, format.blockHash)) !== block.hash) {
    throw new TransferError('The content changed while it was being uploaded: start again once it rests')
  }
}

/** Sends one block; again, if other bytes arrived than were sent. Gives the bytes that travelled. */
export async function sendBlock(
  target: UploadTarget,
  block: BlockToSend,
  format: BlockFormat,
  options: RequestOptions,
): Promise<number> {
  let sent = 0
  for (let attempt = 0; ; attempt++) {
    const bytes = await block.read()
    const body = shortForm(bytes)
    const [stored] = await target.postBlocks(body, options)
    sent += body.length
    if (stored !== block.hash) await checkUnchanged(block, bytes, format)
    block.done?.(bytes)
    if (stored === block.hash) return sent
    if (attempt >= 3) {
      throw new IntegrityError('The cloud keeps storing other bytes than were sent', {
        expected: block.hash,
        actual: stored,
      })
    }
  }
}

async function sendBatch(
  target: UploadTarget,
  batch: BlockToSend[],
  format: BlockFormat,
  options: RequestOptions,
): Promise<number> {
  const [only] = batch
  if (batch.length === 1 && only !== undefined) return sendBlock(target, only, format, options)
  const blocks = await Promise.all(batch.map((block) => block.read()))
  // All but the last must be full: the server cuts the body every block.
  const last = shortForm(blocks.at(-1) ?? new Uint8Array(0))
  const body = new Uint8Array((batch.length - 1) * format.blockSize + last.length)
  blocks.slice(0, -1).forEach((block, index) => {
    body.set(block, index * format.blockSize)
  })
  body.set(last, (batch.length - 1) * format.blockSize)
  let stored: string[] = []
  let sent = 0
  try {
    stored = await target.postBlocks(body, options)
    sent = body.length
  } catch (error) {
    options.signal?.throwIfAborted()
    if (!ConnectionError.isInstance(error) && !ServerError.isInstance(error)) throw error
  }
  // What did not arrive as it should is sent again, each block by itself.
  for (const [index, block] of batch.entries()) {
    if (stored[index] !== block.hash) sent += await sendBlock(target, block, format, options)
  }
  return sent
}

/** Puts blocks together into bodies of about `batchBytes`: full ones, and at most one short one at the end of each. */
export function makeBatches(blocks: readonly BlockToSend[], blockSize: number, batchBytes: number): BlockToSend[][] {
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

/** Sends blocks, several requests in flight. `onSent` is told the bytes of content that are done, and those that travelled. */
export async function sendBlocks(
  target: UploadTarget,
  blocks: readonly BlockToSend[],
  format: BlockFormat,
  options: RequestOptions & { concurrency: number; batchBytes: number; onSent(done: number, travelled: number): void },
): Promise<void> {
  const { concurrency, batchBytes, onSent, ...request } = options
  await mapLimit(
    makeBatches(blocks, format.blockSize, batchBytes),
    concurrency,
    async (batch, _index, signal) => {
      const travelled = await sendBatch(target, batch, format, { ...request, signal })
      onSent(
        batch.reduce((sum, block) => sum + block.length, 0),
        travelled,
      )
    },
    { signal: request.signal },
  )
}
