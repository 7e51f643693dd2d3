import { AbortScope, formatValue, onAbort, rejectArgument } from '@kamaki/core/toolkit'
import { bytesOf, requireUnread } from '../codec/body.ts'

/** Chunks of any sizes, to be read once. */
export type ChunkStream = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>

/** Content that is read once. */
export interface StreamSource {
  /** The next chunk; undefined at the end. */
  next(): Promise<Uint8Array | undefined>
  /** Lets go of the rest, also while a chunk is being waited for. */
  close(reason: unknown): void
}

/** What Node's streams, and those that are modelled on them, have besides their iterator. */
interface NodeStream extends AsyncIterable<unknown> {
  on(event: 'error', listener: () => void): unknown
  pause?(): unknown
  destroy(): unknown
  readonly readable?: boolean
  readonly destroyed?: boolean
  readonly readableDidRead?: boolean
  readonly readableFlowing?: boolean | null
  readonly errored?: unknown
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const has = (value: object, name: string): boolean => typeof Reflect.get(value, name) === 'function'

/** Whether it is read once, from its beginning to its end. Some streams (entries of tar archives) have a size and can `read` as well. */
export function isStream(source: unknown): source is ChunkStream {
  return isObject(source) && (has(source, 'getReader') || Symbol.asyncIterator in source)
}

const isWebStream = (source: ChunkStream): source is ReadableStream<Uint8Array> => has(source, 'getReader')

const isNodeStream = (source: ChunkStream): source is ChunkStream & NodeStream =>
  has(source, 'on') && has(source, 'destroy')

function checkChunk(chunk: unknown): Uint8Array {
  const hint = typeof chunk === 'string' ? '. Is there an encoding set? Without one, the stream yields bytes' : ''
  return (
    bytesOf(chunk, 'source') ??
    rejectArgument('source', `must be a stream of bytes (Uint8Array); got ${formatValue(chunk)}${hint}`)
  )
}

function ofWebStream(stream: ReadableStream<Uint8Array>): StreamSource {
  // Not every runtime's streams can be iterated.
  const reader = requireUnread(stream, 'source').getReader()
  let ended = false
  return {
    async next() {
      const { done, value } = await reader.read()
      ended ||= done
      return done ? undefined : checkChunk(value)
    },
    close(reason) {
      if (!ended) reader.cancel(reason).catch(() => undefined)
    },
  }
}

function ofNodeStream(stream: NodeStream): StreamSource {
  // A stream that fails before it is read, such as that of a missing file, would end the process if nobody listened.
  stream.on('error', () => undefined)
  const isUsed = stream.readableDidRead === true || stream.destroyed === true || stream.readable === false
  // One that failed by itself tells why when it is read.
  if (isUsed && (stream.errored ?? undefined) === undefined) {
    rejectArgument(
      'source',
      'is a stream that was read, ended or destroyed before. Open it anew, or to upload only the rest pass source.pipe(new PassThrough())',
    )
  }
  // Nothing is to flow past before the first chunk is asked for.
  if (stream.readableFlowing === true) stream.pause?.()
  const iterator = stream[Symbol.asyncIterator]()
  return {
    async next() {
      const { done, value } = await iterator.next()
      return done === true ? undefined : checkChunk(value)
    },
    // Its iterator would not do it before the first chunk.
    close: () => void stream.destroy(),
  }
}

/** Iterators that were uploaded before: they have no more to say, and do not tell that they had. */
const usedIterators = new WeakSet<object>()

function ofIterable(chunks: AsyncIterable<Uint8Array>): StreamSource {
  const iterator = chunks[Symbol.asyncIterator]()
  // A generator, say: it is read once, and where it has been nobody can see.
  const isSelf = (iterator as unknown) === chunks
  if (isSelf && usedIterators.has(iterator))
    rejectArgument('source', 'is a generator that was read before. Call its function anew')
  if (isSelf) usedIterators.add(iterator)
  let isFirst = true
  return {
    async next() {
      const { done, value } = await iterator.next()
      if (done !== true) {
        isFirst = false
        return checkChunk(value)
      }
      if (isFirst && isSelf) {
        rejectArgument(
          'source',
          'is a generator that ended before its first chunk, as one does that was read before. Call its function anew; for empty content pass an empty Uint8Array',
        )
      }
      return undefined
    },
    close: () => void Promise.resolve(iterator.return?.()).catch(() => undefined),
  }
}

/** Takes hold of a stream: nobody else can read it any more, and its failure is nobody else's. */
export function openStream(source: ChunkStream): StreamSource {
  if (isWebStream(source)) return ofWebStream(source)
  return isNodeStream(source) ? ofNodeStream(source) : ofIterable(source)
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
