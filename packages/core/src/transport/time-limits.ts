import { TimeoutError, type TimeoutPhase } from '../errors/client-errors.ts'
import { safeUrl } from '../observe/redact.ts'
import type { AbortScope } from '../runtime/abort-scope.ts'
import type { PreparedCall } from './prepared-call.ts'

/** How long an attempt may wait for the next bytes by default. */
const defaultAttemptMs = 60_000
/** The slowest transfer, on the whole, that the default limit tolerates. */
const bytesPerMs = 16

/** What a call is doing, for the message of a timeout. */
export interface Progress {
  phase: TimeoutPhase
  /** The failure of the attempt before. */
  lastError: unknown
  /** What must not show: tokens of the client, now and before, and what else authenticates the call. */
  readonly secrets: Iterable<string>
}

/** How long one attempt may take: what the call says, or the default with an allowance for what has been, or is to be, transferred. */
export function attemptLimit(call: PreparedCall, bytes: number): number {
  return call.attemptTimeoutMs ?? defaultAttemptMs + Math.ceil(bytes / bytesPerMs)
}

/** The error for a call whose time is up. */
export function timeoutError(
  call: PreparedCall,
  progress: Progress,
  limit: 'attempt' | 'total',
  timeoutMs: number,
): TimeoutError {
  const { method } = call
  const { phase, lastError, secrets } = progress
  const url = safeUrl(call.url, secrets)
  const option = limit === 'total' ? 'timeoutMs' : 'attemptTimeoutMs'
  const before = lastError instanceof Error ? `; the attempt before failed: ${lastError.message}` : ''
  return new TimeoutError(
    `Timed out after ${timeoutMs} ms (${option}) while ${doing[phase]} (${method} ${url})${before}`,
    { phase, limit, timeoutMs, method, url },
    lastError === undefined ? undefined : { cause: lastError },
  )
}

const doing: Readonly<Record<TimeoutPhase, string>> = {
  queue: 'waiting for a free slot (option concurrency)',
  token: 'waiting for the token',
  headers: 'waiting for a response',
  body: 'reading the response body',
  retry: 'waiting to retry',
  composite: 'making the requests of a composite call',
}

/** As much of an attempt as its limits concern. */
interface LimitedAttempt {
  readonly call: PreparedCall
  readonly scope: AbortScope
  readonly progress: Progress
}

/**
 * Starts the limit of an attempt whose next step transfers so many bytes at once. A limit that the caller chose covers the attempt as a
 * whole, and has been started.
 */
export function allowFor({ call, scope, progress }: LimitedAttempt, bytes: number): void {
  if (call.attemptTimeoutMs !== undefined) return
  const limit = attemptLimit(call, bytes)
  scope.arm(limit, () => timeoutError(call, progress, 'attempt', limit))
}

/**
 * Puts the reading of a whole body under the attempt's limits, whatever the headers claim of its length: by default, each wait for the
 * next bytes, and the average rate. Returns what to call with the number of bytes that have come.
 */
export function bodyLimits({ call, scope, progress }: LimitedAttempt): (received: number) => void {
  const started = performance.now()
  return (received) => {
    // A limit that the caller chose covers the attempt as a whole.
    if (call.attemptTimeoutMs !== undefined) return
    const limit = attemptLimit(call, received)
    if (performance.now() - started > limit) scope.abort(timeoutError(call, progress, 'attempt', limit))
    else scope.touch()
  }
}

/**
 * The limit of a body that is read within its attempt, at the pace of its reader: only the time that reads wait for bytes counts, since
 * the attempt's last progress.
 */
export class ReadLimit {
  readonly #call: PreparedCall
  #received = 0
  #waited = 0

  constructor(call: PreparedCall) {
    this.#call = call
  }

  /** How long the next read may wait: for the next bytes, and for the average rate. */
  get ms(): number {
    const left = attemptLimit(this.#call, this.#received) - this.#waited
    return Math.max(0, Math.min(left, attemptLimit(this.#call, 0)))
  }

  /** A read has waited so long for so many bytes. */
  count(waitedMs: number, bytes: number): void {
    this.#waited += waitedMs
    this.#received += bytes
  }

  progressed(): void {
    this.#received = 0
    this.#waited = 0
  }
}
