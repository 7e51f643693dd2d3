import { ApiError } from '../errors/api-errors.ts'
import { safeUrl } from '../observe/redact.ts'
import { requestIdOf } from '../observe/request-id.ts'
import type { IncomingResponse } from '../runtime/direct-send.ts'

const maxRedirects = 5
const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/**
 * The target of a redirect; undefined if the response is not a redirect or has no valid Location. Only GET and HEAD requests follow
 * redirects, and only within the origin, since the token must not be sent to another.
 *
 * @throws {ApiError} with the fault `redirect` for a redirect that is not followed.
 */
export function redirectTarget(
  response: IncomingResponse,
  method: string,
  from: string,
  followed: number,
  secrets: Iterable<string>,
): string | undefined {
  const shown = (url: string): string => safeUrl(url, secrets)
  const reject = (why: string, to?: string): never => {
    throw new ApiError(`${response.status} redirect: ${why} (${method} ${shown(from)})`, {
      status: response.status,
      fault: 'redirect',
      details: to === undefined ? undefined : shown(to),
      method,
      url: shown(from),
      requestId: requestIdOf(response.headers, secrets),
      retryAfterMs: undefined,
    })
  }
  if (response.type === 'opaqueredirect')
    reject('the server redirects, and browsers hide the target. Use the final URL')
  const location = response.headers.get('location')
  if (!redirectStatuses.has(response.status) || location === null || !URL.canParse(location, from)) return undefined
  const target = new URL(location, from)
  target.hash = ''
  const to = target.href
  if (!/^https?:$/.test(target.protocol)) reject(`it leads to a ${target.protocol} URL, which is not HTTP`, to)
  if (target.username !== '' || target.password !== '')
    reject(`it leads to ${shown(to)}, and a URL with a user name or password is not followed. Use the final URL`, to)
  if (target.origin !== new URL(from).origin) {
    reject(
      `it leads to ${target.origin}, and the token must not be sent to another origin. If that is the right place, use its URL`,
      to,
    )
  }
  if (method !== 'GET' && method !== 'HEAD')
    reject(`it leads to ${shown(to)}, and only GET and HEAD requests follow redirects. Use that URL`, to)
  if (followed >= maxRedirects) reject(`more than ${maxRedirects} redirects in a row`, to)
  return to
}
