import type { ApiError } from '../errors/api-errors.ts'
import { ParseError } from '../errors/client-errors.ts'
import { redact, safeUrl } from '../observe/redact.ts'
import { requestIdOf } from '../observe/request-id.ts'
import { readBytes } from '../transport/read-bytes.ts'
import { errorFromResponse } from './error-response.ts'
import { isHtml } from './fault.ts'
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
  /**
   * The body as JSON, with integers beyond 2^53 kept (see `parseJson`).
   *
   * @throws {ParseError} if it is none.
   */
  json<T = unknown>(): Promise<T>
  arrayBuffer(): Promise<ArrayBuffer>
  /** Lets go of the body and its connection. */
  cancel(): Promise<void>
}

/** What is known of a reply besides its content. */
export interface ResponseFields {
  readonly status: number
  readonly headers: Headers
  readonly method: string
  readonly url: string
  readonly body: ReadableStream<Uint8Array> | null
  readonly secrets: readonly string[]
}

export class HttpResponse implements ApiResponse {
  readonly status: number
  readonly headers: Headers
  readonly url: string
  readonly body: ReadableStream<Uint8Array> | null
  readonly #method: string
  readonly #secrets: readonly string[]

  constructor(fields: ResponseFields) {
    this.status = fields.status
    this.headers = fields.headers
    this.url = fields.url
    this.body = fields.body
    this.#method = fields.method
    this.#secrets = fields.secrets
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.#read())
  }

  async json<T = unknown>(): Promise<T> {
    const { status, headers, url } = this
    const secrets = this.#secrets
    return parseContent(await this.text(), { status, headers, method: this.#method, url, secrets }) as T
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.#read()).buffer
  }

  async cancel(): Promise<void> {
    if (this.body !== null && !this.body.locked) await this.body.cancel()
  }

  /** @see {@link responseError} */
  toError(body: string): ApiError {
    const { status, headers, url } = this
    return errorFromResponse({
      status,
      headers,
      body,
      method: this.#method,
      url: safeUrl(url),
      secrets: this.#secrets,
    })
  }

  /** By its reader: a `Response` around the body would, in browsers, put an error of its own in the place of that which ends the body. */
  #read(): Promise<Uint8Array<ArrayBuffer>> {
    return readBytes(this.body)
  }
}

/**
 * The error for a response that a call had expected and that turns out to mean failure all the same: a 409 that lists no blocks, say.
 * `body` is its content, where it has been read.
 */
export function responseError(response: ApiResponse, body = ''): ApiError {
  return (response as HttpResponse).toError(body)
}

/**
 * The JSON in the content of a good response.
 *
 * @throws {ParseError} that says what came instead: mostly a web page, since something else than the API answered.
 */
export function parseContent(text: string, reply: Omit<ResponseFields, 'body'>): unknown {
  try {
    if (text.trim() !== '') return parseJson(text)
  } catch {
    // What the parser says would quote the content.
  }
  const { status, headers, method, secrets } = reply
  const url = safeUrl(reply.url)
  const contentType = redact(headers.get('content-type') ?? '', secrets).slice(0, 200) || undefined
  throw new ParseError(`${describe(text)} (${status}, ${contentType ?? 'no content type'}, ${method} ${url})`, {
    status,
    method,
    url,
    contentType,
    requestId: requestIdOf(headers, secrets),
  })
}

function describe(text: string): string {
  if (text.trim() === '') return 'An empty body came where JSON was expected'
  if (isHtml(text)) {
    return (
      'A web page came where JSON was expected: this is not the URL of a Synnefo API, or a proxy or login page stands in between. ' +
      "An authentication URL is like 'https://accounts.example.org/identity/v2.0'"
    )
  }
  return 'The body is not valid JSON. Does a proxy in between change it, or cut it short?'
}
