import { type CallOptions, type Http, ParseError, type Path } from '@kamaki/core'

/**
 * What an answer holds under its one key, as nearly all of this API do.
 *
 * @throws {ParseError} if the answer has no such key: something else than the API has answered.
 */
export async function member<T>(
  http: Http,
  key: string,
  method: string,
  where: Path | string,
  options: CallOptions,
): Promise<T> {
  const answer = await http.json<unknown>(method, where, options)
  if (typeof answer === 'object' && answer !== null && Object.hasOwn(answer, key)) return Reflect.get(answer, key) as T
  const status = typeof options.expect === 'number' ? options.expect : 200
  const url = `${http.endpointUrl}/${where}`
  throw new ParseError(`The answer to ${method} ${url} lacks '${key}'; is this a compute or volume API?`, {
    status,
    method,
    url,
  })
}
