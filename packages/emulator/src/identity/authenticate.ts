import { Fault, unauthorized } from '../http/fault.ts'
import type { Call } from '../http/request.ts'
import { pythonJson } from '../python/json.ts'
import type { IdentityCloud } from './identity-cloud.ts'
import type { Component, User } from './model.ts'
import type { UserStore } from './user-store.ts'

/** See `Cloud.authenticate`. */
export function authenticate(call: Call, users: UserStore, now: number): User {
  const user = users.withToken(requireToken(call))
  const message = user ? rejection(user, now) : 'Invalid token'
  if (user && message === undefined) return user
  const details = pythonJson({ unauthorized: { message, code: 401, details: '' } })
  throw new Fault(401, 'fault', 'UNAUTHORIZED', { details })
}

/** The user whose token came to Astakos' own API. @throws {Fault} 401 */
export function userOf(call: Call, cloud: IdentityCloud): User {
  const user = cloud.users.withToken(requireToken(call))
  if (!user) throw unauthorized('Invalid X-Auth-Token')
  validateUser(user, cloud.clock.now())
  return user
}

/** The service component whose token came. @throws {Fault} 401 */
export function componentOf(call: Call, cloud: IdentityCloud): Component {
  const component = cloud.users.component(requireToken(call))
  if (!component) throw unauthorized('Invalid X-Auth-Token')
  return component
}

/** @throws {Fault} 401 if the user may not use the cloud (any more) */
export function validateUser(user: User, now: number): void {
  const message = rejection(user, now)
  if (message !== undefined) throw unauthorized(message)
}

/** Why a user may not use the cloud. */
function rejection(user: User, now: number): string | undefined {
  if (!user.active) return 'User inactive'
  if (user.tokenExpires <= now) return 'Authentication expired'
  return user.signedTerms ? undefined : 'Pending approval terms'
}

function requireToken({ token }: Call): string {
  if (token === undefined) throw unauthorized('Access denied. No authentication token')
  return token
}
