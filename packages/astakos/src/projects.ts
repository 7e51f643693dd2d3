import { List, type RequestOptions } from '@kamaki/core'
import { type LiteralUnion, path, Resource, requireId, requireOneOf, requireString } from '@kamaki/core/toolkit'
import type { Caller } from './caller.ts'
import { Memberships, type ReasonOptions } from './memberships.ts'
import { ProjectApplications } from './project-applications.ts'
import { type NewProject, type ProjectChanges, projectBody } from './project-checks.ts'
import type { Quantity } from './quantity.ts'

/** How one becomes a member, or stops being one. */
export type ProjectPolicy = LiteralUnion<'auto' | 'moderated' | 'closed'>

/** Where a project stands. */
export type ProjectState = LiteralUnion<'uninitialized' | 'active' | 'suspended' | 'terminated' | 'deleted'>

/** Where an application for a project, or for a change of one, stands. */
export type ApplicationState = LiteralUnion<'pending' | 'approved' | 'replaced' | 'denied' | 'dismissed' | 'cancelled'>

/** How much of a resource a project gives. `Infinity`: unlimited. */
export interface ResourceLimits {
  /** To all members together. */
  project_capacity: Quantity
  /** To each member; not above `project_capacity`. */
  member_capacity: Quantity
}

/** What was last applied for. A field is null if no change of it is asked. */
export interface ProjectApplication {
  id: number
  state: ApplicationState
  name: string | null
  owner: string | null
  /** Uuid of who sent it. */
  applicant: string
  homepage: string | null
  description: string | null
  start_date: string | null
  end_date: string | null
  comments: string | null
  join_policy: ProjectPolicy | null
  leave_policy: ProjectPolicy | null
  max_members: Quantity | null
  private: boolean | null
  resources: Record<string, ResourceLimits>
}

/** A project: people who share resources. Dates are ISO 8601. */
export interface Project {
  /** Uuid. */
  id: string
  state: ProjectState
  creation_date: string
  /** A domain name; `system:<user uuid>` for the project that each user has. */
  name: string
  /** Uuid; null for system projects. */
  owner: string | null
  homepage: string
  description: string
  end_date: string
  join_policy: ProjectPolicy
  leave_policy: ProjectPolicy
  /** `Infinity`: unlimited. */
  max_members: Quantity
  private: boolean
  system_project: boolean
  /** By resource name (`cyclades.vm`). */
  resources: Record<string, ResourceLimits>
  /** Only for its owner and administrators, and only if there is one. */
  last_application?: ProjectApplication
  /** Only for its owner and administrators, if it was ever suspended or terminated; it stays when it is active again. */
  deactivation_date?: string
}

/** Which projects to list. */
export interface ListProjectsOptions extends RequestOptions {
  /** The exact name. */
  name?: string | undefined
  /** Uuid of the owner. */
  owner?: string | undefined
  state?: 'uninitialized' | 'active' | 'suspended' | 'terminated' | 'deleted' | undefined
  /**
   * `related` (default; the server takes `default` for the same): one's own and those one is a member of. `member`: active ones
   * with an accepted membership. `active`: all active projects that are not private. There is no mode for all projects.
   */
  mode?: 'related' | 'default' | 'member' | 'active' | undefined
}

const STATES = ['uninitialized', 'active', 'suspended', 'terminated', 'deleted'] as const
const MODES = ['related', 'default', 'member', 'active'] as const

/** Projects, and what their owners, members and administrators do with them. */
export class Projects extends Resource<Caller> {
  readonly #memberships: Memberships
  /** Applications that wait for an administrator. */
  readonly applications: ProjectApplications

  constructor(http: Caller, memberships: Memberships = new Memberships(http)) {
    super(http)
    this.#memberships = memberships
    this.applications = new ProjectApplications(http)
  }

  /**
   * Projects, one's own deleted ones too unless filtered. Administrators of projects see all, except with mode `member`.
   *
   * `GET /projects` · 200 · project-api-guide § Retrieve List of Projects
   */
  list({ name, owner, state, mode, ...options }: ListProjectsOptions = {}): List<Project> {
    if (state !== undefined) requireOneOf(state, STATES, 'state')
    if (mode !== undefined) requireOneOf(mode, MODES, 'mode')
    const call = { ...options, query: { name, owner, state, mode } }
    return List.of(() => this.http.json<Project[]>('GET', 'projects', call))
  }

