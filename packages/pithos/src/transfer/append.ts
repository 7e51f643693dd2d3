import { type ApiResponse, type RequestOptions, TransferError } from '@kamaki/core'
import {
  type Http,
  type OptionNames,
  pickRequestOptions,
  requestOptionNames,
  requireKnownOptions,
  requireNonNegativeInteger,
  requirePositiveInteger,
} from '@kamaki/core/toolkit'
import { getObject, headObject, probeObject } from '../api/object.ts'
import { appendBytes, changeHeaders, writeBytes } from '../api/object-content.ts'
import { readObject } from '../codec/object.ts'
import type { ObjectLocation } from '../model/location.ts'
import type { WriteResult } from '../model/object.ts'
import { ProgressCounter, type ProgressListener } from './progress.ts'
import { type RandomAccessSource, requireRead, type UploadSource, withSource } from './source.ts'
import { cutBlocks, readAhead } from './source-blocks.ts'
import { chunksOf } from './stream-source.ts'

/** Options of an append or overwrite. `timeoutMs` is the limit of all of it. */
export interface AppendOptions extends RequestOptions {
  /** Only if the object's ETag is this one at the start. */
  readonly ifMatch?: string | undefined
  /** Bytes of content a request. Default 4194304 (4 MiB). */
  readonly requestBytes?: number | undefined
  readonly onProgress?: ProgressListener | undefined
}

const appendOptionNames: OptionNames<AppendOptions> = {
  ...{ ...requestOptionNames, ifMatch: true, requestBytes: true, onProgress: true },
}

/** What an append or overwrite did. */
export interface AppendResult extends WriteResult {
  /** Bytes of content that were written. */
  readonly bytes: number
}

/** An append or overwrite under way. */
interface Writing {
  readonly http: Http
  readonly at: ObjectLocation
  readonly request: RequestOptions
  readonly ifMatch: string | undefined
  readonly requestBytes: number
  readonly progress: ProgressCounter
}

async function* readSource(source: RandomAccessSource, piece: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let start = 0; start < source.size; start += piece)
    yield requireRead(await source.read(start, Math.min(start + piece, source.size)))
}

/** Opens a source in pieces of `requestBytes`, and closes it after the work. */
async function withPieces(
  name: string,
  http: Http,
  at: ObjectLocation,
  source: UploadSource,
  options: AppendOptions,
  work: (writing: Writing, chunks: AsyncIterable<Uint8Array>) => Promise<AppendResult>,
): Promise<AppendResult> {
  return withSource(source, async ({ random, stream }) => {
    const own = pickRequestOptions(requireKnownOptions(options, appendOptionNames))
    const { ifMatch, onProgress } = options
    changeHeaders({ ifMatch })
    const requestBytes = requirePositiveInteger(options.requestBytes ?? 4_194_304, 'requestBytes')
    const progress = new ProgressCounter('sending', random?.size, onProgress)
    return progress.watch(own, (watched) =>
      http.composite(`${name} '${at.name}'`, watched, (request) => {
        const chunks = random === undefined ? chunksOf(stream, request.signal) : readSource(random, requestBytes)
        return work({ http, at, request, ifMatch, requestBytes, progress }, chunks)
      }),
    )
  })
}

/** Adds content at the end of an object. */
export function append(
  http: Http,
  at: ObjectLocation,
  source: UploadSource,
  options: AppendOptions,
): Promise<AppendResult> {
  return withPieces('append to', http, at, source, options, async (writing, chunks) => {
    const { request, ifMatch, requestBytes, progress } = writing
    const { whole, chunks: rest } = await readAhead(chunks, requestBytes)
    if (whole === undefined) {
      const start = await headObject(http, at, { ...request, ifMatch })
      return writePieces({ ...writing, ifMatch: start.etag }, start.bytes, rest)
    }
    // One request: the server itself finds the end, whoever else appends at the same time.
    progress.total = whole.length
    const result = await appendOnce(writing, whole)
    progress.add(whole.length, whole.length)
    progress.begin('done', whole.length)
    return { ...result, bytes: whole.length }
  })
}

/** Writes content over an object's own. */
export function overwrite(
  http: Http,
  at: ObjectLocation,
  offset: number,
  source: UploadSource,
  options: AppendOptions,
): Promise<AppendResult> {
  return withPieces('overwriting of', http, at, source, options, async (writing, chunks) =>
    writePieces(writing, requireNonNegativeInteger(offset, 'offset'), chunks),
  )
}

/** Writes pieces one after the other, each on condition that the object is as the one before left it. */
async function writePieces(
  { http, at, request, ifMatch, requestBytes, progress }: Writing,
  offset: number,
  chunks: AsyncIterable<Uint8Array>,
): Promise<AppendResult> {
  let result: WriteResult = { etag: ifMatch, version: undefined }
  let bytes = 0
  for await (const piece of cutBlocks(chunks, requestBytes)) {
    request.signal?.throwIfAborted()
    result = await writeBytes(http, at, offset + bytes, piece, { ...request, ifMatch: result.etag })
    bytes += piece.length
    progress.add(piece.length, piece.length)
  }
  progress.total = bytes
  progress.begin('done', bytes)
  return { ...result, bytes }
}

/** Adds bytes at the end once, whatever happens to the connection. */
async function appendOnce({ http, at, request, ifMatch }: Writing, bytes: Uint8Array): Promise<WriteResult> {
  const before = await headObject(http, at, request)
  let conflict: TransferError | undefined
  const confirm = async (inner: RequestOptions): Promise<ApiResponse | undefined> => {
    const response = await probeObject(http, at, inner)
    if (response.status === 404) return undefined
    const now = readObject(at.name, response)
    if (now.version === before.version) return undefined
    // Something was written. Was it this?
    const first = now.bytes - bytes.length
    if (first >= before.bytes) {
      const data = await getObject(http, at, { ...inner, version: now.version, range: { first, last: now.bytes - 1 } })
      const tail = await data.bytes()
      if (tail.every((byte, index) => byte === bytes[index])) return response
    }
    conflict = new TransferError(
      `'${at.name}' was changed by somebody else while bytes were being added. Look at it before adding again`,
    )
    throw conflict
  }
  try {
    return await appendBytes(http, at, bytes, { ...request, ifMatch, confirm })
  } catch (error) {
    throw conflict ?? error
  }
}
