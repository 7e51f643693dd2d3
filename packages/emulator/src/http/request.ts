import { type BodySource, iterableBody, tapped } from './bodies.ts'
import { parseQuery, type Query, wsgiPath } from './target.ts'

export interface CallInit {
  method: string
  target: string
  headers: ReadonlyMap<string, string>
  origin: string
  body: BodySource
  signal: AbortSignal
  peer?: string | undefined
}

/** How a response is to be written, see `Call.format`. */
export type Format = 'json' | 'xml' | 'text' | 'atom'

/**
 * Headers as a WSGI server hands them on: there an underscore in a name is a dash, and one that comes both ways has both values.
 * Only `Content-Type` and `Content-Length` are known by their dash.
 */
function asEnvironment(headers: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  if (![...headers.keys()].some((name) => name.includes('_'))) return headers
  const joined = new Map<string, string>()
  for (const [name, value] of headers) {
    const dashed = /^content_(?:type|length)$/.test(name) ? name : name.replaceAll('_', '-')
    const before = joined.get(dashed)
    joined.set(dashed, before === undefined ? value : `${before},${value}`)
  }
  return joined
}

/** One request as it came: nothing about it is normalised. */
export class Call {
  readonly method: string
  /** The request target, exactly as sent: `/pithos/object-store/v1/u/c/a%2F..//b?format=json`. */
  readonly target: string
  /** The target up to the question mark, still percent-encoded. */
  readonly rawPath: string
  /** The target after the question mark, still percent-encoded; '' if there is none. */
  readonly rawQuery: string
  /** Header names in lower case; values as Latin-1, one character a byte; repeated headers joined by a comma. */
  readonly headers: ReadonlyMap<string, string>
  /** Scheme and host that the caller used: what links in responses begin with. */
  readonly origin: string
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal
  /** IP address of the caller; undefined in process. */
  readonly peer: string | undefined
  /** What the route's `:name` segments matched, percent-decoded. */
  params: Readonly<Record<string, string>> = {}
  /** How the response is to be written: query `format`, then a path suffix, then Accept; set by the dispatcher before a handler runs. */
  format: Format = 'json'
  #body: BodySource
  #bytes: Promise<Uint8Array> | undefined
  #path: string | null | undefined
  #query: Query | undefined
  #readRest: () => Promise<void> = async () => {}

  constructor(init: CallInit) {
    this.method = init.method
    this.target = init.target
    const mark = init.target.indexOf('?')
    this.rawPath = mark < 0 ? init.target : init.target.slice(0, mark)
    this.rawQuery = mark < 0 ? '' : init.target.slice(mark + 1)
    this.headers = asEnvironment(init.headers)
    this.origin = init.origin
    this.signal = init.signal
    this.peer = init.peer
    this.#body = init.body
  }

  /**
   * The path percent-decoded as UTF-8, slashes (`%2F`) included and dot segments kept, as a WSGI server hands it to
   * Django; null if it is not valid UTF-8.
   */
  get path(): string | null {
    if (this.#path === undefined) this.#path = wsgiPath(this.rawPath)
    return this.#path
  }

  /** Query parameters, decoded; a repeated one counts with its last value, a bare key is ''. */
  get query(): Query {
    this.#query ??= parseQuery(this.rawQuery)
    return this.#query
  }

  /** A header's value (any case of name), Latin-1. */
  header(name: string): string | undefined {
    return this.headers.get(name.toLowerCase())
  }

  /** The token: query parameter `X-Auth-Token` first, then the header. */
  get token(): string | undefined {
    return this.query.get('X-Auth-Token') || this.header('x-auth-token') || undefined
  }

  /** True if the body comes in chunks: Django then sees no body at all (`body()` is empty), only Pithos reads it. */
  get chunked(): boolean {
    return (this.header('transfer-encoding') ?? '').toLowerCase().includes('chunked')
  }

  /** Content-Length as a number, undefined if it is missing or not a number. */
  get contentLength(): number | undefined {
    const text = this.header('content-length')
    return text !== undefined && /^\d+$/.test(text.trim()) ? Number(text) : undefined
  }

  /** The body as Django's `request.body` shows it: by Content-Length; empty if it comes in chunks. */
  async body(): Promise<Uint8Array> {
    return this.chunked ? new Uint8Array(0) : this.bytes()
  }

  /** `body()` as UTF-8; null if it is not valid. */
  async text(): Promise<string | null> {
    const bytes = await this.body()
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    } catch {
      return null
    }
  }

  /** All bytes of the body, chunked or not, in one piece: the fast way in for blocks. */
  bytes(): Promise<Uint8Array> {
    this.#bytes ??= this.#body.bytes()
    return this.#bytes
  }

  /** Puts something between the caller's body and whoever reads it. */
  wrapBody(wrap: (pieces: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>): void {
    const inner = this.#body
    this.#body = iterableBody({ [Symbol.asyncIterator]: () => wrap(inner.stream())[Symbol.asyncIterator]() })
  }

  /** Tells of what is read of the body from now on, in pieces of any size. */
  watchBody(seen: (piece: Uint8Array) => void): void {
    const inner = this.#body
    let read = false
    const source: BodySource = {
      stream: () => {
        read = true
        return tapped(inner.stream(), seen)
      },
      bytes: async () => {
        read = true
        const bytes = await inner.bytes()
        seen(bytes)
        return bytes
      },
    }
    this.#body = source
    this.#readRest = async () => {
      const hasBody = this.chunked || (this.contentLength ?? 0) > 0
      if (!read && hasBody && inner.comesAnyway) for await (const _piece of source.stream());
    }
  }

  /** Reads a body that nobody has read, if it comes anyway: for those who watch. Never fails. */
  readRest(): void {
    this.#readRest().catch(() => {})
  }

  /** The bytes of the body as they come, chunked or not. Over a socket the pieces come straight from it. */
  stream(): AsyncIterable<Uint8Array> {
    return this.#body.stream()
  }
}
