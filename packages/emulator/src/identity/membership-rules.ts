import { conflict, Fault, forbidden, itemNotFound } from '../http/fault.ts'
import { pythonText } from '../python/repr.ts'
import type { IdentityCloud } from './identity-cloud.ts'
import type { User } from './model.ts'
import { ACCEPTED_STATES, isAlive, type Membership, type MembershipState, type Project } from './project-model.ts'

export const NOT_ALLOWED = 'You do not have the permissions to perform this action.'
const NO_REQUEST = 'This is not a valid membership request.'
const NOT_ACCEPTED = 'This is not an accepted membership.'
const JOIN_CLOSED = "The Project's member join policy is closed."
const LEAVE_CLOSED = "The project's member leave policy is closed."
const FULL = 'You have reached the maximum number of members for this Project.'

/** Those who wait or are in: they cannot ask again. */
const ASSOCIATED: ReadonlySet<MembershipState> = new Set([...ACCEPTED_STATES, 'requested'])

export type MembershipAction = 'leave' | 'cancel' | 'accept' | 'reject' | 'remove'
export const MEMBERSHIP_ACTIONS: readonly MembershipAction[] = ['leave', 'cancel', 'accept', 'reject', 'remove']

/** @throws {Fault} 409 unless members may come and go */
export function checkAlive(project: Project): void {
  if (!isAlive(project)) throw conflict(`Project ${project.id} is not alive.`)
}

/** Who may do what with memberships, and what it does. */
export class MembershipRules {
  readonly #cloud: IdentityCloud

  constructor(cloud: IdentityCloud) {
    this.#cloud = cloud
  }

  /** @throws {Fault} 404 */
  find(id: number): Membership {
    const membership = this.#cloud.projects.membership(id)
    if (!membership) throw itemNotFound(NO_REQUEST)
    return membership
  }

  /** Member, owner or administrator. @throws {Fault} 403 */
  checkVisible(membership: Membership, user: User): void {
    if (membership.user !== user.uuid) this.#checkOwner(membership.project, user)
  }

  allowedActions(membership: Membership, user: User): MembershipAction[] {
    return MEMBERSHIP_ACTIONS.filter((action) => {
      try {
        this.check(action, membership, user)
        return true
      } catch (error) {
        if (error instanceof Fault) return false
        throw error
      }
    })
  }

  /** @throws {Fault} 409 if the state forbids it, 403 if it is not the user's to do */
  check(action: MembershipAction, membership: Membership, user: User): void {
    const { project, state } = membership
    const ends = action === 'leave' || action === 'remove'
    if (ends && !ACCEPTED_STATES.has(state)) throw conflict(NOT_ACCEPTED)
    if (!ends && state !== 'requested') throw conflict(NO_REQUEST)
    if (action === 'leave' || action === 'cancel') this.#checkSelf(membership, user)
    else this.#checkOwner(project, user)
    checkAlive(project)
    if (ends && project.leavePolicy === 'closed') throw conflict(LEAVE_CLOSED)
    if (action === 'accept') this.#checkRoom(project)
  }

  act(action: MembershipAction, membership: Membership, user: User): void {
    this.check(action, membership, user)
    const { projects } = this.#cloud
    const becomes: Record<MembershipAction, MembershipState> = {
      leave: membership.project.leavePolicy === 'auto' ? 'removed' : 'leave_requested',
      cancel: 'cancelled',
      accept: 'accepted',
      reject: 'rejected',
      remove: 'removed',
    }
    projects.enter(membership, becomes[action])
    projects.syncMembership(membership)
  }

  /** Asks to be let in; an open project with room left lets in at once. */
  join(projectId: unknown, user: User): Membership {
    const { projects } = this.#cloud
    const project = projects.byUuidOrNumber(projectId)
    checkAlive(project)
    if (project.joinPolicy === 'closed') throw conflict(JOIN_CLOSED)
    const known = projects.membershipOf(project, user.uuid)
    if (known && ASSOCIATED.has(known.state)) throw conflict('Request or membership already exists.')
    const membership = known ?? projects.addMembership(project, user.uuid)
    projects.enter(membership, 'requested')
    if (project.joinPolicy === 'auto' && this.#hasRoom(project)) projects.enter(membership, 'accepted')
    projects.syncMembership(membership)
    return membership
  }

  /** Lets somebody in who need not have asked. */
  enroll(projectId: unknown, email: unknown, user: User): Membership {
    const { projects, users } = this.#cloud
    const member = typeof email === 'string' ? users.byEmail(email) : undefined
    if (member?.email !== email || !member?.active) throw conflict(`Unknown users: ${pythonText(email)}`)
    let project: Project
    try {
      project = projects.byUuidOrNumber(projectId)
    } catch (error) {
      throw error instanceof Fault && error.status === 404 ? conflict(error.message) : error
    }
    this.#checkOwner(project, user)
    checkAlive(project)
    this.#checkRoom(project)
    const known = projects.membershipOf(project, member.uuid)
    if (known && ACCEPTED_STATES.has(known.state)) throw conflict('Membership already exists.')
    const membership = known ?? projects.addMembership(project, member.uuid)
    projects.enter(membership, 'accepted')
    projects.syncMembership(membership)
    return membership
  }

  #checkOwner(project: Project, user: User): void {
    if (project.owner !== user.uuid && !this.#cloud.projects.isAdmin(user)) throw forbidden(NOT_ALLOWED)
  }

  #checkSelf(membership: Membership, user: User): void {
    if (membership.user !== user.uuid && !this.#cloud.projects.isAdmin(user)) throw forbidden(NOT_ALLOWED)
  }

  #checkRoom(project: Project): void {
    if (project.joinPolicy === 'closed') throw conflict(JOIN_CLOSED)
    if (!this.#hasRoom(project)) throw conflict(FULL)
  }

  #hasRoom(project: Project): boolean {
    return this.#cloud.projects.countMembers(project) < project.maxMembers
  }
}
