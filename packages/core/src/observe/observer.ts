import { ApiError } from '../errors/api-errors.ts'
import { isThenable, reasonOf } from '../validate/invalid-argument.ts'
import { callSafely } from './callback.ts'
import type { CallEvent, Hooks } from './hooks.ts'
import type { LevelledLogger } from './logger.ts'
import { redact, redactContent, redactHeaders, safeUrl } from './redact.ts'
import { requestIdOf } from './request-id.ts'

/** The call that is observed. */
interface ObservedCall {
  readonly method: string
  readonly url: string
  readonly signal: AbortSignal | undefined
  /** Without ids and names. */
  operation(): string
}

/** What must not show of a call; there is more once its token is renewed. */
interface Confidential {
  readonly secrets: Iterable<string>
}

/** How calls are observed, by the options of their client. */
export interface Observation {
  readonly service: string | undefined
  readonly logger: LevelledLogger
  readonly hooks: Hooks | undefined
  readonly logToken: boolean
  readonly logData: boolean
}

/** Characters of a body that a log line shows. */
const longestData = 4096
/** Bytes of a body that are looked at for them. */
const readData = 64 * 1024

let calls = 0

/** Reports to logger and hooks what one call does. */
export class Observer {
  readonly #observation: Observation
  readonly #call: ObservedCall
  readonly #confidential: Confidential
  readonly #callId: string
  readonly #started = performance.now()
  #attempt = 0
  #sent = 0
  #status: number | undefined
  #retries = 0
  #sentBytes = 0
  #receivedBytes = 0

  constructor(observation: Observation, call: ObservedCall, confidential: Confidential) {
    this.#observation = observation
    this.#call = call
    this.#confidential = confidential
    calls += 1
    this.#callId = `${calls}`
  }

