/** The body of a response, as far as it is needed here: a `ReadableStream` has this too. */
export interface IncomingBody {
  getReader(): IncomingReader
  cancel(reason?: unknown): Promise<void>
}

export interface IncomingReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>
  cancel(reason?: unknown): Promise<void>
}

/** The response to a request, as far as it is needed here: a `Response` has this too. */
export interface IncomingResponse {
  readonly status: number
  readonly type: string
  readonly url: string
  readonly headers: Headers
  readonly body: IncomingBody | null
}

/** What ends a request early: an `AbortScope`. */
interface Abortable {
  readonly aborted: boolean
  readonly reason: unknown
  onAbort(callback: () => void): () => void
}

/** A request to be sent without fetch. */
export interface DirectRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | Blob | ReadableStream<Uint8Array> | undefined
  /** Whether a body with a Content-Encoding is decoded. */
  readonly decode: boolean
  readonly scope: Abortable
}

/**
 * Sends a request as fetch with `redirect: 'manual'` does, and fails as it does, at a fraction of its cost: no Request, no Response, no web
 * streams, no AbortSignal.
 */
export type DirectSend = (request: DirectRequest) => Promise<IncomingResponse>

/** Marks a fetch that is Node's own with other connections, so that it is treated like Node's own: its `DirectSend`. */
export const nodeFetchMark: symbol = Symbol.for('@kamaki/core/node-fetch')
