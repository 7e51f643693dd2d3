import { parseJson } from './json.ts'

/** A reply. Its body is read once, by one of the methods or by `body`; where it is not wanted, call `cancel()`. */
export interface ApiResponse {
  readonly status: number
  readonly headers: Headers
  /** Where the reply came from. */
  readonly url: string
  /** Null where there is none, or where it has been read already. */
  readonly body: ReadableStream<Uint8Array> | null
  text(): Promise<string>
  /** The body as JSON, with integers beyond 2^53 kept (see `parseJson`). */
  json<T = unknown>(): Promise<T>
  arrayBuffer(): Promise<ArrayBuffer>
  /** Lets go of the body and its connection. */
  cancel(): Promise<void>
}

/** @internal */
export class HttpResponse implements ApiResponse {
  readonly status: number
  readonly headers: Headers
  readonly url: string
  readonly body: ReadableStream<Uint8Array> | null

  constructor(fields: { status: number; headers: Headers; url: string; body: ReadableStream<Uint8Array> | null }) {
    this.status = fields.status
    this.headers = fields.headers
    this.url = fields.url
    this.body = fields.body
  }

  text(): Promise<string> {
    return new Response(this.body as ReadableStream<Uint8Array<ArrayBuffer>> | null).text()
  }

  async json<T = unknown>(): Promise<T> {
    return parseJson(await this.text()) as T
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return new Response(this.body as ReadableStream<Uint8Array<ArrayBuffer>> | null).arrayBuffer()
  }

  async cancel(): Promise<void> {
    if (this.body !== null && !this.body.locked) await this.body.cancel()
  }
}
