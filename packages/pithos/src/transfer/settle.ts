import {
  ConnectionError,
  NotFoundError,
  RateLimitedError,
  type RequestOptions,
  ServerError,
  TimeoutError,
} from '@kamaki/core'
import { pause } from './pause.ts'

/**
 * Whether a write that failed so may have been done all the same. The server answers 500, or 404 "There is no such
 * holding", to writes while quotas change elsewhere, and may have done them.
 */
export function mayHaveHappened(error: unknown): boolean {
  if (ConnectionError.isInstance(error) || ServerError.isInstance(error)) return true
  if (TimeoutError.isInstance(error))
    return error.limit === 'attempt' && (error.phase === 'headers' || error.phase === 'body')
  return (
    NotFoundError.isInstance(error) &&
    error.fault === 'fault' &&
    /holding/i.test(`${error.message} ${String(error.details)}`)
  )
}

/** How often a failed step may be made again, as the caller's options have it. */
export function repeats(options: RequestOptions | undefined): number {
  return options?.retry === false ? 0 : (options?.retry?.limit ?? 4)
}

/**
 * Does a write that may be sent twice, and is sent again after what the transport does not take for transient: the server's
 * answers while quotas change elsewhere.
 */
export function persist<T>(write: () => Promise<T>, options: RequestOptions | undefined): Promise<T> {
  return settle(write, async () => undefined, options)
}

/**
 * Does a write that must not blindly be sent twice. After a failure that leaves open whether it was done, `look` finds
 * out: it returns the result if it was, undefined if not, and then the write is sent again, a few times at most.
 * `write` must not be repeated by the transport.
 */
export async function settle<T>(
  write: () => Promise<T>,
  look: () => Promise<T | undefined>,
  options: RequestOptions | undefined,
): Promise<T> {
  const limit = repeats(options)
  for (let attempt = 0; ; attempt++) {
    try {
      return await write()
    } catch (error) {
      options?.signal?.throwIfAborted()
      const open = mayHaveHappened(error)
      if (attempt >= limit || !(open || RateLimitedError.isInstance(error))) throw error
      const asked = RateLimitedError.isInstance(error) || ServerError.isInstance(error) ? error.retryAfterMs : undefined
      if (asked !== undefined && asked > 60_000) throw error
      await pause(Math.max(asked ?? 0, 250 * 2 ** attempt * Math.random()), options?.signal)
      if (!open) continue
      const done = await look()
      if (done !== undefined) return done
    }
  }
}
