import type { Cloud } from '../cloud.ts'
import type { User } from '../identity/user-store.ts'
import type { Owned } from './model.ts'

/** May the user use a thing: his own, or shared with a project that he is a member of. */
export function mayUse(cloud: Cloud, user: User, thing: Owned): boolean {
  if (thing.owner === user.uuid) return true
  return thing.sharedToProject && thing.project !== null && cloud.projectsOf(user.uuid).includes(thing.project)
}

/** An identifier as Django's ORM takes it: whole numbers, also as text with spaces around; null for anything else. */
export function parseId(id: unknown): number | null {
  if (typeof id === 'boolean') return Number(id)
  if (typeof id === 'number' || typeof id === 'bigint') return Math.trunc(Number(id))
  if (typeof id !== 'string' || !/^\s*[+-]?[0-9]+\s*$/.test(id)) return null
  return Number(id)
}
