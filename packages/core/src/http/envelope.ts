import { ApiError } from '../errors/api-errors.ts'
import { ParseError } from '../errors/client-errors.ts'
import type { CallOptions } from '../transport/options.ts'
import { type ChangesSinceOptions, changesSinceQuery } from './changes-since.ts'
import type { Http } from './http.ts'
import { List } from './list.ts'
import type { Path } from './path.ts'

/**
 * What a reply holds under its one key, as most replies of Synnefo do: `member(http, 'server', 'GET', path)` of `{"server": {...}}`.
 *
 * @throws {ParseError} if there is no such key: something else than this API has answered.
 */
export async function unwrap<T>(
  http: Http,
  key: string,
  method: string,
  path: Path | string,
  options: CallOptions = {},
): Promise<T> {
  const reply = await http.json<unknown>(method, path, options)
  const status = typeof options.expect === 'number' ? options.expect : 200
  return unwrapped<T>(reply, key, { status, method, url: `${http.endpointUrl}/${path}` })
}

/** The same of a reply that has come already; `call` is for the error. */
export function unwrapped<T>(reply: unknown, key: string, call: { status: number; method: string; url: string }): T {
  if (typeof reply === 'object' && reply !== null && Object.hasOwn(reply, key)) return Reflect.get(reply, key) as T
  const { method, url } = call
  throw new ParseError(`The reply to ${method} ${url} lacks '${key}'; is it the API that answers there?`, call)
}

/**
 * A list that comes in one reply under one key. Empty where the query has `changes-since` and the server says that nothing has
 * changed (304).
 */
export function unwrapList<T>(http: Http, key: string, path: Path | string, options: CallOptions = {}): List<T> {
  return List.of(async () => {
    try {
      return await unwrap<T[]>(http, key, 'GET', path, options)
    } catch (error) {
      if (options.query?.['changes-since'] !== undefined && ApiError.isInstance(error) && error.status === 304)
        return []
      throw error
    }
  })
}

/**
 * The same with `changesSince` among its options.
 *
 * @param limitMs how far back the cloud looks.
 * @throws {InvalidArgumentError} for a moment that the cloud would refuse.
 */
export function listChangedSince<T>(
  http: Http,
  key: string,
  path: Path | string,
  { changesSince, ...options }: ChangesSinceOptions,
  limitMs: number,
): List<T> {
  return unwrapList<T>(http, key, path, { ...options, query: changesSinceQuery(changesSince, limitMs), expect: 200 })
}
