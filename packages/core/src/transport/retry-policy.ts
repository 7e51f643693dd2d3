import { ApiError } from '../errors/api-errors.ts'
import { ConnectionError, ParseError, TimeoutError } from '../errors/client-errors.ts'
import { formatValue, rejectArgument } from '../validate/invalid-argument.ts'
import { requireKnownFields, requireMilliseconds, requireNonNegativeInteger } from '../validate/require.ts'
import type { RetryOptions } from './options.ts'

export interface RetryPolicy {
  readonly limit: number
  readonly baseMs: number
  readonly maxMs: number
  readonly maxRetryAfterMs: number
}

const transientStatuses: ReadonlySet<number> = new Set([408, 429, 502, 503, 504])
const idempotentMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'COPY'])

/** @throws {InvalidArgumentError} for anything but `false` and retry options: `0`, `true` or `{ retries: 0 }` would be ignored. */
export function checkRetry(retry: RetryOptions | false): void {
  if (retry === false) return
  if (typeof retry !== 'object')
    rejectArgument(
      'retry',
      `must be false for no retries, or an object such as { limit: 2 }; got ${formatValue(retry)}`,
    )
  const { limit, ...times } = requireKnownFields(retry, ['limit', 'baseMs', 'maxMs', 'maxRetryAfterMs'], 'retry.')
  if (limit !== undefined) requireNonNegativeInteger(limit, 'retry.limit')
  for (const [name, ms] of Object.entries(times)) if (ms !== undefined) requireMilliseconds(ms, `retry.${name}`)
}

/** The policy of one call: its options override the client's, which override the defaults. Both have been checked. */
export function retryPolicy(
  client: RetryOptions | false | undefined,
  call: RetryOptions | false | undefined,
): RetryPolicy {
  const own = call || undefined
  const common = client || undefined
  const off = call === false || (call === undefined && client === false)
  return {
    limit: off ? 0 : (own?.limit ?? common?.limit ?? 4),
    baseMs: own?.baseMs ?? common?.baseMs ?? 500,
    maxMs: own?.maxMs ?? common?.maxMs ?? 20_000,
    maxRetryAfterMs: own?.maxRetryAfterMs ?? common?.maxRetryAfterMs ?? 60_000,
  }
}

/** Whether sending a request twice has the same effect as sending it once. */
export function isIdempotent(method: string): boolean {
  return idempotentMethods.has(method)
}

/** Whether an attempt ended by its own limit: the call may go on. */
export function isAttemptTimeout(error: unknown): boolean {
  return TimeoutError.isInstance(error) && error.limit === 'attempt'
}

/** Whether the same request is likely to succeed later. */
export function isTransient(error: unknown): boolean {
  if (ApiError.isInstance(error)) return transientStatuses.has(error.status)
  return isAttemptTimeout(error) || (ConnectionError.isInstance(error) && error.transient)
}

/**
 * The pause before retry number `retry` (1, 2 ...) in milliseconds: a random part of a span that doubles each time ("full jitter"), or
 * what the server asks for; undefined if that is more than the policy allows.
 */
export function retryDelay(policy: RetryPolicy, retry: number, error: unknown, random: number): number | undefined {
  const span = Math.min(policy.maxMs, policy.baseMs * 2 ** (retry - 1))
  const requested = ApiError.isInstance(error) ? error.retryAfterMs : undefined
  if (requested === undefined) return Math.round(random * span)
  return requested > policy.maxRetryAfterMs ? undefined : requested + Math.round((random * span) / 10)
}

/** Failures of connections that were never made: nothing can have come of the request. */
const neverSent =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused)$/

/** For the message of a failure after which nobody knows what became of the request. */
export const outcomeNote = 'the request may have been carried out: check before you send it again'

/** Whether a request that failed so may have been carried out all the same. */
export function outcomeUnknown(error: unknown): boolean {
  if (ConnectionError.isInstance(error)) return error.code === undefined || !neverSent.test(error.code)
  if (TimeoutError.isInstance(error)) return error.phase === 'headers' || error.phase === 'body'
  // A success that cannot be read is one all the same.
  if (ParseError.isInstance(error)) return true
  return ApiError.isInstance(error) && (error.status < 300 || error.status === 502 || error.status === 504)
}