  /**
   * Applies for a project. It exists at once, `uninitialized`, and becomes `active` when an administrator approves.
   *
   * `POST /projects` · 201 · project-api-guide § Create a Project
   * @returns the uuid of the project and the id of the application.
   * @throws {InvalidArgumentError} for a date without UTC offset, or limits that contradict each other.
   * @throws {BadRequestError} if the name is no domain name, or a resource is unknown.
   * @throws {ConflictError} if too many applications are pending.
   */
  async create(project: NewProject, options?: RequestOptions): Promise<{ id: string; application: number }> {
    requireString(project.name, 'name')
    return this.http.json('POST', 'projects', { ...options, json: projectBody(project) })
  }

  /**
   * One project.
   *
   * `GET /projects/{id}` · 200 · project-api-guide § Retrieve a Project
   * @throws {ForbiddenError} if it is private or not active, and the user neither owns nor belongs to it.
   */
  async get(id: string, options?: RequestOptions): Promise<Project> {
    return this.http.json('GET', path`projects/${requireId(id, 'id')}`, options)
  }

  /**
   * Applies for a change of a project; what is not given stays. Nothing changes until an administrator approves, and
   * approving a change of a suspended or terminated project makes it active.
   *
   * `PUT /projects/{id}` · 201 · project-api-guide § Modify a Project
   * @throws {ForbiddenError} if the user is neither its owner nor an administrator. A system project has no owner.
   * @throws {ConflictError} if the project is uninitialized or deleted, or too many applications are pending.
   */
  async modify(
    id: string,
    changes: ProjectChanges,
    options?: RequestOptions,
  ): Promise<{ id: string; application: number }> {
    return this.http.json('PUT', path`projects/${requireId(id, 'id')}`, {
      ...options,
      json: projectBody(changes),
      idempotent: false,
    })
  }

  /**
   * Sets the limits of an active project to 0 for the time being; memberships stay. For administrators.
   *
   * `POST /projects/{id}/action` `suspend` · 200 · project-api-guide § Take Action on a Project
   * @throws {ConflictError} if it is not active.
   */
  async suspend(id: string, options?: ReasonOptions): Promise<void> {
    await this.#act('suspend', id, options)
  }

  /**
   * Ends a suspension. For administrators.
   *
   * `POST /projects/{id}/action` `unsuspend` · 200 · project-api-guide § Take Action on a Project
   * @throws {ConflictError} if it is not suspended.
   */
  async unsuspend(id: string, options?: ReasonOptions): Promise<void> {
    await this.#act('unsuspend', id, options)
  }

  /**
   * Ends a project. Its members stay listed as `accepted`, but can do nothing. For administrators.
   *
   * `POST /projects/{id}/action` `terminate` · 200 · project-api-guide § Take Action on a Project
   * @throws {ConflictError} if it is terminated, was never approved, or is a system project.
   */
  async terminate(id: string, options?: ReasonOptions): Promise<void> {
    await this.#act('terminate', id, options)
  }

  /**
   * Brings a terminated project back, with its members. For administrators.
   *
   * `POST /projects/{id}/action` `reinstate` · 200 · project-api-guide § Take Action on a Project
   * @throws {ConflictError} if it is not terminated, or its name has been taken.
   */
  async reinstate(id: string, options?: ReasonOptions): Promise<void> {
    await this.#act('reinstate', id, options)
  }

  /** Asks to join a project: {@link Memberships.join}. */
  async join(id: string, options?: RequestOptions): Promise<{ id: number }> {
    return this.#memberships.join(id, options)
  }

  /** Makes somebody a member of a project of one's own: {@link Memberships.enroll}. */
  async enroll(id: string, email: string, options?: RequestOptions): Promise<{ id: number }> {
    return this.#memberships.enroll(id, email, options)
  }

  async #act(action: string, id: string, options: ReasonOptions = {}): Promise<void> {
    const { reason = '', ...rest } = options
    await this.http.empty('POST', path`projects/${requireId(id, 'id')}/action`, {
      ...rest,
      json: { [action]: { reason } },
    })
  }
}
