import { formatValue, rejectArgument, requireNonNegativeInteger } from '@kamaki/core/toolkit'
import { bytesOf, isBlob, unreadable, wellFormed } from '../codec/body.ts'
import type { BlockMemory } from './buffer-pool.ts'
import { type ChunkStream, isStream, openStream, type StreamSource } from './stream-source.ts'

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
  /**
   * Hashes a block without its trailing zero bytes, for what can do so without handing it out: returns the hash, how many bytes it has without
   * them, and how many there were, which is fewer than wanted only at the end. What it reads into comes from `memory`.
   */
  hashBlock?(
    start: number,
    length: number,
    blockHash: string,
    memory: BlockMemory,
  ): Promise<{ readonly hash: string; readonly used: number; readonly length: number }>
  /** Whether it is still what it was at first. Asked when all of it has been read, before the object is made of it. */
  isUnchanged?(): Promise<boolean>
  /** Called once when the transfer is over, however it ends. */
  close?(): Promise<void>
}

/**
 * What can be uploaded. A string is sent as UTF-8. Streams are read once and sent as they come; everything else can be compared with what
 * the cloud has before anything is sent. A path or a file handle: `fileSource` of `@kamaki/pithos/node`.
 */
export type UploadSource = string | ArrayBufferLike | ArrayBufferView | Blob | RandomAccessSource | ChunkStream

/** The caller may write to their bytes while these are sent, or share the memory with another thread: what is read is a copy. */
export function bytesSource(bytes: Uint8Array): RandomAccessSource {
  const size = bytes.length
  // Memory that is transferred to another thread or gets shorter meanwhile has nothing left.
  const part = (start: number, end: number): Uint8Array =>
    bytes.length === size ? bytes.subarray(start, end) : new Uint8Array(0)
  return {
    size,
    read: async (start, end) => new Uint8Array(part(start, end)),
    async readInto(start, target) {
      const bytes = part(start, start + target.length)
      target.set(bytes)
      return bytes.length
    },
  }
}

function blobSource(blob: Blob): RandomAccessSource {
  return {
    size: blob.size,
    type: blob.type,
    async read(start, end) {
      try {
        return new Uint8Array(await blob.slice(start, end).arrayBuffer())
      } catch (cause) {
        throw unreadable(cause)
      }
    },
  }
}

/** Whether it can be read in any order. */
function isRandomAccess(source: unknown): source is RandomAccessSource {
  return (
    typeof source === 'object' &&
    source !== null &&
    typeof Reflect.get(source, 'read') === 'function' &&
    'size' in source
  )
}

/** What a source of the caller's own has read. */
export function requireRead(bytes: Uint8Array): Uint8Array {
  return (
    bytesOf(bytes, 'source.read()') ??
    rejectArgument('source.read()', `must resolve with bytes; got ${formatValue(bytes)}`)
  )
}

/** A source of either kind. */
export type OpenSource = { random: RandomAccessSource; stream?: never } | { random?: never; stream: StreamSource }

/**
 * Takes a source as what it is. To be called before anything is awaited: the failure of a stream that nobody listens to ends the process.
 *
 * @throws {InvalidArgumentError} for what is not a source, and for a stream that was read before.
 */
export function openSource(source: UploadSource): OpenSource {
  if (typeof source === 'string') return { random: bytesSource(new TextEncoder().encode(wellFormed(source, 'source'))) }
  const bytes = bytesOf(source, 'source')
  if (bytes !== undefined) return { random: bytesSource(bytes) }
  if (isBlob(source)) return { random: blobSource(source) }
  if (isStream(source)) return { stream: openStream(source) }
  if (isRandomAccess(source)) {
    requireNonNegativeInteger(source.size, 'source.size')
    return { random: source }
  }
  const hint = source instanceof Response || source instanceof Request ? '; pass its body' : ''
  return rejectArgument(
    'source',
    `must be a string, bytes, a Blob, a stream, or the result of fileSource(path) of @kamaki/pithos/node; got ${formatValue(source)}${hint}`,
  )
}

/** Opens a source for a piece of work, and lets go of it afterwards: a stream that was not read to its end is cancelled. */
export async function withSource<T>(source: UploadSource, work: (opened: OpenSource) => Promise<T>): Promise<T> {
  const opened = openSource(source)
  try {
    const result = await work(opened)
    opened.stream?.close(undefined)
    return result
  } catch (error) {
    opened.stream?.close(error)
    throw error
  } finally {
    await opened.random?.close?.()
  }
}