  /** An attempt begins; returns the headers that the hook adds, or promises. */
  request(headers: Readonly<Record<string, string>>, body: unknown): AddedHeaders | Promise<AddedHeaders> {
    this.#attempt += 1
    this.#sent = performance.now()
    const { logger, hooks, logData } = this.#observation
    if (logger.enabled('debug')) {
      logger.log('debug', `> ${this.#line()}`, {
        ...this.#event(),
        headers: this.#headers(Object.entries(headers)),
        ...(logData && body !== undefined ? { body: this.#content(body) } : {}),
      })
    }
    if (hooks?.onRequest === undefined) return undefined
    return this.#hook('onRequest', { ...this.#hookEvent(), elapsedMs: this.#elapsed() }, addedHeaders) as
      | AddedHeaders
      | Promise<AddedHeaders>
  }

  response(response: Pick<Response, 'status' | 'headers'>): void {
    this.#status = response.status
    const { logger, hooks } = this.#observation
    if (hooks?.onResponse === undefined && !logger.enabled('debug')) return
    const { status } = response
    const headersMs = Math.round(performance.now() - this.#sent)
    const requestId = requestIdOf(response.headers, this.#secrets)
    if (logger.enabled('debug')) {
      const headers = this.#headers(response.headers)
      const fields = { ...this.#event(), status, requestId, headersMs, headers }
      logger.log('debug', `< ${status} ${this.#line()} in ${headersMs} ms`, fields)
    }
    this.#hook('onResponse', { ...this.#hookEvent(), status, headersMs, requestId })
  }

  /** So many bytes of a request's body are on their way. */
  sent(bytes: number): void {
    this.#sentBytes += bytes
  }

  /** So many bytes of a response's body have been read. */
  received(bytes: number): void {
    this.#receivedBytes += bytes
  }

  /** The content of a response, where that is to be logged. */
  content(bytes: Uint8Array): void {
    this.received(bytes.byteLength)
    const { logger, logData } = this.#observation
    if (!logData || !logger.enabled('debug')) return
    logger.log('debug', `< content of ${this.#line()}`, { ...this.#event(), body: this.#content(bytes) })
  }

  retry(error: unknown, delayMs: number): void {
    this.#retries += 1
    const message = `${this.#line()} failed, again in ${delayMs} ms: ${this.#message(error)}`
    this.#observation.logger.log('warn', message, { ...this.#event(), delayMs })
    this.#hook('onRetry', { ...this.#hookEvent(), error, delayMs })
  }

  done(status: number): void {
    const { logger } = this.#observation
    if (!logger.enabled('info')) return
    const elapsedMs = this.#elapsed()
    logger.log('info', `${this.#line()} ${status} in ${elapsedMs} ms`, { ...this.#event(), status, elapsedMs })
  }

  /** The call is over; its failure, if it is one. */
  end(error?: unknown): void {
    if (this.#observation.hooks?.onEnd === undefined) return
    this.#hook('onEnd', {
      ...this.#hookEvent(),
      status: this.#status,
      error,
      elapsedMs: this.#elapsed(),
      retries: this.#retries,
      sentBytes: this.#sentBytes,
      receivedBytes: this.#receivedBytes,
    })
  }

  failure(error: unknown): void {
    const elapsedMs = this.#elapsed()
    const message = `${this.#line()} failed: ${this.#message(error)}`
    this.#observation.logger.log(this.#levelOf(error), message, { ...this.#event(), elapsedMs })
    this.#hook('onError', { ...this.#hookEvent(), error, elapsedMs })
    this.end(error)
  }

  /** What the caller wanted is nothing to report; an error response may be just what the program asks for ("is it gone?"). */
  #levelOf(error: unknown): 'debug' | 'warn' | 'error' {
    if (this.#call.signal?.aborted === true) return 'debug'
    return ApiError.isInstance(error) && error.status < 500 ? 'warn' : 'error'
  }

  /** `read` makes what is wanted of what the hook returns; it fails as the hook does. */
  #hook<K extends keyof Hooks>(
    name: K,
    event: Parameters<NonNullable<Hooks[K]>>[0],
    read: (returned: unknown) => unknown = () => undefined,
  ): unknown {
    const hook = this.#observation.hooks?.[name] as ((event: unknown) => unknown) | undefined
    if (hook === undefined) return undefined
    return callSafely(
      () => {
        const returned = hook.call(this.#observation.hooks, event)
        return isThenable(returned) ? Promise.resolve(returned).then(read) : read(returned)
      },
      (error) => this.#observation.logger.log('warn', `The hook ${name} threw: ${this.#message(error)}`),
    )
  }

  #headers(headers: Iterable<[string, string]>): Record<string, string> {
    return this.#observation.logToken ? Object.fromEntries(headers) : redactHeaders(headers, this.#secrets)
  }

  #message(error: unknown): string {
    return redact(error instanceof Error ? `${error.name}: ${error.message}` : reasonOf(error), this.#secrets)
  }

  /** Secrets are masked before the content is cut, so that no beginning of one is left at the cut. */
  #content(body: unknown): string {
    const text = typeof body === 'string' ? body : body instanceof Uint8Array ? textOf(body) : undefined
    if (text === undefined) return '(a stream or file)'
    let masked = text
    if (!this.#observation.logToken) {
      const longest = Math.max(0, ...Array.from(this.#secrets, (secret) => secret.length * 3))
      const whole = text.length < readData ? text : text.slice(0, readData - longest)
      masked = redactContent(whole, this.#secrets)
    }
    return masked.length > longestData ? `${masked.slice(0, longestData)}… (${text.length} characters)` : masked
  }

  #hookEvent(): CallEvent {
    return { service: this.#observation.service, operation: this.#call.operation(), ...this.#event() }
  }

  #event(): Omit<CallEvent, 'service' | 'operation'> {
    const { method, url } = this.#call
    return { callId: this.#callId, attempt: Math.max(1, this.#attempt), method, url: safeUrl(url, this.#secrets) }
  }

  #line(): string {
    return `${this.#call.method} ${safeUrl(this.#call.url, this.#secrets)}`
  }

  get #secrets(): Iterable<string> {
    return this.#confidential.secrets
  }

  #elapsed(): number {
    return Math.round(performance.now() - this.#started)
  }
}

/** Bytes as a string, or their number where they are not UTF-8. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, readData), { stream: true })
  } catch {
    return `(${bytes.byteLength} bytes)`
  }
}

type AddedHeaders = Readonly<Record<string, unknown>> | undefined

/** What a hook returned, if that is headers: an object, or pairs, as a Map and the Headers of any library are. */
function addedHeaders(added: unknown): AddedHeaders {
  if (typeof added !== 'object' || added === null) return undefined
  return Object.fromEntries(Symbol.iterator in added ? (added as Iterable<[string, unknown]>) : Object.entries(added))
}
