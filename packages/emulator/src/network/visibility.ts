import type { Cloud } from '../cloud.ts'
import type { User } from '../identity/user-store.ts'
import type { Owned } from './model.ts'

/** May the user use a thing: his own, or shared with a project that he is a member of. */
export function mayUse(cloud: Cloud, user: User, thing: Owned): boolean {
  if (thing.owner === user.uuid) return true
  return thing.sharedToProject && thing.project !== null && cloud.projectsOf(user.uuid).includes(thing.project)
}
