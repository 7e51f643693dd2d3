export type Policy = 'auto' | 'moderated' | 'closed'
export const POLICIES: readonly unknown[] = ['auto', 'moderated', 'closed']

type ProjectState = 'uninitialized' | 'active' | 'suspended' | 'terminated' | 'deleted'
export const PROJECT_STATES: readonly string[] = ['uninitialized', 'active', 'suspended', 'terminated', 'deleted']

export type ApplicationState = 'pending' | 'approved' | 'replaced' | 'denied' | 'dismissed' | 'cancelled'

export type MembershipState =
  | 'requested'
  | 'accepted'
  | 'leave_requested'
  | 'suspended'
  | 'rejected'
  | 'cancelled'
  | 'removed'

/** States of a member: who is in (`suspended` members are in, but may use nothing). */
export const ACCEPTED_STATES: ReadonlySet<MembershipState> = new Set(['accepted', 'leave_requested', 'suspended'])
/** States of a member who may use what the project has. */
export const USING_STATES: ReadonlySet<MembershipState> = new Set(['accepted', 'leave_requested'])

/** What one member, and all of them together, may use of a resource. */
export interface Limits {
  readonly member: bigint
  readonly project: bigint
}

/** What can be applied for; null in a modification means "as it is". */
interface ProjectFields {
  name: string | null
  owner: string | null
  homepage: string | null
  description: string | null
  endDate: number | null
  joinPolicy: Policy | null
  leavePolicy: Policy | null
  maxMembers: bigint | null
  private: boolean | null
}

export interface Application extends ProjectFields {
  readonly id: number
  /** Uuid of the user who sent it. */
  readonly applicant: string
  readonly project: Project
  state: ApplicationState
  startDate: number | null
  comments: string | null
  resources: ReadonlyMap<string, Limits>
}

export interface Project {
  /** The number that the database knows it by. */
  readonly number: number
  /** The uuid. */
  readonly id: string
  readonly system: boolean
  readonly created: number
  name: string
  owner: string | null
  homepage: string
  description: string
  endDate: number
  joinPolicy: Policy
  leavePolicy: Policy
  maxMembers: bigint
  private: boolean
  state: ProjectState
  /** When it was last suspended or terminated. */
  deactivated: number | undefined
  limits: ReadonlyMap<string, Limits>
  lastApplication: Application | undefined
}

export interface Membership {
  readonly id: number
  readonly project: Project
  /** Uuid of the member. */
  readonly user: string
  state: MembershipState
  /** When each state was entered last. */
  dates: ReadonlyMap<MembershipState, number>
}

/** Has been approved once and not ended: members may come and go. */
export function isAlive(project: Project): boolean {
  return project.state === 'active' || project.state === 'suspended'
}
