import { type ApiResponse, IntegrityError, NotFoundError, type RequestOptions, TransferError } from '@kamaki/core'
import { AbortScope, type Http, onAbort } from '@kamaki/core/toolkit'
import { readObjectContent } from '../../api/object.ts'
import { readObject } from '../../codec/object.ts'
import { parseContentRange } from '../../codec/ranges.ts'
import type { ObjectLocation } from '../../model/location.ts'
import type { ObjectInfo } from '../../model/object.ts'
import type { PithosGetOptions } from '../../model/object-options.ts'
import { BodyTooShortError, ByteReader } from './byte-reader.ts'

/** Whether the content may well be right when it is asked for again. */
export const isCurable = (error: unknown): boolean =>
  error instanceof BodyTooShortError || IntegrityError.isInstance(error)

/** The errors of content of a version that is no longer there, or does not come to its end. */
export async function contentErrors<T>(name: string, content: Promise<T>): Promise<T> {
  try {
    return await content
  } catch (cause) {
    if (NotFoundError.isInstance(cause)) {
      const message = `'${name}' was replaced or deleted while it was being downloaded, and its old version was not kept`
      throw new TransferError(message, {}, { cause })
    }
    if (!(cause instanceof BodyTooShortError)) throw cause
    throw new TransferError(`The connection broke off while '${name}' was being downloaded`, {}, { cause })
  }
}

/** A reader at a position of the object, whatever the server makes of the range. */
async function readerAt(response: ApiResponse, name: string, start: number, size: number): Promise<ByteReader> {
  const range = parseContentRange(response.headers.get('content-range'))
  const wrong = range !== undefined && (range.first !== start || (range.size !== undefined && range.size !== size))
  if (wrong || response.body === null || (response.status === 206 && range === undefined)) {
    await response.cancel()
    throw new TransferError(`The cloud responded with other bytes of '${name}' than were asked for`)
  }
  const reader = new ByteReader(response.body)
  // A proxy that knows no ranges sends everything from the start.
  if (range === undefined) await reader.skip(start)
  return reader
}

/** Reads a response from a position of the object on. */
export async function withReader<T>(
  response: ApiResponse,
  name: string,
  start: number,
  size: number,
  read: (reader: ByteReader) => Promise<T>,
): Promise<T> {
  const reader = await readerAt(response, name, start, size)
  try {
    return await read(reader)
  } finally {
    reader.close()
  }
}

/** Bytes of an object, both included. */
interface Bytes {
  readonly first: number
  readonly last: number
}

/** What is to become of content that is being received. */
interface Taking {
  bytes(): Bytes
  read(reader: ByteReader, progressed: () => void): Promise<unknown>
}

/** The content of an object that is being received before anybody knows how much of it there is, and what is to become of it. */
export interface OpenContent {
  readonly info: ObjectInfo
  /** Whether it has come already, and was counted as it came. */
  readonly isCounted: boolean
  /** Whether it can no longer be taken. */
  readonly isClosed: boolean
  /**
   * Reads it from its first byte on, once. If it breaks off, or `read` throws what can be cured, what is then left of `bytes` is asked for.
   * Undefined: that has to be done by the caller.
   */
  take<T>(
    bytes: () => Bytes,
    read: (reader: ByteReader, progressed: () => void) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T | undefined>
  /** Lets go of what was not taken. To be called in any case. */
  close(): Promise<void>
}

/**
 * Asks for all of an object, and resolves when it begins to arrive. Undefined: of how many bytes there are nothing is said, as by a proxy
 * that passes on what it compresses; the hashmap says it.
 */
export function openContent(
  http: Http,
  at: ObjectLocation,
  options: PithosGetOptions,
  request: RequestOptions,
): Promise<OpenContent | undefined> {
  const scope = new AbortScope(request.signal)
  const own = { ...request, signal: scope.signal }
  let give: (taking: Taking | undefined) => void = () => undefined
  const given = new Promise<Taking | undefined>((resolve) => {
    give = resolve
  })
  return new Promise((resolve, reject) => {
    let info: ObjectInfo | undefined
    let taking: Taking | undefined
    let isClosed = false
    const next = (): PithosGetOptions =>
      taking === undefined ? { ...options, ...own } : { ...own, version: info?.version, range: taking.bytes() }
    const received = readObjectContent(http, at, next, isCurable, async (response, progressed) => {
      const start = taking?.bytes().first ?? 0
      if (info === undefined) {
        if (!response.headers.has('content-length')) {
          resolve(undefined)
          return undefined
        }
        info = readObject(at.name, response)
        resolve({
          ...{ info, take, close, isCounted: false },
          get isClosed() {
            return isClosed
          },
        })
        taking = await given
      }
      if (taking === undefined) return undefined
      const { read } = taking
      return withReader(response, at.name, start, info.bytes, (reader) => read(reader, progressed))
    }).finally(() => scope.close())
    received.catch(reject)
    const take: OpenContent['take'] = async (bytes, read, signal) => {
      const forget = signal && onAbort(signal, () => scope.abort(signal.reason))
      give({ bytes, read })
      try {
        return (await contentErrors(at.name, received)) as Awaited<ReturnType<typeof read>>
      } finally {
        forget?.()
      }
    }
    const close = async (): Promise<void> => {
      isClosed = true
      give(undefined)
      scope.abort(new Error('the download was given up'))
      await received.catch(() => undefined)
    }
  })
}

/** Content that is in memory already, but has to be compared with a hashmap. */
export function heldContent(info: ObjectInfo, content: Uint8Array): OpenContent {
  return {
    ...{ info, isCounted: true, isClosed: false },
    async take(_bytes, read) {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(content)
          controller.close()
        },
      })
      try {
        return await read(new ByteReader(body), () => undefined)
      } catch (error) {
        // What is wrong in it is asked for.
        if (isCurable(error)) return undefined
        throw error
      }
    },
    close: async () => undefined,
  }
}

/** Content waits for its hashmap so many times as long as its beginning took to come, but for as long as this at least. */
const patience = { times: 4, leastMs: 250 }

/**
 * Works while content waits to be read. It is let go if that takes long: where there are few connections, the one that it has may be the one
 * that the work needs.
 *
 * @param tookMs how long its beginning took to come.
 */
export async function whileOpen<T>(open: OpenContent, tookMs: number, work: () => Promise<T>): Promise<T> {
  const timer = setTimeout(() => void open.close(), Math.max(patience.leastMs, patience.times * tookMs))
  try {
    return await work()
  } catch (error) {
    await open.close()
    throw error
  } finally {
    clearTimeout(timer)
  }
}
