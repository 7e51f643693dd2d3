import type { ApiResponse } from '@kamaki/core'
import { decodeText, type Held, requireMemory } from '../codec/in-memory.ts'
import { readContent, readObject } from '../codec/object.ts'
import { parseContentRange } from '../codec/ranges.ts'
import type { ContentInfo, ObjectInfo } from '../model/object.ts'

/** The response to a GET of data: what its headers say, and the content, to be read once. */
export class ObjectData<I extends ContentInfo = ObjectInfo> {
  readonly #response: ApiResponse
  /** What the headers say; `bytes` is the size of the whole object, also when a range was asked for. */
  readonly info: I
  /** The bytes that come, as positions in the object (`last` is included); undefined if it is the whole object. */
  readonly range: { readonly first: number; readonly last: number } | undefined

  readonly #held: Held

  private constructor(response: ApiResponse, name: string, read: (bytes: number | undefined) => I) {
    const range = parseContentRange(response.headers.get('content-range'))
    this.#response = response
    this.info = read(range?.size)
    this.range = range === undefined ? undefined : { first: range.first, last: range.last }
    this.#held = { name, cure: 'Read it as it comes, by its body' }
  }

  static of(response: ApiResponse, name: string): ObjectData<ObjectInfo> {
    return letGo(response, () => new ObjectData(response, `'${name}'`, (bytes) => readObject(name, response, bytes)))
  }

  static ofPublic(response: ApiResponse): ObjectData<ContentInfo> {
    return letGo(response, () => new ObjectData(response, 'The object', (bytes) => readContent(response, bytes)))
  }

  /** The content as it comes; null where there is none. What is not read to its end must be cancelled. */
  get body(): ReadableStream<Uint8Array> | null {
    return this.#response.body
  }

  /** All of it as bytes. @throws {TransferError} for more than memory can hold. */
  bytes(): Promise<Uint8Array> {
    return this.#read('bytes')
  }

  /** All of it as a UTF-8 string. @throws {TransferError} for more than a string can hold. */
  async text(): Promise<string> {
    return decodeText(await this.#read('a string'), this.#held)
  }

  async #read(kind: 'bytes' | 'a string'): Promise<Uint8Array> {
    const { info, range } = this
    try {
      requireMemory(range === undefined ? info.bytes : range.last - range.first + 1, kind, this.#held)
    } catch (error) {
      await this.cancel()
      throw error
    }
    return new Uint8Array(await this.#response.arrayBuffer())
  }

  /** Gives up what was not read. */
  cancel(): Promise<void> {
    return this.#response.cancel()
  }
}

/** Reads headers of a response whose body is open; if they cannot be right, its connection is released. */
function letGo<T>(response: ApiResponse, read: () => T): T {
  try {
    return read()
  } catch (error) {
    void response.cancel().catch(() => undefined)
    throw error
  }
}
