import { pythonJson } from '../python/json.ts'

/** Statuses whose responses have no body. */
export const NO_BODY: ReadonlySet<number> = new Set([204, 205, 304])

export type ResponseBody = Uint8Array | string | AsyncIterable<Uint8Array> | null

/** What the caller gets. Header names keep the case they are set with; values are Latin-1 (percent-encode what is not). */
export class HttpResponse {
  status: number
  readonly headers: Map<string, string> = new Map()
  body: ResponseBody
  /** Set on responses that do not go through Synnefo's API decorator (HTML pages): they get no Last-Modified and no label of ours. */
  bare = false
  /** Over a socket, a HEAD of this response is followed by a chunk that should not be there, and the connection closes. */
  strayChunk = false
  /** The connection is reset within the headers of this response. */
  resetInHeaders = false

  constructor(status: number, body: ResponseBody = null, headers: Readonly<Record<string, string>> = {}) {
    this.status = status
    this.body = body
    for (const [name, value] of Object.entries(headers)) this.headers.set(name, value)
  }

  /** Is a header of this name (any case) set? */
  has(name: string): boolean {
    if (this.headers.has(name)) return true
    const lower = name.toLowerCase()
    for (const other of this.headers.keys()) if (other.toLowerCase() === lower) return true
    return false
  }

  set(name: string, value: string | number): this {
    this.headers.set(name, String(value))
    return this
  }
}

/** A JSON response, written as Python does. Labelled by the format asked for (JSON text labelled as XML, if that was asked, as the real server does). */
export function json(status: number, value: unknown, headers?: Readonly<Record<string, string>>): HttpResponse {
  return new HttpResponse(status, pythonJson(value), headers)
}

/** A string, labelled by the format asked for unless `headers` say otherwise. */
export function text(status: number, body: string, headers?: Readonly<Record<string, string>>): HttpResponse {
  return new HttpResponse(status, body, headers)
}

/** No body; labelled all the same, as the real server does. */
export function empty(status: number, headers?: Readonly<Record<string, string>>): HttpResponse {
  return new HttpResponse(status, null, headers)
}

/** An HTML page as Django or Apache sends it, outside the API. */
export function html(status: number, body?: string, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  const page =
    body ?? `<!DOCTYPE html><html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>`
  const response = new HttpResponse(status, page, { 'Content-Type': 'text/html; charset=utf-8', ...headers })
  response.bare = true
  return response
}

/** Django's bare 405 (`require_http_methods`): no body. */
export function bareNotAllowed(allow: readonly string[]): HttpResponse {
  return html(405, '', { Allow: allow.join(', ') })
}
