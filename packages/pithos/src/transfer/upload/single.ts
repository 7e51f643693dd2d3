import { IntegrityError, NotFoundError, type RequestOptions, TransferError } from '@kamaki/core'
import { headObject } from '../../api/object.ts'
import { putObject } from '../../api/object-content.ts'
import { isConditional } from '../../codec/conditions.ts'
import { hashBlock } from '../../hash/block-hash.ts'
import { rootHash } from '../../hash/root-hash.ts'
import type { WriteResult } from '../../model/object.ts'
import { findFormat } from '../block-format.ts'
import { bytesSource, type RandomAccessSource, requireRead } from '../source.ts'
import { hashSource, requireUnchanged } from '../source-blocks.ts'
import { confirmWritten } from './commit.ts'
import type { Upload, UploadResult } from './split-options.ts'

/** Content up to this size is held in memory while it is sent. */
const inMemory = 4_194_304

/** The most that the server takes with a Content-Length. */
const maxLength = 5_368_709_120

/** Bytes read and passed on at a time. */
const piece = 262_144

/** How often content is sent of which the cloud stores other bytes. */
const maxAttempts = 3

function openStream(source: RandomAccessSource, onRead: (bytes: number) => void): ReadableStream<Uint8Array> {
  let offset = 0
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (offset >= source.size) return controller.close()
        const end = Math.min(offset + piece, source.size)
        const bytes = requireRead(await source.read(offset, end))
        if (bytes.length !== end - offset) throw sizeChanged()
        // The server stores what is complete: the last piece is held back where it is known to be part of another content.
        if (end === source.size) await requireUnchanged(source)
        offset = end
        onRead(bytes.length)
        controller.enqueue(bytes)
      },
    },
    { highWaterMark: 0 },
  )
}

const sizeChanged = (): TransferError =>
  new TransferError(
    'The content changed its size while it was being uploaded. Start again when it is no longer being written to',
  )

/** The Merkle root by which the server's ETag is checked; the block format is asked for only where it matters. */
async function rootOf({ http, at }: Upload, source: RandomAccessSource, request: RequestOptions): Promise<string> {
  const formatted = await findFormat(http, at, request, source.size)
  if (formatted === undefined) throw new TransferError(`What the cloud stored of '${at.name}' cannot be checked`)
  const { format } = formatted
  return rootHash(await hashSource(source, format, request), format.blockHash)
}

/**
 * The hash of what the cloud stored, where it tells: as ETag, unless the cloud's are MD5s; then it has to be asked. Undefined if the
 * object was replaced meanwhile and its old version was not kept.
 */
async function storedHash({ http, at, request }: Upload, { etag, version }: WriteResult): Promise<string | undefined> {
  if (etag !== undefined && etag.length > 32) return etag
  try {
    return (await headObject(http, at, { ...request, version })).hash
  } catch (error) {
    if (NotFoundError.isInstance(error)) return undefined
    throw error
  }
}

/** Writes content in one request, and checks that what is stored is what was sent. `root` is its hash, where it is known. */
export async function putContent(job: Upload, source: RandomAccessSource, root?: string): Promise<UploadResult> {
  const { http, at, request, write, settings, progress } = job
  const { size } = source
  const { md5 } = settings
  const memory = size <= inMemory ? requireRead(await source.read(0, size)) : undefined
  if (memory !== undefined) await requireUnchanged(source)
  if (memory !== undefined && memory.length !== size) throw sizeChanged()
  const content = memory === undefined ? source : bytesSource(memory)
  const expected = root ?? (memory === undefined ? undefined : await hashBlock(memory))
  const body =
    memory ??
    (() => {
      progress.begin('sending', 0)
      return openStream(source, (bytes) => progress.add(bytes, bytes))
    })
  const confirm = confirmWritten(job, size, (inner) => rootOf(job, content, inner))
  const contentLength = size <= maxLength ? size : undefined
  for (let attempt = 1; ; attempt++) {
    progress.begin('sending', 0)
    const written = await putObject(http, at, body, { ...request, ...write, md5, contentLength, confirm })
    if (memory !== undefined) progress.add(size, size)
    const result = { ...written, bytes: size, transferred: progress.transferred }
    // An MD5 that was given has been checked by the server; what is in memory cannot have changed while it was sent.
    const isMd5 = written.etag === undefined || written.etag.length <= 32
    if (size === 0 || md5 !== undefined || (isMd5 && memory !== undefined)) return result
    const actual = await storedHash(job, written)
    if (actual === undefined || actual === expected || actual === (await rootOf(job, content, request))) return result
    if (attempt === maxAttempts || isConditional(write)) {
      const message = `The cloud stored other bytes of '${at.name}' than were sent: they changed meanwhile, or were damaged on the way. Upload it again`
      throw new IntegrityError(message, { expected, actual })
    }
  }
}

/** Sends a stream as it is, in chunks of one request: where blocks cannot be stored on their own. It cannot be repeated. */
export async function putStream(job: Upload, chunks: AsyncIterable<Uint8Array>): Promise<UploadResult> {
  const { http, at, request, write, settings, progress } = job
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
  const written = await putObject(http, at, body, { ...request, ...write, md5: settings.md5 })
  return { ...written, bytes, transferred: bytes }
}
