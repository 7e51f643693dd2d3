import type { Cloud } from '../cloud.ts'
import { Fault, unauthorized } from '../http/fault.ts'
import type { Call } from '../http/request.ts'
import { pythonJson } from '../python/json.ts'
import type { User } from './user-store.ts'

/** The token of a request: query parameter `X-Auth-Token` first, then the header. */
export function tokenOf(call: Call): string | undefined {
  return call.query.get('X-Auth-Token') || call.header('x-auth-token') || undefined
}

/**
 * The user whose token came, as every service but Astakos' own API sees it.
 * @throws {Fault} 401 `unauthorized` without a token; 401 `fault` (with the real fault in `details`) for a wrong one.
 */
export function authenticate(call: Call, cloud: Cloud): User {
  const token = tokenOf(call)
  if (token === undefined) throw unauthorized('Access denied. No authentication token')
  const user = cloud.users.byToken(token, cloud.clock.now())
  if (user) return user
  const details = pythonJson({ unauthorized: { message: refusal(token, cloud), code: 401, details: '' } })
  throw new Fault(401, 'fault', 'UNAUTHORIZED', { details })
}

/** What Astakos says to the service that asks it about a token. */
function refusal(token: string, cloud: Cloud): string {
  const user = cloud.users.withToken(token)
  if (!user) return 'Invalid token'
  if (!user.active) return 'User inactive'
  return user.signedTerms ? 'Authentication expired' : 'Pending approval terms'
}
