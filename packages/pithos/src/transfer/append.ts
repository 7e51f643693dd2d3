import type { RequestOptions } from '@kamaki/core'
import type { ObjectInfo } from '../codec/object-info.ts'
import type { UpdateOptions } from '../handles/object-updating.ts'
import type { WriteResult } from '../handles/storage-object.ts'
import { invalid } from '../invalid.ts'
import { requestOf } from '../request.ts'
import { ProgressCounter, type ProgressListener } from './progress.ts'
import { chunksOf, openSource, type RandomAccessSource, type UploadSource } from './source.ts'
import { cutBlocks, readAhead } from './source-blocks.ts'

/** Options of an append. */
export interface AppendOptions extends RequestOptions {
  /** Only if the object's ETag is this one at the start. */
  ifMatch?: string | undefined
  /** Bytes of content a request. Default 4194304 (4 MiB). */
  requestBytes?: number | undefined
  onProgress?: ProgressListener | undefined
}

/** What an append or overwrite did. */
export interface AppendResult {
  etag: string | undefined
  version: number | undefined
  /** Bytes of content that were written. */
  bytes: number
}

/** The requests that an append is made of. */
export interface AppendTarget {
  info(options: RequestOptions): Promise<ObjectInfo>
  appendOnce(bytes: Uint8Array, options: UpdateOptions): Promise<WriteResult>
  write(offset: number, bytes: Uint8Array, options: UpdateOptions): Promise<WriteResult>
}

async function* readSource(source: RandomAccessSource, piece: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let start = 0; start < source.size; start += piece)
    yield await source.read(start, Math.min(start + piece, source.size))
}

/** A source in pieces of `requestBytes`, and how long it is if that is known. */
export function piecesOf(
  source: UploadSource,
  requestBytes: number = 4_194_304,
  signal?: AbortSignal | undefined,
): { chunks: AsyncIterable<Uint8Array>; size: number | undefined; requestBytes: number; close(): Promise<void> } {
  if (!Number.isSafeInteger(requestBytes) || requestBytes < 1)
    throw invalid('requestBytes', 'requestBytes must be a positive integer')
  const { random, stream } = openSource(source)
  return {
    chunks: random === undefined ? chunksOf(stream, signal) : readSource(random, requestBytes),
    size: random?.size,
    requestBytes,
    close: async () => {
      stream?.close(undefined)
      await random?.close?.()
    },
  }
}

/** Adds content at the end of an object. */
export async function appendContent(
  target: AppendTarget,
  source: UploadSource,
  options: AppendOptions,
): Promise<AppendResult> {
  const pieces = piecesOf(source, options.requestBytes, options.signal)
  const request = requestOf(options)
  const progress = new ProgressCounter('sending', pieces.size, options.onProgress)
  try {
    const { whole, chunks } = await readAhead(pieces.chunks, pieces.requestBytes)
    if (whole !== undefined) {
      // One request: the server itself finds the end, whoever else appends at the same time.
      progress.total = whole.length
      const { etag, version } = await target.appendOnce(whole, { ...request, ifMatch: options.ifMatch })
      progress.add(whole.length, whole.length)
      progress.begin('done', whole.length)
      return { etag, version, bytes: whole.length }
    }
    const start = await target.info({
      ...request,
      ...(options.ifMatch === undefined ? {} : { ifMatch: options.ifMatch }),
    })
    return await writePieces(target, start.bytes, start.etag, cutBlocks(chunks, pieces.requestBytes), request, progress)
  } finally {
    await pieces.close()
  }
}

/** Writes pieces one after the other, each on condition that the object is as the one before left it. */
export async function writePieces(
  target: Pick<AppendTarget, 'write'>,
  offset: number,
  etag: string | undefined,
  pieces: AsyncIterable<Uint8Array>,
  request: RequestOptions,
  progress: ProgressCounter,
): Promise<AppendResult> {
  let result: WriteResult = { etag, version: undefined }
  let bytes = 0
  for await (const piece of pieces) {
    request.signal?.throwIfAborted()
    result = await target.write(offset + bytes, piece, { ...request, ifMatch: result.etag })
    bytes += piece.length
    progress.add(piece.length, piece.length)
  }
  progress.total = bytes
  progress.begin('done', bytes)
  return { ...result, bytes }
}
