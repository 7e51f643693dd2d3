import {
  type ApiResponse,
  type CallOptions,
  NotFoundError,
  type Path,
  type Query,
  type RequestOptions,
  ServerError,
} from '@kamaki/core'
import { type ConfirmOptions, type Http, pickRequestOptions } from '@kamaki/core/toolkit'

/** The call of a method: what its options say about the request, with these headers, the caller's own last. */
export function callOptions<T = never>(
  options: RequestOptions,
  call: CallOptions & ConfirmOptions<T> & { readonly headers?: Readonly<Record<string, string>> } = {},
): CallOptions & ConfirmOptions<T> {
  return { ...pickRequestOptions(options), ...call, headers: { ...call.headers, ...options.headers } }
}

/** A POST that changes what headers carry: with `update` in the query what is not named stays, without it all metadata is replaced. */
export function postHeaders(
  http: Http,
  path: Path,
  query: Query,
  headers: Record<string, string>,
  options: RequestOptions,
): Promise<ApiResponse> {
  return http.empty('POST', path, callOptions(options, { query, headers, idempotent: true, expect: 202 }))
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
