import {
  type ApiResponse,
  type CallOptions,
  NotFoundError,
  type Query,
  type RequestOptions,
  ServerError,
} from '@kamaki/core'
import {
  type ConfirmOptions,
  type Http,
  pickRequestOptions,
  requireBoolean,
  requireKnownOptions,
} from '@kamaki/core/toolkit'
import { about, type Location } from './about.ts'
import { callOptionNames } from './option-names.ts'

/** The call of a method: what it is about, what its options say about the request, these headers, and the caller's own after them. */
export function callOptions<T = never>(
  at: Location | undefined,
  options: RequestOptions,
  call: CallOptions & ConfirmOptions<T> & { readonly headers?: Readonly<Record<string, string>> } = {},
): CallOptions & ConfirmOptions<T> {
  const version = call.query?.['version']
  const known = at === undefined ? {} : about(at, typeof version === 'number' ? version : undefined)
  const pathTemplate = at === undefined ? undefined : templateOf(at)
  return {
    ...pickRequestOptions(requireKnownOptions<object>(options, callOptionNames, false)),
    ...known,
    pathTemplate,
    ...call,
    headers: { ...call.headers, ...options.headers },
  }
}

function templateOf(at: Location): string {
  if ('container' in at) return '{account}/{container}/{object}'
  return 'account' in at ? '{account}/{container}' : '{account}'
}

/** The value of a flag in a query, if it is set. */
export function flag(isSet: boolean | undefined, parameter: string): null | undefined {
  return isSet !== undefined && requireBoolean(isSet, parameter) ? null : undefined
}

/** A POST that changes what headers carry: with `update` in the query what is not named stays, without it all metadata is replaced. */
export function postHeaders(
  http: Http,
  at: Location,
  query: Query,
  headers: Record<string, string>,
  options: RequestOptions,
): Promise<ApiResponse> {
  return http.empty('POST', at.path, callOptions(at, options, { query, headers, idempotent: true, expect: 202 }))
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
