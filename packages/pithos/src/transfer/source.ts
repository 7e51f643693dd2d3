import { TransferError } from '@kamaki/core'
import { invalid } from '../invalid.ts'

/** Content that can be read again, any part of it and in any order: bytes, a Blob, a file. */
export interface RandomAccessSource {
  /** Bytes in all. */
  readonly size: number
  /** Type of the content, if it brings one along. */
  readonly type?: string | undefined
  /** Bytes from `start` up to, not including, `end`. Several reads may be under way at once. What it gives must not change afterwards. */
  read(start: number, end: number): Promise<Uint8Array>
  /** Reads bytes from `start` on into memory that is used again; gives their number, which is less than wanted only at the end. */
  readInto?(start: number, bytes: Uint8Array): Promise<number>
  /** Whether it is still what it was at first. Asked when all of it has been read, before the object is made of it. */
  isUnchanged?(): Promise<boolean>
  /** Called once when the transfer is over, however it ends. */
  close?(): Promise<void>
}

/** Chunks of any sizes, to be read once. */
export type ChunkStream = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>

/**
 * What can be uploaded. Text goes as UTF-8. Streams are read once and sent as they come; everything else can be compared with what
 * the cloud has before anything is sent. A path or a file handle: `fileSource` of `@kamaki/pithos/node`.
 */
export type UploadSource = string | ArrayBuffer | ArrayBufferView | Blob | RandomAccessSource | ChunkStream

function bytesSource(bytes: Uint8Array): RandomAccessSource {
  return { size: bytes.length, read: async (start, end) => bytes.subarray(start, end) }
}

function blobSource(blob: Blob): RandomAccessSource {
  return {
    size: blob.size,
    type: blob.type,
    read: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** Whether it can be read in any order. */
export function isRandomAccess(source: unknown): source is RandomAccessSource {
  return (
    isObject(source) &&
    'read' in source &&
    typeof source.read === 'function' &&
    'size' in source &&
    typeof source.size === 'number'
  )
}

/** Content that is read once. */
export interface StreamSource {
  /** The next chunk; undefined at the end. */
  next(): Promise<Uint8Array | undefined>
  /** Lets go of the rest, also while a chunk is being waited for. */
  close(reason: unknown): void
}

/** @throws {TransferError} if the source says that it is not what it was. */
export async function requireUnchanged(source: RandomAccessSource | undefined): Promise<void> {
  if (source?.isUnchanged === undefined || (await source.isUnchanged())) return
  throw new TransferError('The content changed while it was being uploaded: start again once it rests')
}

/** A source of either kind. */
export type OpenSource = { random: RandomAccessSource; stream?: never } | { random?: never; stream: StreamSource }

function checkChunk(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk
  throw invalid('source', 'a stream must give bytes (Uint8Array), not text or objects')
}

function streamSource(stream: ReadableStream<Uint8Array>): StreamSource {
  // Not every runtime's streams can be iterated.
  const reader = stream.getReader()
  return {
    async next() {
      const { done, value } = await reader.read()
      return done ? undefined : checkChunk(value)
    },
    close: (reason) => void reader.cancel(reason).catch(() => undefined),
  }
}

function iterableSource(chunks: AsyncIterable<Uint8Array>): StreamSource {
  const iterator = chunks[Symbol.asyncIterator]()
  return {
    async next() {
      const { done, value } = await iterator.next()
      return done === true ? undefined : checkChunk(value)
    },
    close: () => void Promise.resolve(iterator.return?.()).catch(() => undefined),
  }
}

/** A stream's chunks, until the signal ends it. */
export async function* chunksOf(
  stream: StreamSource,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  let fail: (reason: unknown) => void = () => undefined
  const aborted = new Promise<never>((_resolve, reject) => {
    fail = reject
  })
  aborted.catch(() => undefined)
  const onAbort = (): void => {
    stream.close(signal?.reason)
    fail(signal?.reason)
  }
  signal?.addEventListener('abort', onAbort, { once: true })
  try {
    for (;;) {
      signal?.throwIfAborted()
      const chunk = await Promise.race([stream.next(), aborted])
      if (chunk === undefined) return
      if (chunk.length > 0) yield chunk
    }
  } finally {
    signal?.removeEventListener('abort', onAbort)
  }
}

/** Takes a source as what it is. */
export function openSource(source: UploadSource): OpenSource {
  if (typeof source === 'string') return { random: bytesSource(new TextEncoder().encode(source)) }
  if (source instanceof ArrayBuffer) return { random: bytesSource(new Uint8Array(source)) }
  if (ArrayBuffer.isView(source)) {
    return { random: bytesSource(new Uint8Array(source.buffer, source.byteOffset, source.byteLength)) }
  }
  if (source instanceof Blob) return { random: blobSource(source) }
  if (isRandomAccess(source)) return { random: source }
  if (source instanceof ReadableStream) return { stream: streamSource(source) }
  if (isObject(source) && Symbol.asyncIterator in source) return { stream: iterableSource(source) }
  throw invalid(
    'source',
    'the source must be text, bytes, a Blob, a stream, or what fileSource(path) of @kamaki/pithos/node gives',
  )
}
