import { blockedPorts } from './blocked-ports.ts'
import { decoderOf } from './content-decoding.ts'
import type { DirectRequest, IncomingBody, IncomingResponse } from './direct-send.ts'
import { type ByteSink, QueuedBody } from './queued-body.ts'

/** The needed part of the dispatchers of undici, Node's own included. */
export interface Dispatcher {
  dispatch(options: object, handler: object): boolean
}

/** Bytes, or a string of Latin-1. */
type HeaderPart = Uint8Array | string

/** Statuses of responses that have no body, whatever they say. */
const bodiless: ReadonlySet<number> = new Set([101, 103, 204, 205, 304])

/** Sends a request by a dispatcher; see {@link DirectSend}. */
export function dispatch(dispatcher: Dispatcher, request: DirectRequest): Promise<IncomingResponse> {
  return new Promise((resolve, reject) => {
    const { method, body } = request
    const fail = (error: unknown): void => reject(new TypeError('fetch failed', { cause: error }))
    try {
      const { origin, pathname, search, port, protocol } = new URL(request.url)
      if (blockedPorts.has(port)) return fail(new Error('bad port'))
      const headers: Record<string, string> = { accept: '*/*', ...request.headers }
      headers['accept-encoding'] ??= protocol === 'https:' ? 'br, gzip, deflate' : 'gzip, deflate'
      dispatcher.dispatch(
        { origin, path: pathname + search, method, headers, body: body ?? null },
        new Exchange(request, resolve, reject),
      )
    } catch (error) {
      fail(error)
    }
  })
}

/** One request and its response: what undici calls a handler, in the form that all its versions up to 7 take. */
class Exchange {
  readonly #request: DirectRequest
  readonly #resolve: (response: IncomingResponse) => void
  readonly #reject: (error: unknown) => void
  readonly #forget: () => void
  #abort: ((reason: unknown) => void) | undefined
  /** What the bytes of the body are passed to. */
  #sink: ByteSink | undefined

  constructor(request: DirectRequest, resolve: (response: IncomingResponse) => void, reject: (error: unknown) => void) {
    this.#request = request
    this.#resolve = resolve
    this.#reject = reject
    this.#forget = request.scope.onAbort(() => this.#stop(request.scope.reason))
  }

  onConnect(abort: (reason: unknown) => void): void {
    const { scope } = this.#request
    if (scope.aborted) abort(scope.reason)
    else this.#abort = abort
  }

  onHeaders(status: number, raw: readonly HeaderPart[], resume: () => void): boolean {
    // What comes before the response itself: 100, 103.
    if (status < 200) return true
    const { method, url } = this.#request
    this.#resolve(new DirectResponse(status, url, raw, this.#bodyOf(status, method, raw, resume)))
    return true
  }

  #bodyOf(status: number, method: string, raw: readonly HeaderPart[], resume: () => void): IncomingBody | null {
    if (method === 'HEAD' || bodiless.has(status)) return null
    const body = new QueuedBody(resume, (reason) => this.#stop(reason))
    const encoding = this.#request.decode ? headerOf(raw, 'content-encoding') : undefined
    this.#sink = (encoding === undefined ? undefined : decoderOf(encoding, body)) ?? body
    return body
  }

  /** @returns whether more may come. */
  onData(chunk: Uint8Array): boolean {
    return this.#sink?.push(chunk) ?? true
  }

  onComplete(): void {
    this.#forget()
    this.#sink?.end()
  }

  onError(error: unknown): void {
    this.#forget()
    const { scope } = this.#request
    const failure = (message: string): unknown =>
      scope.aborted ? scope.reason : new TypeError(message, { cause: error })
    this.#reject(failure('fetch failed'))
    this.#sink?.fail(failure('terminated'))
  }

  #stop(reason: unknown): void {
    this.#forget()
    this.#reject(reason)
    this.#sink?.fail(reason)
    this.#abort?.(reason)
  }
}

/** A response whose headers become an object for those who read them. */
class DirectResponse implements IncomingResponse {
  readonly type = 'basic'
  readonly status: number
  readonly url: string
  readonly body: IncomingBody | null
  readonly #raw: readonly HeaderPart[]
  #headers: Headers | undefined

  constructor(status: number, url: string, raw: readonly HeaderPart[], body: IncomingBody | null) {
    this.status = status
    this.url = url
    this.body = body
    this.#raw = raw
  }

  get headers(): Headers {
    if (this.#headers === undefined) {
      this.#headers = new Headers()
      for (const [name, value] of pairsOf(this.#raw)) this.#headers.append(name, value)
    }
    return this.#headers
  }

  /** For ky. */
  get ok(): boolean {
    return this.status >= 200 && this.status < 300
  }
}

function* pairsOf(raw: readonly HeaderPart[]): Generator<[name: string, value: string], void, undefined> {
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const values = raw[index + 1] as HeaderPart | readonly HeaderPart[]
    for (const value of Array.isArray(values) ? values : [values]) yield [latin1(raw[index] ?? ''), latin1(value)]
  }
}

function headerOf(raw: readonly HeaderPart[], name: string): string | undefined {
  for (let index = 0; index + 1 < raw.length; index += 2)
    if (raw[index]?.length === name.length && latin1(raw[index] ?? '').toLowerCase() === name)
      return latin1(raw[index + 1] ?? '')
  return undefined
}

/** By Node's Buffer, which undici uses. */
function latin1(part: HeaderPart): string {
  return typeof part === 'string' ? part : (part as { toString(encoding: string): string }).toString('latin1')
}
