import { List, type RequestOptions } from '@kamaki/core'
import { type LiteralUnion, path, Resource, requireId, requireString } from '@kamaki/core/toolkit'
import type { Caller } from './caller.ts'

/** Where a membership stands. */
export type MembershipState = LiteralUnion<
  'requested' | 'accepted' | 'leave_requested' | 'suspended' | 'rejected' | 'cancelled' | 'removed'
>

/** What may be done with a membership. */
export type MembershipAction = LiteralUnion<'leave' | 'cancel' | 'accept' | 'reject' | 'remove'>

/** Somebody's part in a project. Each date (ISO 8601) is that of the last entry into the state it is named for. */
export interface Membership {
  id: number
  /** Uuid. */
  user: string
  /** Uuid. */
  project: string
  state: MembershipState
  /** What the token's user may do with it now. Empty where a policy is closed or the project is not alive. */
  allowed_actions: MembershipAction[]
  requested?: string
  accepted?: string
  leave_requested?: string
  suspended?: string
  rejected?: string
  cancelled?: string
  removed?: string
}

/** Which memberships to list. */
export interface ListMembershipsOptions extends RequestOptions {
  /** Uuid of a project. Default: all projects. */
  readonly project?: string | undefined
}

/** A membership's id: a number in replies. */
export type MembershipId = number | string

/** Why something is done with a membership; told to the people concerned. */
export interface ReasonOptions extends RequestOptions {
  reason?: string | undefined
}

/** Who belongs to which project. */
export class Memberships extends Resource<Caller> {
  /**
   * The user's own memberships and those of the user's projects, in one project or in all. Past ones stay listed, with
   * state `removed` and the like. Of a project that does not exist, or that is none of the user's business, the list is empty.
   *
   * `GET /projects/memberships` · 200 · project-api-guide § Retrieve List of Memberships
   */
  list({ project, ...options }: ListMembershipsOptions = {}): List<Membership> {
    if (project !== undefined) requireString(project, 'project')
    const call = { ...options, query: { project } }
    return List.of(() => this.http.json<Membership[]>('GET', 'projects/memberships', call))
  }

  /**
   * One membership. `allowed_actions` is for the token's user.
   *
   * `GET /projects/memberships/{id}` · 200 · project-api-guide § Retrieve a Membership
   * @throws {ForbiddenError} if the user is neither its member nor the project's owner nor an administrator.
   */
  async get(id: MembershipId, options?: RequestOptions): Promise<Membership> {
    requireId(id, 'id')
    return this.http.json('GET', path`projects/memberships/${id}`, options)
  }

  /**
   * Asks to join a project. What came of it is in {@link Memberships.get}: `accepted` at once where the join policy is
   * `auto`, unless the project is full: then it stays `requested`, and the call is a success all the same.
   *
   * `POST /projects/memberships` `join` · 200 · project-api-guide § Create a Membership
   * @returns the id of the membership.
   * @throws {ConflictError} if the user belongs to it already, the join policy is `closed`, or the project is not alive.
   * @throws {NotFoundError} if there is no such project.
   */
  async join(project: string, options?: RequestOptions): Promise<{ id: number }> {
    requireString(project, 'project')
    return this.http.json('POST', 'projects/memberships', { ...options, json: { join: { project } } })
  }

  /**
   * Makes somebody a member of a project of one's own.
   *
   * `POST /projects/memberships` `enroll` · 200 · project-api-guide § Create a Membership
   * @param email of the user: not the uuid.
   * @returns the id of the membership.
   * @throws {ConflictError} if there is no such project (404 elsewhere) or user, the user belongs to it already, the join policy is
   *   `closed`, or the project is full or not alive.
   * @throws {ForbiddenError} if the token's user is neither its owner nor an administrator.
   */
  async enroll(project: string, email: string, options?: RequestOptions): Promise<{ id: number }> {
    requireString(project, 'project')
    requireString(email, 'email')
    return this.http.json('POST', 'projects/memberships', {
      ...options,
      json: { enroll: { project, user: email } },
    })
  }

  /**
   * Leaves a project, or asks to, where the leave policy is `moderated` (`leave_requested`): the membership then stays until
   * the owner calls {@link Memberships.remove}, and the wish cannot be withdrawn.
   *
   * `POST /projects/memberships/{id}/action` `leave` · 200 · project-api-guide § Take Action on a Membership
   * @throws {ConflictError} if the user is no member, or the leave policy is `closed`.
   */
  async leave(id: MembershipId, options?: ReasonOptions): Promise<void> {
    await this.#act('leave', id, options)
  }

  /**
   * Withdraws one's own wish to join (`requested`).
   *
   * `POST /projects/memberships/{id}/action` `cancel` · 200 · project-api-guide § Take Action on a Membership
   * @throws {ConflictError} in any other state.
   */
  async cancel(id: MembershipId, options?: ReasonOptions): Promise<void> {
    await this.#act('cancel', id, options)
  }

  /**
   * Lets in who asked to join (`requested`). For the project's owner.
   *
   * `POST /projects/memberships/{id}/action` `accept` · 200 · project-api-guide § Take Action on a Membership
   * @throws {ConflictError} in any other state, or if the project is full.
   */
  async accept(id: MembershipId, options?: ReasonOptions): Promise<void> {
    await this.#act('accept', id, options)
  }

  /**
   * Turns down who asked to join (`requested`). For the project's owner.
   *
   * `POST /projects/memberships/{id}/action` `reject` · 200 · project-api-guide § Take Action on a Membership
   * @throws {ConflictError} in any other state.
   */
  async reject(id: MembershipId, options?: ReasonOptions): Promise<void> {
    await this.#act('reject', id, options)
  }

  /**
   * Ends a membership, and grants a wish to leave. For the project's owner.
   *
   * `POST /projects/memberships/{id}/action` `remove` · 200 · project-api-guide § Take Action on a Membership
   * @throws {ConflictError} if the leave policy is `closed`, or that user is no member.
   */
  async remove(id: MembershipId, options?: ReasonOptions): Promise<void> {
    await this.#act('remove', id, options)
  }

  // Here the value is the reason itself; actions on projects take an object with a reason.
  async #act(action: string, id: MembershipId, options: ReasonOptions = {}): Promise<void> {
    requireId(id, 'id')
    const { reason = '', ...rest } = options
    await this.http.empty('POST', path`projects/memberships/${id}/action`, { ...rest, json: { [action]: reason } })
  }
}
