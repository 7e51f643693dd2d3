import { internalServerError } from '../http/fault.ts'
import { requireStorable } from '../http/fields.ts'
import { codePointLength } from '../python/code-points.ts'
import { pythonRepr } from '../python/repr.ts'
import { pythonTruth } from '../python/values.ts'

/** A user of the cloud; what is left out is derived from the name. */
export interface UserOptions {
  /** How `emulator.env()` calls the user. */
  readonly name: string
  readonly token?: string | undefined
  readonly uuid?: string | undefined
  readonly email?: string | undefined
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  /** Groups (`admin-stats`, `admin-api` ...). */
  readonly groups?: readonly string[] | undefined
}

/** A program that may ask users for access. */
export interface OAuth2Client {
  readonly id: string
  /** With a secret the client is confidential and has to show it. */
  readonly secret?: string | undefined
  readonly redirectUris: readonly string[]
  /** Gets its code without the user being asked. Default false. */
  readonly trusted?: boolean | undefined
}

/** A person with an account. */
export interface User {
  /** In the order in which they joined. */
  readonly number: number
  /** What the env file and the options call them. */
  readonly name: string
  readonly uuid: string
  email: string
  token: string
  firstName: string
  lastName: string
  /** Milliseconds since 1970; the token is rejected from then on. */
  tokenExpires: number
  tokenCreated: number
  /** Uuid of the project that new things are charged to. */
  defaultProject: string
  groups: readonly string[]
  /** False: deactivated, the token is rejected. */
  active: boolean
  /** False: the token is rejected until the terms of use are signed. */
  signedTerms: boolean
  deactivatedReason: string | null
  joined: number
  /** Password of the local login, known only to those whom the admin API created. */
  password: string | undefined
  /** What the admin API stores beside: JSON, as it came. */
  metadata: string
}

export type NewUser = Omit<User, 'number'>

/** The account behind a token of a service component. */
export interface Component {
  readonly name: string
  readonly token: string
  /** Services whose resources it may see and charge. */
  readonly services: readonly string[]
}

/** One line of a charge: so much of a resource to a user within a project. Negative: released. */
export interface Charge {
  /** Uuid of the project that pays. */
  project: string
  resource: string
  quantity: number | bigint
}

/** A line between a holder (user or project) and a source, as commissions state it. */
export interface Provision {
  /** `user:<uuid>` or `project:<uuid>` */
  readonly holder: string
  /** `project:<uuid>`; null when the holder is a project. */
  readonly source: string | null
  readonly resource: string
  readonly quantity: bigint
}

/** A provision as responses show it. */
export function provisionJson({ holder, source, resource, quantity }: Provision): Record<string, unknown> {
  return { resource, source, holder, quantity }
}

/** What is held: limit, what is used now, what it may become when pending charges are decided. */
export interface Holding {
  limit: bigint
  /** Without pending releases, with nothing that is pending added. */
  usageMin: bigint
  /** With everything that is pending added. */
  usageMax: bigint
}

export type QuotaErrorName = 'NoCapacityError' | 'NoQuantityError' | 'NoHoldingError'

/** A charge that was rejected; nothing of it was booked. Each service words its own fault from it. */
export class QuotaError extends Error {
  readonly kind: QuotaErrorName
  readonly provision: Provision
  /** Undefined for NoHoldingError. */
  readonly limit: bigint | undefined
  readonly usage: bigint | undefined

  constructor(kind: QuotaErrorName, provision: Provision, holding?: { limit: bigint; usage: bigint }) {
    super(messageOf(kind, provision))
    this.name = 'QuotaError'
    this.kind = kind
    this.provision = provision
    this.limit = holding?.limit
    this.usage = holding?.usage
  }

  /** How much is still to be had: what limit and usage leave, never below zero. */
  get available(): bigint {
    const left = (this.limit ?? 0n) - (this.usage ?? 0n)
    return left < 0n ? 0n : left
  }
}

function messageOf(kind: QuotaErrorName, { holder, source, resource }: Provision): string {
  switch (kind) {
    case 'NoCapacityError':
      return `${holder} has not enough capacity of ${resource}.`
    case 'NoQuantityError':
      return `${holder} attempts to release more ${resource} than it contains.`
    case 'NoHoldingError':
      return `There is no such holding (${[holder, source, resource].map(pythonRepr).join(', ')})`
  }
}

/** A charge is booked twice: to the user within the project, and to the project as a whole. */
export function toProvisions(user: string, charge: Charge): Provision[] {
  const quantity = BigInt(charge.quantity)
  const { project, resource } = charge
  return [
    { holder: `user:${user}`, source: `project:${project}`, resource, quantity },
    { holder: `project:${project}`, source: null, resource, quantity },
  ]
}

/** What decides who sees a thing: its owner, and its project if it is shared with the project's members. */
export interface Owned {
  /** Uuid of a user; null for what the provider owns. */
  readonly owner: string | null
  project: string | null
  sharedToProject: boolean
}

/** The width of the column for projects. */
const PROJECT = 255

/**
 * The project and the sharing of a thing as they came in a body, as far as they can be stored and charged.
 * @throws {Fault} 500 a null or a long string, which the database rejects, or no string, of which the quotas know nothing
 */
export function ownership(project: unknown, shared: unknown): { project: string; sharedToProject: boolean } {
  if (shared === null || typeof project !== 'string' || codePointLength(project) > PROJECT) throw internalServerError()
  requireStorable(project)
  return { project, sharedToProject: shared !== undefined && pythonTruth(shared) }
}

/** What other services ask about users. */
export interface Users {
  /** Owner of what the provider created. */
  readonly operator: User
  byUuid(uuid: string): User | undefined
  /** The active user with this token, unless it has expired. */
  byToken(token: string, now: number): User | undefined
}

/** What other services ask about projects. */
export interface Projects {
  /** Uuids of the active projects that a user is a member of. */
  ofUser(user: string): string[]
  /** May the user use a thing: their own, or shared with a project that they are a member of. */
  mayUse(user: User, thing: Owned): boolean
}

/** The quotas of the whole cloud, which services charge. */
export interface Quota {
  /**
   * Charges a user, at once and for good: all lines or none.
   * @throws {QuotaError} naming the first line that does not fit
   */
  charge(user: string, charges: readonly Charge[], options?: { force?: boolean }): void
  /** Throws what `charge` would throw. */
  check(user: string, charges: readonly Charge[]): void
  /** Books provisions as pending: `settle` has to follow. @throws {QuotaError} naming the first line that does not fit; nothing is booked then */
  issue(provisions: readonly Provision[], options?: { force?: boolean }): void
  /** Accepts or rejects provisions that are pending. */
  settle(provisions: readonly Provision[], accept: boolean): void
  holding(holder: string, source: string | null, resource: string): Readonly<Holding> | undefined
  /** Everything that somebody holds. */
  entriesOf(
    holder: string,
  ): Iterable<[holder: string, source: string | null, resource: string, holding: Readonly<Holding>]>
}

/** What the browser view of Pithos asks OAuth 2. */
export interface OAuth2 {
  /** Trades a code for an access token. */
  exchange(code: string, redirectUri: string, scope: string): string | undefined
  /** Uuid of the user whose token for this scope it is. */
  userOf(accessToken: string, scope: string): string | undefined
}
