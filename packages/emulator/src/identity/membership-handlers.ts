import { badRequest, internalServerError } from '../http/fault.ts'
import { isObject, type JsonObject, jsonObject } from '../http/json-body.ts'
import type { Call } from '../http/request.ts'
import { empty, type HttpResponse, json } from '../http/response.ts'
import { isoDate } from '../python/dates.ts'
import { pythonInt } from '../python/int.ts'
import { pythonText } from '../python/repr.ts'
import { isShortInteger } from '../python/values.ts'
import { userOf } from './authenticate.ts'
import type { IdentityCloud } from './identity-cloud.ts'
import { MEMBERSHIP_ACTIONS, type MembershipAction, MembershipRules } from './membership-rules.ts'
import type { User } from './model.ts'
import { pickAction } from './project-handlers.ts'
import type { Membership } from './project-model.ts'

/** `/projects/memberships` and what lies under one of them. */
export class MembershipHandlers {
  readonly #cloud: IdentityCloud
  readonly #rules: MembershipRules

  constructor(cloud: IdentityCloud) {
    this.#cloud = cloud
    this.#rules = new MembershipRules(cloud)
  }

  list = (call: Call): HttpResponse => {
    const user = userOf(call, this.#cloud)
    const { projects } = this.#cloud
    const wanted = call.query.get('project')
    const found = projects
      .memberships()
      .filter(({ project }) => wanted === undefined || project.id === wanted)
      .filter(
        ({ project, user: member }) => projects.isAdmin(user) || member === user.uuid || project.owner === user.uuid,
      )
    return json(
      200,
      found.map((membership) => this.#show(membership, user)),
    )
  }

  /** Joins, or enrolls somebody. */
  post = async (call: Call): Promise<HttpResponse> => {
    const user = userOf(call, this.#cloud)
    const [action, details] = pickAction(['join', 'enroll'], await jsonObject(call))
    if (!isObject(details)) throw internalServerError()
    const { project } = details
    if (typeof project !== 'string' && !isShortInteger(project))
      throw badRequest(`Invalid project ID: ${pythonText(project)}`)
    const membership =
      action === 'join' ? this.#rules.join(project, user) : this.#rules.enroll(project, details['user'] ?? null, user)
    return json(200, { id: membership.id })
  }

  get = (call: Call): HttpResponse => {
    const user = userOf(call, this.#cloud)
    const membership = this.#rules.find(Number(pythonInt(call.params['id'])))
    this.#rules.checkVisible(membership, user)
    return json(200, this.#show(membership, user))
  }

  act = async (call: Call): Promise<HttpResponse> => {
    const user = userOf(call, this.#cloud)
    const [action] = pickAction(MEMBERSHIP_ACTIONS, await jsonObject(call))
    const membership = this.#rules.find(Number(pythonInt(call.params['id'])))
    this.#rules.act(action as MembershipAction, membership, user)
    return empty(200)
  }

  #show(membership: Membership, user: User): JsonObject {
    const dates = [...membership.dates].map(([state, time]) => [state, isoDate(time)])
    return {
      ...Object.fromEntries(dates),
      allowed_actions: this.#rules.allowedActions(membership, user),
      project: membership.project.id,
      state: membership.state,
      user: membership.user,
      id: membership.id,
    }
  }
}
