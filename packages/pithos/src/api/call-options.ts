import { type CallOptions, NotFoundError, type RequestOptions, ServerError } from '@kamaki/core'
import { type ConfirmOptions, pickRequestOptions } from '@kamaki/core/toolkit'

/** The call of a method: what its options say about the request, with these headers, the caller's own last. */
export function callOptions<T = never>(
  options: RequestOptions,
  call: CallOptions & ConfirmOptions<T> & { readonly headers?: Readonly<Record<string, string>> } = {},
): CallOptions & ConfirmOptions<T> {
  return { ...pickRequestOptions(options), ...call, headers: { ...call.headers, ...options.headers } }
}

/**
 * Whether a write failed as writes do while quotas of the user change elsewhere: with 500, or 404 "There is no such holding". The server
 * may have done it all the same.
 */
export function isQuotaRace(error: unknown): boolean {
  if (ServerError.isInstance(error)) return error.status === 500
  if (!NotFoundError.isInstance(error) || error.fault !== 'fault') return false
  return /holding/i.test(`${error.message} ${String(error.details)}`)
}
