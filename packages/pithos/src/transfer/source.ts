import { invalid } from '../invalid.ts'

/** Content that can be read again, any part of it and in any order: bytes, a Blob, a file. */
export interface RandomAccessSource {
  /** Bytes in all. */
  readonly size: number
  /** Type of the content, if it brings one along. */
  readonly type?: string | undefined
  /** Bytes from `start` up to, not including, `end`. Several reads may be under way at once. What it gives must not change afterwards. */
  read(start: number, end: number): Promise<Uint8Array>
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

/** A source of either kind. */
export type OpenSource =
  | { random: RandomAccessSource; stream?: never }
  | { random?: never; stream: AsyncIterable<Uint8Array> }

async function* readStream(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  // Not every runtime's streams can be iterated.
  const reader = stream.getReader()
  let finished = false
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) {
        finished = true
        return
      }
      yield value
    }
  } finally {
    if (!finished) await reader.cancel().catch(() => undefined)
    reader.releaseLock()
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
  if (source instanceof ReadableStream) return { stream: readStream(source) }
  if (isObject(source) && Symbol.asyncIterator in source) return { stream: source }
  throw invalid(
    'source',
    'the source must be text, bytes, a Blob, a stream, or what fileSource(path) of @kamaki/pithos/node gives',
  )
}
