import type { List, RequestOptions } from '@kamaki/core'
import { type LiteralUnion, path, Resource, requireId, requireOptions, requireString } from '@kamaki/core/toolkit'
import type { ReasonOptions } from './project-types.ts'

/** The state of a membership. */
export type MembershipState = LiteralUnion<
  'requested' | 'accepted' | 'leave_requested' | 'suspended' | 'rejected' | 'cancelled' | 'removed'
>

/** What may be done with a membership. */
export type MembershipAction = LiteralUnion<'leave' | 'cancel' | 'accept' | 'reject' | 'remove'>

/** A user's membership of a project. Each date (ISO 8601) is that of the last entry into the state it is named for. */
export interface Membership {
  id: number
  /** Uuid. */
  user: string
  /** Uuid. */
  project: string
  state: MembershipState
  /** What the token's user may do with it now. Empty where a policy is closed or the project is not alive. */
  allowed_actions: MembershipAction[]
  readonly requested?: string | undefined
  readonly accepted?: string | undefined
  readonly leave_requested?: string | undefined
  readonly suspended?: string | undefined
  readonly rejected?: string | undefined
  readonly cancelled?: string | undefined
  readonly removed?: string | undefined
}

/** Which memberships to list. */
export interface ListMembershipsOptions extends RequestOptions {
  /** Uuid of a project. Default: all projects. */
  readonly projectId?: string | undefined
}

/** A membership's id: a number in responses. */
export type MembershipId = number | string

/** Who belongs to which project. */
export class Memberships extends Resource {
  /**
   * The user's own memberships and those of the user's projects, in one project or in all. Past ones stay listed, with
   * state `removed` and the like. The list is empty for a project that does not exist or that the user may not see.
   *
   * `GET /projects/memberships` · 200 · project-api-guide § Retrieve List of Memberships
   */
  list(options: ListMembershipsOptions = {}): List<Membership> {
    const { projectId, ...call } = requireOptions(options)
    if (projectId !== undefined) requireString(projectId, 'projectId')
    const request = { ...call, query: { project: projectId } }
    return this.bareList<Membership>('projects/memberships', request)
  }

  /**
   * One membership. `allowed_actions` is for the token's user.
   *
   * `GET /projects/memberships/{id}` · 200 · project-api-guide § Retrieve a Membership
   * @throws {ForbiddenError} if the user is neither its member nor the project's owner nor an administrator.
   */
  async get(membershipId: MembershipId, options?: RequestOptions): Promise<Membership> {
    return this.bare('GET', path`projects/memberships/${requireId(membershipId, 'membershipId')}`, options)
  }

  /**
   * Asks to join a project. {@link Memberships.get} shows the outcome: `accepted` at once where the join policy is
   * `auto`, unless the project is full: then it stays `requested`, and the call is a success all the same.
   *
   * `POST /projects/memberships` `join` · 200 · project-api-guide § Create a Membership
   * @returns the id of the membership.
   * @throws {ConflictError} if the user belongs to it already, the join policy is `closed`, or the project is not alive.
   * @throws {NotFoundError} if there is no such project.
   */
  async join(projectId: string, options?: RequestOptions): Promise<{ id: number }> {
    const json = { join: { project: requireString(projectId, 'projectId') } }
    return this.bare('POST', 'projects/memberships', { ...requireOptions(options), json })
  }

  /**
   * Adds a user to a project of one's own.
   *
   * `POST /projects/memberships` `enroll` · 200 · project-api-guide § Create a Membership
   * @param email of the user: not the uuid.
   * @returns the id of the membership.
   * @throws {ConflictError} if there is no such project (404 elsewhere) or user, the user belongs to it already, the join policy is
   *   `closed`, or the project is full or not alive.
   * @throws {ForbiddenError} if the token's user is neither its owner nor an administrator.
   */
  async enroll(projectId: string, email: string, options?: RequestOptions): Promise<{ id: number }> {
    const json = { enroll: { project: requireString(projectId, 'projectId'), user: requireString(email, 'email') } }
    return this.bare('POST', 'projects/memberships', { ...requireOptions(options), json })
  }

  /**
   * Leaves a project, or asks to, where the leave policy is `moderated` (`leave_requested`): the membership then stays until
   * the owner calls {@link Memberships.remove}, and the request cannot be withdrawn.
   *
   * `POST /projects/memberships/{id}/action` `leave` · 200 · project-api-guide § Take Action on a Membership
   * @throws {ConflictError} if the user is not a member, or the leave policy is `closed`.
   */
  async leave(membershipId: MembershipId, options?: ReasonOptions): Promise<void> {
    await this.#act('leave', membershipId, options)
  }

  /**
   * Withdraws one's own request to join (`requested`).
   *
   * `POST /projects/memberships/{id}/action` `cancel` · 200 · project-api-guide § Take Action on a Membership
   * @throws {ConflictError} in any other state.
   */
  async cancel(membershipId: MembershipId, options?: ReasonOptions): Promise<void> {
    await this.#act('cancel', membershipId, options)
  }

  /**
   * Accepts a request to join (`requested`). For the project's owner.
   *
   * `POST /projects/memberships/{id}/action` `accept` · 200 · project-api-guide § Take Action on a Membership
   * @throws {ConflictError} in any other state, or if the project is full.
   */
  async accept(membershipId: MembershipId, options?: ReasonOptions): Promise<void> {
    await this.#act('accept', membershipId, options)
  }

  /**
   * Rejects a request to join (`requested`). For the project's owner.
   *
   * `POST /projects/memberships/{id}/action` `reject` · 200 · project-api-guide § Take Action on a Membership
   * @throws {ConflictError} in any other state.
   */
  async reject(membershipId: MembershipId, options?: ReasonOptions): Promise<void> {
    await this.#act('reject', membershipId, options)
  }

  /**
   * Ends a membership, and grants a request to leave. For the project's owner.
   *
   * `POST /projects/memberships/{id}/action` `remove` · 200 · project-api-guide § Take Action on a Membership
   * @throws {ConflictError} if the leave policy is `closed`, or that user is not a member.
   */
  async remove(membershipId: MembershipId, options?: ReasonOptions): Promise<void> {
    await this.#act('remove', membershipId, options)
  }

  // Here the value is the reason itself; actions on projects take an object with a reason.
  async #act(action: string, membershipId: MembershipId, options: ReasonOptions = {}): Promise<void> {
    const { reason = '', ...rest } = requireOptions(options)
    const call = { ...rest, json: { [action]: reason } }
    await this.http.empty('POST', path`projects/memberships/${requireId(membershipId, 'membershipId')}/action`, call)
  }
}
