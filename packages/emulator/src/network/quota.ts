import type { Cloud } from '../cloud.ts'
import { giveBack } from '../compute/quota.ts'
import { internalServerError } from '../http/fault.ts'

export { charge } from '../compute/quota.ts'

/** Gives one of a resource back, whatever has become of the user's membership. */
export function release(cloud: Cloud, user: string, project: string, resource: string): void {
  giveBack(cloud, user, [{ project, resource, quantity: 1 }])
}

/** A project to charge as it came in a body: text, or the server fails (500). Missing: the user's own. */
export function projectOf(value: unknown, user: string): string {
  if (value === undefined || value === null) return user
  if (typeof value !== 'string') throw internalServerError()
  return value
}
