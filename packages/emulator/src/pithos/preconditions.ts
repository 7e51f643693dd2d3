import { preconditionFailed } from '../http/fault.ts'
import { HttpResponse } from '../http/response.ts'
import { httpDate, parseHttpDate } from '../python/dates.ts'
import type { Context } from './context.ts'
import { parseEtags } from './etags.ts'

/**
 * If-Modified-Since and If-Unmodified-Since; dates that do not parse are passed over.
 * @param modified microseconds
 * @throws {Fault} 412
 * @throws {HttpResponse} 304
 */
export function checkModified(context: Context, modified: number): void {
  const { headers } = context
  const seconds = Math.floor(modified / 1e6)
  const dateOf = (name: string) => {
    const text = headers.get(name)
    return text === undefined ? undefined : parseHttpDate(text)
  }
  const since = dateOf('HTTP_IF_MODIFIED_SINCE')
  if (since !== undefined && seconds <= since) throw notModified(context)
  const unless = dateOf('HTTP_IF_UNMODIFIED_SINCE')
  if (unless !== undefined && seconds > unless) throw preconditionFailed('Resource has been modified')
}

/**
 * If-Match and If-None-Match.
 * @param etag of the object; undefined if there is none
 * @returns the response for when a reader has the object already
 * @throws {Fault} 412
 */
export function checkMatching(context: Context, etag: string | undefined): HttpResponse | undefined {
  const { headers, call } = context
  const names = (header: string) => header === '*' || parseEtags(header).some((tag) => tag.toLowerCase() === etag)
  const match = headers.get('HTTP_IF_MATCH')
  if (match !== undefined) {
    if (etag === undefined) throw preconditionFailed('Resource does not exist')
    if (!names(match)) throw preconditionFailed('Resource ETag does not match')
  }
  const none = headers.get('HTTP_IF_NONE_MATCH')
  if (none === undefined || etag === undefined || !names(none)) return undefined
  if (call.method === 'HEAD' || call.method === 'GET') return notModified(context).set('ETag', etag)
  throw preconditionFailed('Resource exists or ETag matches')
}

/** Are there entity tags to be looked at? Empty headers do not count. */
export function hasMatching({ headers }: Context): boolean {
  return Boolean(headers.get('HTTP_IF_MATCH') || headers.get('HTTP_IF_NONE_MATCH'))
}

// The time of the response: it says nothing about the object.
function notModified({ cloud }: Context): HttpResponse {
  return new HttpResponse(304, null, { 'Last-Modified': httpDate(cloud.clock.now()) })
}
