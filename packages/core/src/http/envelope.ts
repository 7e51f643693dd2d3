import { NotModifiedError } from '../errors/api-errors.ts'
import { ParseError } from '../errors/client-errors.ts'
import { type ChangesSinceOptions, changesSinceQuery } from './changes-since.ts'
import type { Http } from './http.ts'
import { List } from './list.ts'
import type { Path } from './path.ts'
import type { CallOptions } from './request.ts'

/** What stands under the key of an envelope. */
type Shape = 'object' | 'array' | 'string' | 'number'

/** Options of a call whose response is an envelope. */
export interface UnwrapOptions extends CallOptions {
  /** What stands under the key. Default `'object'`. */
  readonly shape?: Shape | undefined
}

/**
 * What a response holds under its one key: `unwrap(http, 'server', 'GET', path)` of `{"server": {...}}`.
 *
 * @throws {ParseError} if there is no such key, or something else under it: something other than this API has responded.
 */
export async function unwrap<T>(
  http: Http,
  key: string,
  method: string,
  path: Path | string,
  { shape = 'object', ...options }: UnwrapOptions = {},
): Promise<T> {
  const response = await http.json<unknown>(method, path, options)
  const status = typeof options.expect === 'number' ? options.expect : 200
  return unwrapped<T>(response, key, { status, method, url: `${http.endpointUrl}/${path}` }, shape)
}

/** The same of a response that has been read already; `call` is for the error. */
export function unwrapped<T>(
  response: unknown,
  key: string,
  call: { status: number; method: string; url: string },
  shape: Shape = 'object',
): T {
  const { method, url } = call
  const value: unknown = isObject(response) && Object.hasOwn(response, key) ? response[key] : undefined
  if (shapeOf(value) === shape && (!Array.isArray(value) || value.every(isObject))) return value as T
  const problem = value === undefined ? `has no '${key}' field` : `has no ${shape} in its '${key}' field`
  throw new ParseError(`The response to ${method} ${url} ${problem}. Is this the right endpoint?`, call)
}

/** A list that comes in one response under one key. Empty where the query has `changes-since` and nothing has changed (304). */
export function unwrapList<T>(http: Http, key: string, path: Path | string, options: CallOptions = {}): List<T> {
  return List.of(async () => {
    try {
      return await unwrap<T[]>(http, key, 'GET', path, { ...options, shape: 'array' })
    } catch (error) {
      if (options.query?.['changes-since'] !== undefined && NotModifiedError.isInstance(error)) return []
      throw error
    }
  })
}

/** The same with `changesSince` among its options. */
export function listChangedSince<T>(
  http: Http,
  key: string,
  path: Path | string,
  { changesSince, ...options }: ChangesSinceOptions,
  limitMs: number,
): List<T> {
  return unwrapList<T>(http, key, path, { ...options, query: changesSinceQuery(changesSince, limitMs), expect: 200 })
}

function shapeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
