import { pythonJson } from '../python/json.ts'

export type ReplyBody = Uint8Array | string | AsyncIterable<Uint8Array> | null

/** What goes back. Header names keep the case they are set with; values are Latin-1 (percent-encode what is not). */
export class Reply {
  status: number
  readonly headers: Map<string, string> = new Map()
  body: ReplyBody
  /** Set on replies that do not go through Synnefo's API decorator (HTML pages): they get no Last-Modified and no label of ours. */
  bare = false
  /** Over a socket, a HEAD of this reply is followed by a chunk that should not be there, and the connection closes. */
  strayChunk = false
  /** The connection is reset within the headers of this reply. */
  resetInHeaders = false

  constructor(status: number, body: ReplyBody = null, headers: Readonly<Record<string, string>> = {}) {
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

/** A JSON reply, written as Python does. Labelled by the format asked for (JSON text labelled as XML, if that was asked, as the real server does). */
export function json(status: number, value: unknown, headers?: Readonly<Record<string, string>>): Reply {
  return new Reply(status, pythonJson(value), headers)
}

/** Text, labelled by the format asked for unless `headers` say otherwise. */
export function text(status: number, body: string, headers?: Readonly<Record<string, string>>): Reply {
  return new Reply(status, body, headers)
}

/** No body; labelled all the same, as the real server does. */
export function empty(status: number, headers?: Readonly<Record<string, string>>): Reply {
  return new Reply(status, null, headers)
}

/** An HTML page as Django or Apache sends it, outside the API. */
export function html(status: number, body?: string, headers: Readonly<Record<string, string>> = {}): Reply {
  const page =
    body ?? `<!DOCTYPE html><html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>`
  const reply = new Reply(status, page, { 'Content-Type': 'text/html; charset=utf-8', ...headers })
  reply.bare = true
  return reply
}

/** Django's bare 405 (`require_http_methods`): no body. */
export function bareNotAllowed(allow: readonly string[]): Reply {
  return html(405, '', { Allow: allow.join(', ') })
}
