import { ApiError } from '../errors/api-errors.ts'
import { ConnectionError, TimeoutError } from '../errors/client-errors.ts'
import { requireMilliseconds, requireNonNegativeInteger } from '../validate/require.ts'
import type { RetryOptions } from './options.ts'

export interface RetryPolicy {
  readonly limit: number
  readonly baseMs: number
  readonly maxMs: number
  readonly maxRetryAfterMs: number
}

const transientStatuses: ReadonlySet<number> = new Set([408, 429, 502, 503, 504])
const idempotentMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'COPY'])

/** The policy of one call: its options override the client's, which override the defaults. */
export function retryPolicy(
  client: RetryOptions | false | undefined,
  call: RetryOptions | false | undefined,
): RetryPolicy {
  const options = { ...(client || undefined), ...(call || undefined) }
  const off = call === false || (call === undefined && client === false)
  return {
    limit: off ? 0 : requireNonNegativeInteger(options.limit ?? 4, 'retry.limit'),
    baseMs: requireMilliseconds(options.baseMs ?? 500, 'retry.baseMs'),
    maxMs: requireMilliseconds(options.maxMs ?? 20_000, 'retry.maxMs'),
    maxRetryAfterMs: requireMilliseconds(options.maxRetryAfterMs ?? 60_000, 'retry.maxRetryAfterMs'),
  }
}

/** Whether sending a request twice has the same effect as sending it once. */
export function isIdempotent(method: string): boolean {
  return idempotentMethods.has(method)
}

/** Whether the same request is likely to succeed later. */
export function isTransient(error: unknown): boolean {
  if (ApiError.isInstance(error)) return transientStatuses.has(error.status)
  if (TimeoutError.isInstance(error)) return error.limit === 'attempt'
  // A host name that is unknown now will be so in a second: it is probably misspelled.
  return ConnectionError.isInstance(error) && error.code !== 'ENOTFOUND'
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
