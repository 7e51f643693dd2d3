import type { List, RequestOptions } from '@kamaki/core'
import {
  path,
  Resource,
  requireArray,
  requireNonNegativeInteger,
  requireObject,
  requireOptions,
} from '@kamaki/core/toolkit'
import type {
  Charge,
  ChargeMove,
  Commission,
  IssueCommissionOptions,
  ProjectCharge,
  Provision,
  ResolvedCommissions,
  UserCharge,
} from './commission-types.ts'
import { provisionsOfCharges, provisionsOfProjectCharges, provisionsOfReassignments } from './provisions.ts'

/**
 * Charges of the services of the cloud against quotas. All calls need the token of a component, else `UnauthorizedError`.
 *
 * A commission charges at once and is then accepted or rejected; what it releases is released when it is accepted.
 */
export class Commissions extends Resource {
  /**
   * Serials of the component's own commissions that are still pending.
   *
   * `GET /commissions` · 200 · quota-api-guide § Get Pending Commissions
   */
  list(options?: RequestOptions): List<number> {
    return this.bareList<number>('commissions', { ...requireOptions(options), items: 'number' })
  }

  /**
   * Issues a commission of provisions as the server knows them; all or nothing. {@link Commissions.issueOne} writes them for you. Like
   * the other three `issue` methods it returns the serial alone, by which the commission can be accepted, rejected or read.
   *
   * `POST /commissions` · 201 · quota-api-guide § Issue Commission
   * @returns the serial.
   * @throws {QuotaExceededError} if a limit would be passed; {@link commissionFailure} reads which from the error.
   * @throws {NotFoundError} if a holder has no such resource in that source.
   */
  async issue(provisions: readonly Provision[], options: IssueCommissionOptions = {}): Promise<number> {
    const { name = '', force = false, autoAccept = false, ...rest } = requireOptions(options)
    for (const provision of requireArray(provisions, 'provisions')) requireObject(provision, 'provision')
    const json = { name, force, auto_accept: autoAccept, provisions }
    return this.unwrap<number>('serial', 'POST', 'commissions', { ...rest, json, shape: 'number' })
  }

  /**
   * Charges users and, apart from that, projects, each as listed.
   *
   * `POST /commissions` · 201
   * @returns the serial.
   */
  async issueGeneric(
    charges: readonly UserCharge[],
    projectCharges: readonly ProjectCharge[],
    options?: IssueCommissionOptions,
  ): Promise<number> {
    const users = requireArray(charges, 'charges').flatMap((each) => {
      const { userId, ...charge } = requireObject(each, 'charge')
      return provisionsOfCharges(userId, [charge]).slice(0, 1)
    })
    return this.issue([...users, ...provisionsOfProjectCharges(projectCharges)], options)
  }

  /**
   * Charges one user, and with each charge the project that it is drawn from.
   *
   * `POST /commissions` · 201
   * @returns the serial.
   */
  async issueOne(userId: string, charges: readonly Charge[], options?: IssueCommissionOptions): Promise<number> {
    return this.issue(provisionsOfCharges(userId, charges), options)
  }

  /**
   * Moves what a user holds from one project to another.
   *
   * `POST /commissions` · 201
   * @returns the serial.
   */
  async issueReassignment(
    userId: string,
    moves: readonly ChargeMove[],
    options?: IssueCommissionOptions,
  ): Promise<number> {
    return this.issue(provisionsOfReassignments(userId, moves), options)
  }

  /**
   * One pending commission.
   *
   * `GET /commissions/{serial}` · 200 · quota-api-guide § Get the Description of a Commission
   * @throws {NotFoundError} if it is unknown, resolved already (accepted at once, too), or another component's.
   */
  async get(serial: number, options?: RequestOptions): Promise<Commission> {
    requireNonNegativeInteger(serial, 'serial')
    return this.bare('GET', path`commissions/${serial}`, {
      ...requireOptions(options),
      subject: `Pending commission ${serial}`,
    })
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
   * Undoes a pending commission.
   *
   * `POST /commissions/{serial}/action` `reject` · 200 · quota-api-guide § Accept or Reject a Commission
   * @throws {NotFoundError} if it is unknown or resolved already.
   */
  async reject(serial: number, options?: RequestOptions): Promise<void> {
    await this.#act(serial, { reject: '' }, options)
  }

  /**
   * Accepts some and rejects others. Read `failed`: the call succeeds even if none of them could be resolved.
   *
   * `POST /commissions/action` · 200 · quota-api-guide § Accept or Reject Multiple Commissions
   */
  async resolve(
    serials: {
      readonly accept?: readonly number[] | undefined
      readonly reject?: readonly number[] | undefined
    },
    options?: RequestOptions,
  ): Promise<ResolvedCommissions> {
    const { accept = [], reject = [] } = requireObject(serials, 'serials')
    requireArray(accept, 'accept')
    requireArray(reject, 'reject')
    for (const serial of [...accept, ...reject]) requireNonNegativeInteger(serial, 'serial')
    return this.bare('POST', 'commissions/action', { ...requireOptions(options), json: { accept, reject } })
  }

  async #act(serial: number, json: unknown, options?: RequestOptions): Promise<void> {
    requireNonNegativeInteger(serial, 'serial')
    const call = { ...requireOptions(options), json, subject: `Pending commission ${serial}` }
    await this.http.empty('POST', path`commissions/${serial}/action`, call)
  }
}
