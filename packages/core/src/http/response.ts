import type { ApiError } from '../errors/api-errors.ts'
import { ParseError } from '../errors/client-errors.ts'
import { redact, safeUrl } from '../observe/redact.ts'
import { requestIdOf } from '../observe/request-id.ts'
import type { AbortScope } from '../runtime/abort-scope.ts'
import type { IncomingBody } from '../runtime/direct-send.ts'
import { readBytes, textOf } from '../transport/read-bytes.ts'
import { errorFromResponse } from './error-response.ts'
import { isHtml } from './fault.ts'
import { parseJson } from './json.ts'

/** A response. Its body can be read once, by one of the methods or through `body`; if it is not needed, call `cancel()`. */
export interface ApiResponse {
  readonly status: number
  readonly headers: Headers
  /** The URL that responded, with secrets masked. */
  readonly url: string
  /** Null if there is none, or if it has been read already. */
  readonly body: ReadableStream<Uint8Array> | null
  /** @throws {ParseError} if it is longer than `maxBytes` of the call (256 MiB by default). */
  text(): Promise<string>
  /**
   * The body as JSON, with integers beyond 2^53 preserved (see `parseJson`).
   *
   * @throws {ParseError} if it is not valid JSON, or longer than `maxBytes` of the call (256 MiB by default).
   */
  json<T = unknown>(): Promise<T>
  /** @throws {ParseError} if it is longer than `maxBytes` of the call (2 GiB by default). */
  arrayBuffer(): Promise<ArrayBuffer>
  /** Discards the body and releases its connection. */
  cancel(): Promise<void>
}

/** A response with what its errors need. */
export interface ResponseFields {
  readonly status: number
  readonly headers: Headers
  readonly method: string
  readonly url: string
  /** Bytes, if it has been read. */
  readonly body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer> | null
  readonly secrets: Iterable<string>
  readonly maxBytes: number | undefined
}

type ContentFields = Omit<ResponseFields, 'body'>

export class HttpResponse implements ApiResponse {
  readonly status: number
  readonly headers: Headers
  readonly #fields: ContentFields
  readonly #content: Uint8Array<ArrayBuffer> | undefined
  #body: ReadableStream<Uint8Array> | null | undefined

  constructor({ body, ...fields }: ResponseFields) {
    this.status = fields.status
    this.headers = fields.headers
    this.#fields = fields
    if (body instanceof Uint8Array) this.#content = body
    else this.#body = body
  }

  /** Of content that has been read, a stream is made only for those who ask for one. */
  get body(): ReadableStream<Uint8Array> | null {
    this.#body ??= this.#content === undefined ? null : streamOf(this.#content)
    return this.#body
  }

  /** Masked when it is read: few callers do, and to find secrets takes time. */
  get url(): string {
    return safeUrl(this.#fields.url, this.#fields.secrets)
  }

  async text(): Promise<string> {
    return textOf(await this.#read(longestText))
  }

  async json<T = unknown>(): Promise<T> {
    return parseContent(await this.text(), this.#fields) as T
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.#read(longestBinary)).buffer
  }

  async cancel(): Promise<void> {
    if (this.body !== null && !this.body.locked) await this.body.cancel()
  }

  /** @see {@link responseError} */
  toError(body: string): ApiError {
    return errorFromResponse({ ...this.#fields, url: this.url, body })
  }

  /** Not through a `Response` around the body: in browsers that replaces the error that ended the body by its own. */
  async #read(longest: number): Promise<Uint8Array<ArrayBuffer>> {
    const content = this.#content
    if (content !== undefined && this.#body === undefined && content.byteLength <= (this.#fields.maxBytes ?? longest))
      return content
    return readWhole(this.body, this.#fields, longest)
  }
}

/**
 * The error for a response with an expected status that turns out to be a failure: a 409 that lists no blocks, for example.
 * `body` is its content, if it has been read.
 */
export function responseError(response: ApiResponse, body = ''): ApiError {
  return (response as HttpResponse).toError(body)
}

/**
 * Parses the body of a successful response as JSON.
 *
 * @throws {ParseError} that says what was received instead: usually a web page, from something other than the API.
 */
export function parseContent(text: string, response: ContentFields): unknown {
  try {
    if (text.trim() !== '') return parseJson(text)
  } catch {
    // The parser's message would quote the content.
  }
  const { status, headers, method, secrets } = response
  const url = safeUrl(response.url, secrets)
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
  if (text.trim() === '') return 'Expected JSON but got an empty body'
  if (isHtml(text)) {
    return (
      'Expected JSON but got a web page: this is not the URL of a Synnefo API, or a proxy or login page responded instead. ' +
      "An authentication URL looks like 'https://accounts.example.org/identity/v2.0'"
    )
  }
  return 'The body is not valid JSON. Does a proxy change or truncate it?'
}

/** In bytes. What becomes a string, and then JSON, takes several times its size in memory; no response of a cloud comes near it. */
export const longestText: number = 256 * 1024 * 1024
/** In bytes. What is longer is read as a stream. */
export const longestBinary: number = 2 * 1024 * 1024 * 1024

/** Reads a whole body, up to what the call says or else `longest`. @throws {ParseError} if it is longer. */
export async function readWhole(
  body: IncomingBody | null,
  response: ContentFields,
  longest: number,
  scope?: AbortScope,
  onChunk?: (received: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const limit = response.maxBytes ?? longest
  const tooLong = (): ParseError => {
    const { status, method, headers, secrets } = response
    const url = safeUrl(response.url, secrets)
    const message = `The body of the response is longer than ${limit} bytes, the most that is read into memory (option maxBytes). Ask for less, or read it as a stream (${status}, ${method} ${url})`
    return new ParseError(message, { status, method, url, requestId: requestIdOf(headers, secrets) })
  }
  try {
    return await readBytes(body, scope, undefined, (received) => {
      if (received > limit) throw tooLong()
      onChunk?.(received)
    })
  } catch (error) {
    // No memory for so many bytes in one piece.
    throw error instanceof RangeError ? tooLong() : error
  }
}

/** A stream of bytes that have been read. Filled only when it is read itself: most callers use the bytes. */
function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let left: Uint8Array | undefined = bytes.byteLength === 0 ? undefined : bytes
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (left !== undefined) controller.enqueue(left)
        left = undefined
        controller.close()
      },
    },
    { highWaterMark: 0 },
  )
}
