import { ApiError } from '../errors/api-errors.ts'
import type { CallEvent, Hooks } from './hooks.ts'
import type { LevelledLogger } from './logger.ts'
import { redact, redactContent, redactHeaders, safeUrl } from './redact.ts'
import { requestIdOf } from './request-id.ts'

/** The call that is watched. */
interface WatchedCall {
  readonly method: string
  readonly url: string
  readonly signal: AbortSignal | undefined
}

/** How calls are watched, by the options of their client. */
export interface Observation {
  readonly logger: LevelledLogger
  readonly hooks: Hooks | undefined
  readonly logToken: boolean
  readonly logData: boolean
}

const longestData = 4096
let calls = 0

/** Tells logger and hooks what one call does. */
export class Observer {
  readonly #observation: Observation
  readonly #call: WatchedCall
  readonly #callId: string
  readonly #started = performance.now()
  #attempt = 0
  #sent = 0
  #secrets: readonly string[] = []

  constructor(observation: Observation, call: WatchedCall) {
    this.#observation = observation
    this.#call = call
    calls += 1
    this.#callId = `${calls}`
  }

  /** An attempt begins; returns the headers that the hook adds. */
  request(headers: Headers, secrets: readonly string[], body: unknown): Readonly<Record<string, unknown>> | undefined {
    this.#attempt += 1
    this.#sent = performance.now()
    this.#secrets = secrets
    const { logger, logToken, logData } = this.#observation
    if (logger.enabled('debug')) {
      const shown = logToken ? Object.fromEntries(headers) : redactHeaders(headers)
      logger.log('debug', `> ${this.#line()}`, {
        ...this.#event(),
        headers: shown,
        ...(logData && body !== undefined ? { body: this.#show(body) } : {}),
      })
    }
    const added = this.#hook('onRequest', { ...this.#event(), elapsedMs: this.#elapsed() })
    return typeof added === 'object' && added !== null ? (added as Readonly<Record<string, unknown>>) : undefined
  }

  response(response: Response): void {
    const headersMs = Math.round(performance.now() - this.#sent)
    const { status } = response
    const requestId = requestIdOf(response.headers)
    const { logger, logToken } = this.#observation
    if (logger.enabled('debug')) {
      const headers = logToken ? Object.fromEntries(response.headers) : redactHeaders(response.headers)
      logger.log('debug', `< ${status} ${this.#line()} in ${headersMs} ms`, {
        ...this.#event(),
        status,
        requestId,
        headersMs,
        headers,
      })
    }
    this.#hook('onResponse', { ...this.#event(), status, headersMs, requestId })
  }

  /** The content of an answer, where that is to be logged. */
  content(bytes: Uint8Array): void {
    const { logger, logData } = this.#observation
    if (logData) logger.log('debug', `< content of ${this.#line()}`, { ...this.#event(), body: this.#show(bytes) })
  }

  retry(error: unknown, delayMs: number): void {
    const { logger } = this.#observation
    logger.log('warn', `${this.#line()} failed, again in ${delayMs} ms: ${messageOf(error)}`, {
      ...this.#event(),
      delayMs,
    })
    this.#hook('onRetry', { ...this.#event(), error, delayMs })
  }

  done(status: number): void {
    const elapsedMs = this.#elapsed()
    this.#observation.logger.log('info', `${this.#line()} ${status} in ${elapsedMs} ms`, {
      ...this.#event(),
      status,
      elapsedMs,
    })
  }

  failure(error: unknown): void {
    const elapsedMs = this.#elapsed()
    const message = `${this.#line()} failed: ${redact(messageOf(error), this.#secrets)}`
    this.#observation.logger.log(this.#levelOf(error), message, { ...this.#event(), elapsedMs })
    this.#hook('onError', { ...this.#event(), error, elapsedMs })
  }

  /** What the caller wanted is nothing to report; a refusal may be just what the program asks for ("is it gone?"). */
  #levelOf(error: unknown): 'debug' | 'warn' | 'error' {
    if (this.#call.signal?.aborted === true) return 'debug'
    return ApiError.isInstance(error) && error.status < 500 ? 'warn' : 'error'
  }

  #hook<K extends keyof Hooks>(name: K, event: Parameters<NonNullable<Hooks[K]>>[0]): unknown {
    try {
      return (this.#observation.hooks?.[name] as ((event: unknown) => unknown) | undefined)?.(event)
    } catch (error) {
      this.#observation.logger.log('warn', `The hook ${name} threw: ${redact(messageOf(error), this.#secrets)}`)
      return undefined
    }
  }

  #show(body: unknown): string {
    const text = typeof body === 'string' ? body : body instanceof Uint8Array ? textOf(body) : undefined
    if (text === undefined) return '(a stream or file)'
    const clipped = text.length > longestData ? `${text.slice(0, longestData)}… (${text.length} characters)` : text
    return this.#observation.logToken ? clipped : redactContent(clipped, this.#secrets)
  }

  #event(): CallEvent {
    return {
      callId: this.#callId,
      attempt: Math.max(1, this.#attempt),
      method: this.#call.method,
      url: safeUrl(this.#call.url),
    }
  }

  #line(): string {
    return `${this.#call.method} ${safeUrl(this.#call.url)}`
  }

  #elapsed(): number {
    return Math.round(performance.now() - this.#started)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}

/** Text, or what there is to say of bytes that are none. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, 4 * longestData))
  } catch {
    return `(${bytes.byteLength} bytes)`
  }
}
