import type { ApiResponse } from '@kamaki/core'
import { type ContentInfo, contentInfo, type ObjectInfo, objectInfo } from '../codec/object-info.ts'
import { parseContentRange } from '../codec/ranges.ts'

/** The reply to a GET of data: what the headers tell, and the content, to be read once. */
export class ObjectData<I extends ContentInfo = ObjectInfo> {
  readonly #reply: ApiResponse
  /** What the headers tell; `bytes` is the size of the whole object, also when a range was asked for. */
  readonly info: I
  /** The bytes that come, as positions in the object (`last` is included); undefined if it is the whole object. */
  readonly range: { first: number; last: number } | undefined

  private constructor(reply: ApiResponse, info: I, range: { first: number; last: number } | undefined) {
    this.#reply = reply
    this.info = info
    this.range = range === undefined ? undefined : { first: range.first, last: range.last }
  }

  static of(reply: ApiResponse): ObjectData<ObjectInfo> {
    const range = parseContentRange(reply.headers.get('content-range'))
    return new ObjectData(reply, objectInfo(reply, range?.size), range)
  }

  static ofPublic(reply: ApiResponse): ObjectData<ContentInfo> {
    const range = parseContentRange(reply.headers.get('content-range'))
    return new ObjectData(reply, contentInfo(reply, range?.size), range)
  }

  /** The content as it comes; null where there is none. What is not read to its end must be cancelled. */
  get body(): ReadableStream<Uint8Array> | null {
    return this.#reply.body
  }

  /** All of it as bytes. */
  async bytes(): Promise<Uint8Array> {
    return new Uint8Array(await this.#reply.arrayBuffer())
  }

  /** All of it as UTF-8 text. */
  text(): Promise<string> {
    return this.#reply.text()
  }

  /** Gives up what was not read. */
  cancel(): Promise<void> {
    return this.#reply.cancel()
  }
}
