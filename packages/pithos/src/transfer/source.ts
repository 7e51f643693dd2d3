import { AbortScope, formatValue, onAbort, rejectArgument } from '@kamaki/core/toolkit'

/** Content that can be read again, any part of it and in any order: bytes, a Blob, a file. */
export interface RandomAccessSource {
  /** Bytes in all. */
  readonly size: number
  /** Type of the content, if it has one. */
  readonly type?: string | undefined
  /** Bytes from `start` up to, not including, `end`. Several reads may be under way at once. The bytes must not change afterwards. */
  read(start: number, end: number): Promise<Uint8Array>
  /** Reads bytes from `start` on into memory that is used again; returns their number, which is less than wanted only at the end. */
  readInto?(start: number, bytes: Uint8Array): Promise<number>
  /** Whether it is still what it was at first. Asked when all of it has been read, before the object is made of it. */
  isUnchanged?(): Promise<boolean>
  /** Called once when the transfer is over, however it ends. */
  close?(): Promise<void>
}

/** Chunks of any sizes, to be read once. */
export type ChunkStream = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>

/**
 * What can be uploaded. A string is sent as UTF-8. Streams are read once and sent as they come; everything else can be compared with what
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
function isRandomAccess(source: unknown): source is RandomAccessSource {
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

/** A source of either kind. */
export type OpenSource = { random: RandomAccessSource; stream?: never } | { random?: never; stream: StreamSource }

function checkChunk(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk
  return rejectArgument('source', `must be a stream of bytes (Uint8Array); got ${formatValue(chunk)}`)
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
  const scope = new AbortScope(signal)
  const forget = onAbort(scope.signal, () => stream.close(scope.signal.reason))
  try {
    for (;;) {
      scope.throwIfAborted()
      const chunk = await scope.race(stream.next())
      if (chunk === undefined) return
      if (chunk.length > 0) yield chunk
    }
  } finally {
    forget()
    scope.close()
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
  return rejectArgument(
    'source',
    `must be a string, bytes, a Blob, a stream, or the result of fileSource(path) of @kamaki/pithos/node; got ${formatValue(source)}`,
  )
}
