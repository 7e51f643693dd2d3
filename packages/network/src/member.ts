import {
  ApiError,
  type CallOptions,
  type Http,
  ParseError,
  type Path,
  type Query,
  type RequestOptions,
} from '@kamaki/core'

/**
 * What a reply holds under its one key.
 *
 * @throws {ParseError} if it has no such key: something else than the API has answered.
 */
export async function member<T>(
  http: Http,
  key: string,
  method: string,
  where: Path | string,
  options: CallOptions = {},
): Promise<T> {
  const reply = await http.json<unknown>(method, where, options)
  if (typeof reply === 'object' && reply !== null && Object.hasOwn(reply, key)) return Reflect.get(reply, key) as T
  const url = `${http.endpointUrl}/${where}`
  throw new ParseError(`The reply to ${method} ${url} lacks '${key}'; is this a network API?`, {
    status: 200,
    method,
    url,
  })
}

/** A list that comes in one reply; empty where the server says that nothing has changed (304). */
export async function members<T>(
  http: Http,
  key: string,
  where: string,
  query: Query,
  options: RequestOptions | undefined,
): Promise<T[]> {
  try {
    return await member<T[]>(http, key, 'GET', where, { ...options, query })
  } catch (error) {
    if (query['changes-since'] !== undefined && ApiError.isInstance(error) && error.status === 304) return []
    throw error
  }
}
