import { TimeoutError, type TimeoutPhase } from '../errors/client-errors.ts'
import { safeUrl } from '../observe/redact.ts'
import type { PreparedCall } from './prepared-call.ts'

const defaultAttemptMs = 60_000
/** The slowest transfer that the default limit puts up with. */
const bytesPerMs = 16

/** What a call is doing, for the message of a timeout. */
export interface Progress {
  phase: TimeoutPhase
  /** The failure of the attempt before. */
  lastError: unknown
}

/** How long one attempt may take: what the call says, or the default with an allowance for what is transferred. */
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
  const url = safeUrl(call.url)
  const { phase, lastError } = progress
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
