import type { RequestOptions } from '@kamaki/core'
import type { LiteralUnion } from '@kamaki/core/toolkit'
import type { Quantity } from './quantity-types.ts'

/** How one becomes a member, or stops being one. */
export type ProjectPolicy = LiteralUnion<'auto' | 'moderated' | 'closed'>

/** The state of a project. */
export type ProjectState = LiteralUnion<'uninitialized' | 'active' | 'suspended' | 'terminated' | 'deleted'>

/** The state of an application for a project, or for a change of one. */
export type ApplicationState = LiteralUnion<'pending' | 'approved' | 'replaced' | 'denied' | 'dismissed' | 'cancelled'>

/** How much of a resource a project grants. `Infinity`: unlimited. */
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
  readonly last_application?: ProjectApplication | undefined
  /** Only for its owner and administrators, if it was ever suspended or terminated; it stays when the project is active again. */
  readonly deactivation_date?: string | undefined
}

/** Which projects to list. */
export interface ListProjectsOptions extends RequestOptions {
  /** The exact name. */
  readonly name?: string | undefined
  /** Uuid of the owner. */
  readonly owner?: string | undefined
  readonly state?: 'uninitialized' | 'active' | 'suspended' | 'terminated' | 'deleted' | undefined
  /**
   * `related` (default; `default` is the server's other name for it): the user's own projects and those the user is a member of.
   * `member`: active ones with an accepted membership. `active`: all active projects that are not private. There is no mode for all
   * projects.
   */
  readonly mode?: 'related' | 'default' | 'member' | 'active' | undefined
}

/** A date: a Date, or an ISO 8601 string with an explicit UTC offset (`2031-05-06T00:00:00+03:00`, `...Z`). */
export type ProjectDate = Date | string

/** A project to apply for. What is omitted gets the server's default. */
export interface NewProject {
  /** A domain name (`lab.example.org`, last label of 2 to 6 letters), of at most 80 characters. */
  readonly name: string
  /** Must lie in the future. */
  readonly end_date: ProjectDate
  readonly start_date?: ProjectDate | undefined
  /** Uuid of the owner. Default: the applicant. */
  readonly owner?: string | undefined
  /** At most 255 characters. */
  readonly homepage?: string | undefined
  /** At most 4096 characters. */
  readonly description?: string | undefined
  /** For the administrators. At most 4096 characters. */
  readonly comments?: string | undefined
  /** Default: `moderated`. */
  readonly join_policy?: 'auto' | 'moderated' | 'closed' | undefined
  /** Default: `auto`. */
  readonly leave_policy?: 'auto' | 'moderated' | 'closed' | undefined
  /** Default: `Infinity` (unlimited). */
  readonly max_members?: Quantity | undefined
  /** Default: false. */
  readonly private?: boolean | undefined
  /** By resource name. What is not named gets the cloud's default, often 0. */
  readonly resources?: Readonly<Record<string, ResourceLimits>> | undefined
}

/** What to change of a project. What is omitted stays. */
export type ProjectChanges = { readonly [Field in keyof NewProject]?: NewProject[Field] | undefined }

/** What an application has led to: the uuid of the project and the id of the application. */
export interface AppliedProject {
  id: string
  application: number
}

/** Why something is done; the people concerned are told. */
export interface ReasonOptions extends RequestOptions {
  readonly reason?: string | undefined
}
