import { List, type RequestOptions } from '@kamaki/core'
import { path, Resource, requireNonNegativeInteger } from '@kamaki/core/toolkit'
import { type Caller, incomplete } from './caller.ts'
import {
  type Charge,
  type ChargeMove,
  type ProjectCharge,
  type Provision,
  provisionsOfCharges,
  provisionsOfProjectCharges,
  provisionsOfReassignments,
} from './provisions.ts'

/** A charge that waits for acceptance. */
export interface Commission {
  serial: number
  name: string
  /** ISO 8601. */
  issue_time: string
  /** Not always in the order of the request. */
  provisions: Provision[]
}

/** How a commission is issued. */
export interface IssueOptions extends RequestOptions {
  /** A label for people. */
  name?: string | undefined
  /** Goes past the limits. Releases (negative quantities) cannot be forced. */
  force?: boolean | undefined
  /** Accepts at once. Such a commission is never found afterwards. */
  autoAccept?: boolean | undefined
}

/** Why one serial could not be resolved. */
export type ResolveFault = Record<string, { code: number; message: string }>

/** What became of each serial. The call is a success even if all of them failed. */
export interface Resolved {
  accepted: number[]
  rejected: number[]
  /** Serial and fault: `itemNotFound` if it is unknown or resolved already, `badRequest` if it was in both lists. */
  failed: [serial: number, fault: ResolveFault][]
}

/**
 * Charges of the services of the cloud against quotas. All calls need the token of a component, else `UnauthorizedError`.
 *
 * A commission charges at once and is then accepted or rejected; what it releases is released when it is accepted.
 */
export class Commissions extends Resource<Caller> {
  /**
   * Serials of the component's own commissions that are still pending.
   *
   * `GET /commissions` · 200 · quota-api-guide § Get Pending Commissions
   */
  list(options?: RequestOptions): List<number> {
    return List.of(() => this.http.json<number[]>('GET', 'commissions', options))
  }

  /**
   * Issues a commission of provisions as the server knows them; all or nothing. {@link Commissions.issueOne} writes them for you.
   *
   * `POST /commissions` · 201 · quota-api-guide § Issue Commission
   * @returns the serial, to accept or reject it by.
   * @throws {QuotaExceededError} if a limit would be passed; {@link commissionFailure} tells which.
   * @throws {NotFoundError} if a holder has no such resource in that source.
   */
  async issue(provisions: readonly Provision[], options: IssueOptions = {}): Promise<number> {
    const { name = '', force = false, autoAccept = false, ...rest } = options
    const json = { name, force, auto_accept: autoAccept, provisions }
    const answer = await this.http.json<{ serial?: number }>('POST', 'commissions', { ...rest, json })
    if (typeof answer.serial !== 'number') {
      throw incomplete('POST', 'commissions', 'a serial; commissions.list() tells whether it was issued')
    }
    return answer.serial
  }

  /**
   * Charges users and, apart from that, projects, as each is given.
   *
   * `POST /commissions` · 201
   */
  async issueGeneric(
    charges: readonly (Charge & { user: string })[],
    projectCharges: readonly ProjectCharge[],
    options?: IssueOptions,
  ): Promise<number> {
    const users = charges.flatMap(({ user, ...charge }) => provisionsOfCharges(user, [charge]).slice(0, 1))
    return this.issue([...users, ...provisionsOfProjectCharges(projectCharges)], options)
  }

  /**
   * Charges one user, and with each charge the project that it is drawn from.
   *
   * `POST /commissions` · 201
   */
  async issueOne(user: string, charges: readonly Charge[], options?: IssueOptions): Promise<number> {
    return this.issue(provisionsOfCharges(user, charges), options)
  }

  /**
   * Moves what a user holds from one project to another.
   *
   * `POST /commissions` · 201
   */
  async issueReassignment(user: string, moves: readonly ChargeMove[], options?: IssueOptions): Promise<number> {
    return this.issue(provisionsOfReassignments(user, moves), options)
  }

  /**
   * One pending commission.
   *
   * `GET /commissions/{serial}` · 200 · quota-api-guide § Get the Description of a Commission
   * @throws {NotFoundError} if it is unknown, resolved already (accepted at once, too), or another component's.
   */
  async get(serial: number, options?: RequestOptions): Promise<Commission> {
    requireNonNegativeInteger(serial, 'serial')
    return this.http.json('GET', path`commissions/${serial}`, options)
  }

  /**
   * Makes a pending commission final.
   *
   * `POST /commissions/{serial}/action` `accept` · 200 · quota-api-guide § Accept or Reject a Commission
   * @throws {NotFoundError} if it is unknown or resolved already.
   */
  async accept(serial: number, options?: RequestOptions): Promise<void> {
    await this.#act(serial, { accept: '' }, options)
  }

  /**
   * Takes a pending commission back.
   *
   * `POST /commissions/{serial}/action` `reject` · 200 · quota-api-guide § Accept or Reject a Commission
   * @throws {NotFoundError} if it is unknown or resolved already.
   */
  async reject(serial: number, options?: RequestOptions): Promise<void> {
    await this.#act(serial, { reject: '' }, options)
  }

  /**
   * Accepts some and rejects others. Read `failed`: the call is a success whatever became of them.
   *
   * `POST /commissions/action` · 200 · quota-api-guide § Accept or Reject Multiple Commissions
   */
  async resolve(
    serials: { accept?: readonly number[] | undefined; reject?: readonly number[] | undefined },
    options?: RequestOptions,
  ): Promise<Resolved> {
    const { accept = [], reject = [] } = serials
    for (const serial of [...accept, ...reject]) requireNonNegativeInteger(serial, 'serial')
    return this.http.json('POST', 'commissions/action', { ...options, json: { accept, reject } })
  }

  async #act(serial: number, json: unknown, options?: RequestOptions): Promise<void> {
    requireNonNegativeInteger(serial, 'serial')
    await this.http.empty('POST', path`commissions/${serial}/action`, { ...options, json })
  }
}
