import { NotModifiedError } from '../errors/api-errors.ts'
import { ParseError } from '../errors/client-errors.ts'
import { safeUrl } from '../observe/redact.ts'
import { isIdempotent, outcomeNote } from '../transport/retry-policy.ts'
import { requireOptions } from '../validate/require.ts'
import type { Http } from './http.ts'
import { List } from './list.ts'
import type { Path } from './path.ts'
import type { CallOptions } from './request.ts'

/** The kind of value in a response, or under its key. */
type Shape = 'object' | 'array' | 'string' | 'number'

/** Options of a call whose response has a known shape. */
export interface UnwrapOptions extends CallOptions {
  /** The kind of value under the key, or of a response without an envelope. Default `'object'`. */
  readonly shape?: Shape | undefined
}

/** Options of a list that is an array without an envelope. */
export interface BareListOptions extends CallOptions {
  /** The kind of its items. Default `'object'`. */
  readonly items?: Shape | undefined
}

/**
 * The value under the single key of a response: `unwrap(http, 'server', 'GET', path)` for `{"server": {...}}`.
 *
 * @throws {ParseError} if the key is missing or has a value of another kind: the response is not from this API.
 */
export async function unwrap<T>(
  http: Http,
  key: string,
  method: string,
  path: Path | string,
  options?: UnwrapOptions,
): Promise<T> {
  const { shape = 'object', ...call } = requireOptions(options)
  const response = await http.json<unknown>(method, path, call)
  return unwrapped<T>(response, key, callOf(http, method, path, call), shape)
}

/**
 * A response without an envelope, which is the resource itself.
 *
 * @throws {ParseError} if it is a value of another kind: the response is not from this API.
 */
export async function bare<T>(http: Http, method: string, path: Path | string, options?: UnwrapOptions): Promise<T> {
  const { shape = 'object', ...call } = requireOptions(options)
  const response = await http.json<unknown>(method, path, call)
  if (shapeOf(response) === shape) return response as T
  throw misshapen(
    callOf(http, method, path, call),
    `is not ${shape === 'object' || shape === 'array' ? 'an' : 'a'} ${shape}`,
  )
}

/** A response that is an array. @throws {ParseError} if it, or one of its items, is of another kind. */
export async function bareArray<T>(http: Http, path: Path | string, options?: BareListOptions): Promise<T[]> {
  const { items = 'object', ...call } = requireOptions(options)
  const list = await bare<T[]>(http, 'GET', path, { ...call, shape: 'array' })
  if (list.every((item) => shapeOf(item) === items)) return list
  throw misshapen(callOf(http, 'GET', path, call), `is not an array of ${items}s`)
}

/** Like {@link unwrap}, for a response that has been read already; `call` is for the error. */
export function unwrapped<T>(response: unknown, key: string, call: SuccessfulCall, shape: Shape = 'object'): T {
  const value: unknown = isObject(response) && Object.hasOwn(response, key) ? response[key] : undefined
  if (shapeOf(value) === shape && (!Array.isArray(value) || value.every(isObject))) return value as T
  const problem = value === undefined ? `has no '${key}' field` : `has no ${shape} in its '${key}' field`
  throw misshapen(call, problem)
}

/** A list from a single response, under one key. Empty if the query has `changes-since` and nothing has changed (304). */
export function unwrapList<T>(http: Http, key: string, path: Path | string, options?: CallOptions): List<T> {
  const call = requireOptions(options)
  return List.of(async () => {
    try {
      return await unwrap<T[]>(http, key, 'GET', path, { ...call, shape: 'array' })
    } catch (error) {
      if (call.query?.['changes-since'] !== undefined && NotModifiedError.isInstance(error)) return []
      throw error
    }
  })
}

/** What an error needs of a successful call. */
export interface SuccessfulCall {
  readonly status: number
  readonly method: string
  readonly url: string
  /** `false` if it must not be sent twice. */
  readonly idempotent?: boolean | undefined
}

function callOf(http: Http, method: string, path: string, { expect, idempotent }: CallOptions): SuccessfulCall {
  const status = typeof expect === 'number' ? expect : 200
  return { status, method, url: `${http.endpointUrl}/${path}`, idempotent: idempotent ?? isIdempotent(method) }
}

/** The error for a successful response with content of another shape: `misshapen(call, "has no 'tags' field")`. */
export function misshapen(call: SuccessfulCall, problem: string): ParseError {
  const { status, method } = call
  const url = safeUrl(call.url)
  const note = call.idempotent === false ? `; ${outcomeNote}` : ''
  return new ParseError(`The response to ${method} ${url} ${problem}${note}. Is this the right endpoint?`, {
    status,
    method,
    url,
  })
}

function shapeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
