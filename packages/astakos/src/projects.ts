import type { List, RequestOptions } from '@kamaki/core'
import {
  findByName,
  type Http,
  path,
  Resource,
  requireId,
  requireObject,
  requireOneOf,
  requireOptions,
  requireString,
} from '@kamaki/core/toolkit'
import { Memberships } from './memberships.ts'
import { ProjectApplications } from './project-applications.ts'
import { projectBody } from './project-checks.ts'
import type {
  AppliedProject,
  ListProjectsOptions,
  NewProject,
  Project,
  ProjectChanges,
  ReasonOptions,
} from './project-types.ts'

const STATES = ['uninitialized', 'active', 'suspended', 'terminated', 'deleted'] as const
const MODES = ['related', 'default', 'member', 'active'] as const

/** Projects, and what their owners, members and administrators do with them. */
export class Projects extends Resource {
  readonly #memberships: Memberships
  /** Applications that wait for an administrator. */
  readonly applications: ProjectApplications

  constructor(http: Http, memberships: Memberships = new Memberships(http)) {
    super(http)
    this.#memberships = memberships
    this.applications = new ProjectApplications(http)
  }

  /**
   * Projects; the user's own deleted ones too unless filtered. Administrators of projects see all, except with mode `member`.
   *
   * `GET /projects` · 200 · project-api-guide § Retrieve List of Projects
   */
  list(options: ListProjectsOptions = {}): List<Project> {
    const { name, owner, state, mode, ...call } = requireOptions(options)
    if (state !== undefined) requireOneOf(state, STATES, 'state')
    if (mode !== undefined) requireOneOf(mode, MODES, 'mode')
    const request = { ...call, query: { name, owner, state, mode } }
    return this.bareList<Project>('projects', request)
  }

  /**
   * Applies for a project. It exists at once, `uninitialized`, and becomes `active` when an administrator approves.
   *
   * `POST /projects` · 201 · project-api-guide § Create a Project
   * @returns the uuid of the project and the id of the application, for {@link Projects.applications}.
   * @throws {InvalidArgumentError} for a date without UTC offset, or limits that contradict each other.
   * @throws {BadRequestError} if the name is not a domain name, or a resource is unknown.
   * @throws {ConflictError} if too many applications are pending.
   */
  async create(project: NewProject, options?: RequestOptions): Promise<AppliedProject> {
    requireString(requireObject(project, 'project').name, 'name')
    return this.bare('POST', 'projects', { ...requireOptions(options), json: projectBody(project) })
  }

  /**
   * The one project with a name. Those that were terminated or deleted have lost theirs, unless `options.state` asks for them.
   *
   * `GET /projects` · 200 · project-api-guide § Retrieve List of Projects
   * @throws {LookupError} if none has it, or several have: `matches` has their ids.
   */
  async find(name: string, options?: Omit<ListProjectsOptions, 'name'>): Promise<Project> {
    const call = requireOptions(options)
    const all = this.list({ ...call, name })
    const existing =
      call.state === undefined ? all.filter(({ state }) => state !== 'terminated' && state !== 'deleted') : all
    return findByName(existing, name, { noun: 'project', resource: 'projects' })
  }

  /**
   * One project.
   *
   * `GET /projects/{id}` · 200 · project-api-guide § Retrieve a Project
   * @throws {ForbiddenError} if it is private or not active, and the user neither owns nor belongs to it.
   */
  async get(projectId: string, options?: RequestOptions): Promise<Project> {
    return this.bare('GET', path`projects/${requireId(projectId, 'projectId')}`, options)
  }

  /**
   * Applies for a change of a project; what is omitted stays. Nothing changes until an administrator approves, and
   * approving a change of a suspended or terminated project makes it active.
   *
   * `PUT /projects/{id}` · 201 · project-api-guide § Modify a Project
   * @throws {ForbiddenError} if the user is neither its owner nor an administrator. A system project has no owner.
   * @throws {ConflictError} if the project is uninitialized or deleted, or too many applications are pending.
   */
  async update(projectId: string, changes: ProjectChanges, options?: RequestOptions): Promise<AppliedProject> {
    const call = { ...requireOptions(options), json: projectBody(changes), idempotent: false }
    return this.bare('PUT', path`projects/${requireId(projectId, 'projectId')}`, call)
  }

  /**
   * Sets the limits of an active project to 0 for the time being; memberships stay. For administrators.
   *
   * `POST /projects/{id}/action` `suspend` · 200 · project-api-guide § Take Action on a Project
   * @throws {ConflictError} if it is not active.
   */
  async suspend(projectId: string, options?: ReasonOptions): Promise<void> {
    await this.#act('suspend', projectId, options)
  }

  /**
   * Ends a suspension. For administrators.
   *
   * `POST /projects/{id}/action` `unsuspend` · 200 · project-api-guide § Take Action on a Project
   * @throws {ConflictError} if it is not suspended.
   */
  async unsuspend(projectId: string, options?: ReasonOptions): Promise<void> {
    await this.#act('unsuspend', projectId, options)
  }

  /**
   * Ends a project. Its members stay listed as `accepted`, but can do nothing. For administrators.
   *
   * `POST /projects/{id}/action` `terminate` · 200 · project-api-guide § Take Action on a Project
   * @throws {ConflictError} if it is terminated, was never approved, or is a system project.
   */
  async terminate(projectId: string, options?: ReasonOptions): Promise<void> {
    await this.#act('terminate', projectId, options)
  }

  /**
   * Brings a terminated project back, with its members. For administrators.
   *
   * `POST /projects/{id}/action` `reinstate` · 200 · project-api-guide § Take Action on a Project
   * @throws {ConflictError} if it is not terminated, or its name has been taken.
   */
  async reinstate(projectId: string, options?: ReasonOptions): Promise<void> {
    await this.#act('reinstate', projectId, options)
  }

  /** Asks to join a project: {@link Memberships.join}. */
  async join(projectId: string, options?: RequestOptions): Promise<{ id: number }> {
    return this.#memberships.join(projectId, options)
  }

  /** Adds a user to a project of one's own: {@link Memberships.enroll}. */
  async enroll(projectId: string, email: string, options?: RequestOptions): Promise<{ id: number }> {
    return this.#memberships.enroll(projectId, email, options)
  }

  async #act(action: string, projectId: string, options: ReasonOptions = {}): Promise<void> {
    const { reason = '', ...rest } = requireOptions(options)
    const call = { ...rest, json: { [action]: { reason } } }
    await this.http.empty('POST', path`projects/${requireId(projectId, 'projectId')}/action`, call)
  }
}
