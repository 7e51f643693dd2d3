import { type CallOptions, type Http, ParseError, type Path } from '@kamaki/core'

/** What a reply holds under its one key. @throws {ParseError} if it has no such key: something else than the registry has answered. */
export async function member<T>(http: Http, key: string, where: Path | string, options: CallOptions = {}): Promise<T> {
  return held<T>(await http.json<unknown>('GET', where, options), key, `${http.endpointUrl}/${where}`)
}

/** The same of a reply that is there. @throws {ParseError} */
export function held<T>(reply: unknown, key: string, url: string): T {
  if (typeof reply === 'object' && reply !== null && Object.hasOwn(reply, key)) return Reflect.get(reply, key) as T
  throw new ParseError(`The reply to GET ${url} lacks '${key}'; is this an image registry?`, {
    status: 200,
    method: 'GET',
    url,
  })
}
