import type { Clock } from '../base/clock.ts'
import type { Sequence } from '../base/random.ts'
import type { Records } from '../base/records.ts'
import { Table } from '../base/table.ts'
import { itemNotFound } from '../http/fault.ts'
import { pythonText } from '../python/repr.ts'
import { PROJECT_ADMIN } from './default-users.ts'
import { wholeNumber } from './ids.ts'
import type { Owned, Projects, User } from './model.ts'
import {
  ACCEPTED_STATES,
  type Application,
  type Membership,
  type MembershipState,
  type Project,
  USING_STATES,
} from './project-model.ts'
import type { QuotaStore } from './quota-store.ts'
import { RESOURCES } from './resources.ts'
import type { UserStore } from './user-store.ts'

const CENTURY = 100 * 365.25 * 24 * 3600 * 1000

/** Projects, their members and applications, and the limits that they set in the ledger. */
export class ProjectStore implements Projects {
  readonly #users: UserStore
  readonly #quota: QuotaStore
  readonly #clock: Clock
  readonly #numbers: Sequence
  readonly #membershipIds: Sequence
  readonly #applicationIds: Sequence
  readonly #projects: Table<number, Project>
  readonly #memberships: Table<number, Membership>
  readonly #applications: Table<number, Application>
  readonly #byId: Map<string, Project> = new Map()
  readonly #ofUser: Map<string, Membership[]> = new Map()
  /** By the member's uuid. */
  readonly #ofProject: Map<Project, Map<string, Membership>> = new Map()

