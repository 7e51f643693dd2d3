import { IntegrityError, TransferError } from '@kamaki/core'
import { hashBlock } from '../../hash/block-hash.ts'
import { rootHash } from '../../hash/root-hash.ts'
import { requestOf } from '../../request.ts'
import type { ProgressCounter } from '../progress.ts'
import { type RandomAccessSource, requireUnchanged } from '../source.ts'
import { hashSource } from './by-hashes.ts'
import { finalWrite, writeOptions } from './commit.ts'
import type { UploadOptions, UploadResult } from './split-options.ts'
import type { UploadTarget } from './upload-target.ts'

/** Content up to this size is held in memory while it is sent. */
const inMemory = 4_194_304

/** The most that the server takes with a Content-Length. */
const maxLength = 5_368_709_120

/** Bytes read and handed on at a time. */
const piece = 262_144

function openStream(source: RandomAccessSource, onRead: (bytes: number) => void): ReadableStream<Uint8Array> {
  let offset = 0
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (offset >= source.size) return controller.close()
        const end = Math.min(offset + piece, source.size)
        const bytes = await source.read(offset, end)
        if (bytes.length !== end - offset) throw new TypeError('the content changed its size while it was being sent')
        offset = end
        onRead(bytes.length)
        controller.enqueue(bytes)
      },
    },
    { highWaterMark: 0 },
  )
}

/** The Merkle root by which the server's ETag is checked; the block format is asked for only where it matters. */
async function rootOf(target: UploadTarget, source: RandomAccessSource, options: UploadOptions): Promise<string> {
  const { blocks } = await target.containerInfo(requestOf(options))
  return rootHash(await hashSource(source, blocks, options), blocks.blockHash)
}

/** Writes content in one request, and checks that what is stored is what was sent. `root` is its hash, where it is known. */
export async function putContent(
  target: UploadTarget,
  source: RandomAccessSource,
  options: UploadOptions,
  progress: ProgressCounter,
  root?: string,
): Promise<UploadResult> {
  const { size } = source
  const memory = size <= inMemory ? await source.read(0, size) : undefined
  if (memory !== undefined) await requireUnchanged(source)
  if (memory !== undefined && memory.length !== size) {
    throw new TransferError('The content changed its size while it was being uploaded: start again once it rests')
  }
  const expected = root ?? (memory === undefined ? undefined : await hashBlock(memory))
  for (let attempt = 0; ; attempt++) {
    let sent = 0
    progress.begin('sending', 0)
    const body =
      memory ??
      (() => {
        progress.begin('sending', 0)
        return openStream(source, (bytes) => progress.add(bytes, bytes))
      })
    const put = { ...writeOptions(options), md5: options.md5, contentLength: size <= maxLength ? size : undefined }
    const { written } = await finalWrite(
      target,
      () => rootOf(target, source, options),
      size,
      options,
      async () => ({ written: await target.put(body, put) }),
      (result) => ({ written: result }),
    )
    if (memory !== undefined) {
      sent = size
      progress.add(sent, sent)
    }
    const result = { ...written, bytes: size, transferred: progress.transferred }
    // An MD5 has been checked by the server. Elsewhere the ETag is our own hash, unless the cloud's are MD5s too.
    if (
      size === 0 ||
      options.md5 !== undefined ||
      written.etag === undefined ||
      written.etag.length <= 32 ||
      written.etag === expected
    )
      return result
    if (written.etag === (await rootOf(target, source, options))) return result
    const conditional =
      options.ifMatch !== undefined || options.ifNoneMatch !== undefined || options.ifNotExist === true
    if (attempt >= 2 || conditional) {
      throw new IntegrityError('The cloud stored other bytes than were sent', { expected, actual: written.etag })
    }
  }
}

/** Sends a stream as it is, in chunks of one request: where blocks cannot be stored on their own. It cannot be repeated. */
export async function putStream(
  target: UploadTarget,
  chunks: AsyncIterable<Uint8Array>,
  options: UploadOptions,
  progress: ProgressCounter,
): Promise<UploadResult> {
  const iterator = chunks[Symbol.asyncIterator]()
  let bytes = 0
  progress.begin('sending', 0)
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next()
        if (done === true) return controller.close()
        bytes += value.length
        progress.add(value.length, value.length)
        controller.enqueue(value)
      },
      async cancel() {
        await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
  const written = await target.put(body, { ...writeOptions(options), md5: options.md5 })
  return { ...written, bytes, transferred: bytes }
}
