import { ApiError } from '../errors/api-errors.ts'
import { safeUrl } from '../observe/redact.ts'
import { requestIdOf } from '../observe/request-id.ts'

const maxRedirects = 5
const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/**
 * Where a redirect may be followed to; undefined if the reply is none (or names no place). Only GET and HEAD are sent on, and only on
 * the same origin: the token goes nowhere else.
 *
 * @throws {ApiError} with the fault `redirect` for one that is not followed.
 */
export function redirectTarget(response: Response, method: string, from: string, followed: number): string | undefined {
  const refuse = (why: string, to?: string): never => {
    throw new ApiError(`${response.status} redirect: ${why} (${method} ${safeUrl(from)})`, {
      status: response.status,
      fault: 'redirect',
      details: to === undefined ? undefined : safeUrl(to),
      method,
      url: safeUrl(from),
      requestId: requestIdOf(response.headers),
      retryAfterMs: undefined,
    })
  }
  if (response.type === 'opaqueredirect')
    refuse('the server redirects, and browsers do not say where to. Use the final URL')
  const location = response.headers.get('location')
  if (!redirectStatuses.has(response.status) || location === null || !URL.canParse(location, from)) return undefined
  const target = new URL(location, from)
  target.hash = ''
  const to = target.href
  if (target.origin !== new URL(from).origin) {
    refuse(
      `it leads to ${target.origin}, and the token is sent to no other origin. If that is the right place, use its URL`,
      to,
    )
  }
  if (method !== 'GET' && method !== 'HEAD')
    refuse(`it leads to ${safeUrl(to)}, and only GET and HEAD are sent on. Use that URL`, to)
  if (followed >= maxRedirects) refuse(`more than ${maxRedirects} in a row`, to)
  return to
}
