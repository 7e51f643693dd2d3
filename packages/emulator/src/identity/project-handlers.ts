import { badRequest, forbidden, internalServerError } from '../http/fault.ts'
import { isObject, type JsonObject, jsonBody } from '../http/json-body.ts'
import type { Call } from '../http/request.ts'
import { empty, type HttpResponse, json } from '../http/response.ts'
import { isoDate } from '../python/dates.ts'
import { readForm } from './application-form.ts'
import { APPLICATION_ACTIONS, type ApplicationAction, ApplicationRules } from './application-rules.ts'
import { userOf } from './authenticate.ts'
import type { IdentityCloud } from './identity-cloud.ts'
import { NOT_ALLOWED } from './membership-rules.ts'
import type { User } from './model.ts'
import { ACCEPTED_STATES, type Application, type Limits, PROJECT_STATES, type Project } from './project-model.ts'
import { findResource } from './resources.ts'

const STATE_ACTIONS = ['terminate', 'suspend', 'unsuspend', 'reinstate'] as const
const MODES = ['default', 'related', 'active', 'member']

/** `/projects` and what lies under one of them. */
export class ProjectHandlers {
  readonly #cloud: IdentityCloud
  readonly #rules: ApplicationRules

  constructor(cloud: IdentityCloud) {
    this.#cloud = cloud
    this.#rules = new ApplicationRules(cloud)
  }

  list = (call: Call): HttpResponse => {
    const user = userOf(call, this.#cloud)
    const name = call.query.get('name')
    const owner = call.query.get('owner')
    const state = call.query.get('state')
    if (state !== undefined && !PROJECT_STATES.includes(state)) throw badRequest(`Unrecognized state ${state}`)
    const mode = call.query.get('mode') ?? 'default'
    if (!MODES.includes(mode)) throw badRequest(`Unrecognized mode '${mode}'.`)
    const found = this.#cloud.projects
      .all()
      .filter((project) => name === undefined || project.name === name)
      .filter((project) => owner === undefined || project.owner === owner)
      .filter((project) => state === undefined || project.state === state)
      .filter((project) => this.#inMode(project, mode, user))
    return json(
      200,
      found.map((project) => this.#show(project, user)),
    )
  }

  create = async (call: Call): Promise<HttpResponse> => {
    const user = userOf(call, this.#cloud)
    const form = readForm(await jsonBody(call), this.#cloud, true)
    const { id, project } = this.#rules.apply(form, user)
    return json(201, { application: id, id: project.id })
  }

  get = (call: Call): HttpResponse => {
    const user = userOf(call, this.#cloud)
    const project = this.#cloud.projects.byUuid(call.params['id'])
    if (!this.#sees(project, user)) throw forbidden(NOT_ALLOWED)
    return json(200, this.#show(project, user))
  }

  modify = async (call: Call): Promise<HttpResponse> => {
    const user = userOf(call, this.#cloud)
    const form = readForm(await jsonBody(call), this.#cloud, false)
    const project = this.#cloud.projects.byUuidOrNumber(call.params['id'])
    const { id } = this.#rules.modify(project, form, user)
    return json(201, { application: id, id: project.id })
  }

  act = async (call: Call): Promise<HttpResponse> => {
    const user = userOf(call, this.#cloud)
    const [action, details] = pickAction([...STATE_ACTIONS, ...APPLICATION_ACTIONS], await jsonBody(call))
    // The server asks the value for its reason, whatever it is.
    if (!isObject(details)) throw internalServerError()
    const id = call.params['id'] ?? ''
    const stateAction = STATE_ACTIONS.find((known) => known === action)
    if (stateAction) this.#rules.setState(stateAction, this.#cloud.projects.byUuidOrNumber(id), user)
    else this.#rules.act(action as ApplicationAction, id, details['app_id'], user)
    return empty(200)
  }

  #inMode(project: Project, mode: string, user: User): boolean {
    const { projects } = this.#cloud
    const state = projects.membershipOf(project, user.uuid)?.state
    const member = state !== undefined && ACCEPTED_STATES.has(state)
    if (mode === 'member') return member && state !== 'suspended' && project.state === 'active'
    if (projects.isAdmin(user)) return true
    if (mode === 'active') return project.state === 'active' && !project.private
    return member || project.owner === user.uuid
  }

  #sees(project: Project, user: User): boolean {
    const { projects } = this.#cloud
    if (projects.isAdmin(user) || project.owner === user.uuid) return true
    if (project.state === 'active' && !project.private) return true
    const state = projects.membershipOf(project, user.uuid)?.state
    return state !== undefined && ACCEPTED_STATES.has(state)
  }

  #show(project: Project, user: User): JsonObject {
    const owns = project.owner === user.uuid || this.#cloud.projects.isAdmin(user)
    return {
      deactivation_date: owns && project.deactivated !== undefined ? isoDate(project.deactivated) : undefined,
      end_date: isoDate(project.endDate),
      description: project.description,
      join_policy: project.joinPolicy,
      private: project.private,
      creation_date: isoDate(project.created),
      owner: project.owner,
      id: project.id,
      last_application: owns && project.lastApplication ? showApplication(project.lastApplication) : undefined,
      name: project.name,
      max_members: project.maxMembers,
      state: project.state,
      leave_policy: project.leavePolicy,
      system_project: project.system,
      homepage: project.homepage,
      resources: showLimits(project.limits),
    }
  }
}

function showApplication(application: Application): JsonObject {
  return {
    end_date: maybeDate(application.endDate),
    description: application.description,
    join_policy: application.joinPolicy,
    private: application.private,
    owner: application.owner,
    id: application.id,
    name: application.name,
    max_members: application.maxMembers,
    applicant: application.applicant,
    leave_policy: application.leavePolicy,
    comments: application.comments,
    state: application.state,
    homepage: application.homepage,
    start_date: maybeDate(application.startDate),
    resources: showLimits(application.resources),
  }
}

function showLimits(limits: ReadonlyMap<string, Limits>): JsonObject {
  const shown = [...limits].filter(([name]) => findResource(name)?.visible)
  return Object.fromEntries(
    shown.map(([name, { project, member }]) => [name, { project_capacity: project, member_capacity: member }]),
  )
}

const maybeDate = (time: number | null): string | null => (time === null ? null : isoDate(time))

/** The one action that a body names, and its value. @throws {Fault} 400 */
export function pickAction(known: readonly string[], body: unknown): [action: string, value: unknown] {
  if (!isObject(body)) throw badRequest('Invalid input data')
  const named = known.filter((action) => action in body)
  if (named.length > 1) throw badRequest('Multiple actions not supported')
  const [action] = named
  if (action === undefined) throw badRequest('No recognized action')
  return [action, body[action]]
}