  constructor(users: UserStore, quota: QuotaStore, clock: Clock, records: Records) {
    this.#users = users
    this.#quota = quota
    this.#clock = clock
    this.#numbers = records.sequence('project')
    this.#membershipIds = records.sequence('membership')
    this.#applicationIds = records.sequence('application')
    const byNumber = (project: Project) => project.number
    this.#projects = new Table(records, 'project', byNumber, (project) => this.#byId.set(project.id, project))
    this.#memberships = new Table(
      records,
      'membership',
      ({ id }) => id,
      (membership) => this.#indexMember(membership),
    )
    this.#applications = new Table(records, 'application', ({ id }) => id)
  }

  /** A user's own project, there from the start. */
  addSystemProject(user: User): void {
    const project = this.add({
      id: user.uuid,
      system: true,
      name: `system:${user.uuid}`,
      owner: null,
      homepage: '',
      description: `system project for user ${user.email}`,
      endDate: this.#clock.now() + CENTURY,
      joinPolicy: 'closed',
      leavePolicy: 'closed',
      maxMembers: 1n,
      private: true,
      state: 'active',
      limits: new Map(RESOURCES.map(({ name, userLimit }) => [name, { member: userLimit, project: userLimit }])),
    })
    this.enter(this.addMembership(project, user.uuid), 'accepted')
    this.sync(project)
  }

  add(project: Omit<Project, 'number' | 'created' | 'deactivated' | 'lastApplication'>): Project {
    const made = this.#projects.add({
      ...project,
      number: this.#numbers.next(),
      created: this.#clock.now(),
      deactivated: undefined,
      lastApplication: undefined,
    })
    this.#byId.set(made.id, made)
    return made
  }

  all(): Project[] {
    return [...this.#projects.values()]
  }

  get(id: string): Project | undefined {
    return this.#byId.get(id)
  }

  /** @throws {Fault} 404 */
  byUuid(id: unknown): Project {
    const found = typeof id === 'string' ? this.#byId.get(id) : undefined
    if (!found) throw unknownProject(id)
    return found
  }

  /**
   * By uuid, or by the number that the database knows it by.
   * @throws {Fault} 404; 500 for what is neither a string nor a number
   */
  byUuidOrNumber(id: unknown): Project {
    const number = wholeNumber(id)
    if (number === undefined) return this.byUuid(id)
    const found = this.#projects.get(Number(number))
    if (!found) throw unknownProject(number)
    return found
  }

  /** Another live project that holds this name. */
  holderOfName(name: string, except: Project): Project | undefined {
    return this.all().find(
      (other) => other !== except && other.name === name && (other.state === 'active' || other.state === 'suspended'),
    )
  }

  /** May the user decide on everybody's projects? */
  isAdmin(user: User): boolean {
    return user.name === PROJECT_ADMIN
  }

  // ---- members

  addMembership(project: Project, user: string): Membership {
    const id = this.#membershipIds.next()
    const made = this.#memberships.add({ id, project, user, state: 'requested', dates: new Map() })
    this.#indexMember(made)
    return made
  }

  #indexMember(membership: Membership): void {
    const { project, user } = membership
    const members = this.#ofProject.get(project)
    if (members) members.set(user, membership)
    else this.#ofProject.set(project, new Map([[user, membership]]))
    const own = this.#ofUser.get(user)
    if (own) own.push(membership)
    else this.#ofUser.set(user, [membership])
  }

  /** Moves a membership to a state; call `sync` when limits change by it. */
  enter(membership: Membership, state: MembershipState): void {
    membership.state = state
    membership.dates = new Map([...membership.dates, [state, this.#clock.now()]])
  }

  memberships(): Membership[] {
    return [...this.#memberships.values()]
  }

  membership(id: number): Membership | undefined {
    return this.#memberships.get(id)
  }

  membershipOf(project: Project, user: string): Membership | undefined {
    return this.#ofProject.get(project)?.get(user)
  }

  membershipsOfUser(user: string): readonly Membership[] {
    return this.#ofUser.get(user) ?? []
  }

  /** How many are in. */
  countMembers(project: Project): bigint {
    let count = 0n
    for (const { state } of this.#membersOf(project)) if (ACCEPTED_STATES.has(state)) count++
    return count
  }

  #membersOf(project: Project): Iterable<Membership> {
    return this.#ofProject.get(project)?.values() ?? []
  }

  ofUser(user: string): string[] {
    return this.membershipsOfUser(user)
      .filter(({ project, state }) => project.state === 'active' && ACCEPTED_STATES.has(state))
      .map(({ project }) => project.id)
  }

  mayUse(user: User, { owner, sharedToProject, project }: Owned): boolean {
    if (owner === user.uuid) return true
    return sharedToProject && project !== null && this.ofUser(user.uuid).includes(project)
  }

  // ---- applications

  addApplication(application: Omit<Application, 'id'>): Application {
    const made = this.#applications.add({ ...application, id: this.#applicationIds.next() })
    made.project.lastApplication = made
    return made
  }

  application(id: number): Application | undefined {
    return this.#applications.get(id)
  }

  pendingApplications(project: Project): Application[] {
    return [...this.#applications.values()].filter((one) => one.project === project && one.state === 'pending')
  }

  // ---- limits

  /** Writes the limits of a project and its members into the ledger; none while it is not active. */
  sync(project: Project): void {
    const active = project.state === 'active'
    for (const { name } of RESOURCES) {
      this.#quota.setLimit(`project:${project.id}`, null, name, active ? (project.limits.get(name)?.project ?? 0n) : 0n)
    }
    for (const membership of this.#membersOf(project)) this.#syncMember(membership)
  }

  syncMembership(membership: Membership): void {
    this.#syncMember(membership)
    const user = this.#users.byUuid(membership.user)
    if (user && user.defaultProject === membership.project.id && !USING_STATES.has(membership.state))
      user.defaultProject = user.uuid
  }

  #syncMember({ project, user, state }: Membership): void {
    const uses = project.state === 'active' && USING_STATES.has(state)
    for (const { name } of RESOURCES) {
      const known = this.#quota.holding(`user:${user}`, `project:${project.id}`, name)
      // Who was never a member has no entry; who once was keeps one, with nothing to use.
      if (uses || known)
        this.#quota.setLimit(
          `user:${user}`,
          `project:${project.id}`,
          name,
          uses ? (project.limits.get(name)?.member ?? 0n) : 0n,
        )
    }
  }
}

function unknownProject(id: unknown): Error {
  return itemNotFound(`There is no project identified by ${pythonText(id)}.`)
}
