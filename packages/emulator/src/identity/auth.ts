import type { Cloud } from '../cloud.ts'
import { unauthorized } from '../http/fault.ts'
import type { Call } from '../http/request.ts'
import { tokenOf } from './authenticate.ts'
import type { Component, User } from './user-store.ts'

/** The token of a call to Astakos' own API. */
function token(call: Call): string {
  const found = tokenOf(call)
  if (found === undefined) throw unauthorized('Access denied. No authentication token')
  return found
}

/** @throws {Fault} 401 if the user may not use the cloud (any more). */
export function validateUser(user: User, now: number): void {
  if (!user.active) throw unauthorized('User inactive')
  if (user.tokenExpires <= now) throw unauthorized('Authentication expired')
  if (!user.signedTerms) throw unauthorized('Pending approval terms')
}

/** The user whose token came. @throws {Fault} 401 */
export function userOf(call: Call, cloud: Cloud): User {
  const user = cloud.users.withToken(token(call))
  if (!user) throw unauthorized('Invalid X-Auth-Token')
  validateUser(user, cloud.clock.now())
  return user
}

/** The service component whose token came. @throws {Fault} 401 */
export function componentOf(call: Call, cloud: Cloud): Component {
  const component = cloud.users.component(token(call))
  if (!component) throw unauthorized('Invalid X-Auth-Token')
  return component
}
