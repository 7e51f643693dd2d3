import { Fault } from '../frame/fault.ts'
import { pythonJson } from '../frame/python.ts'
import { type Provision, type Quota, QuotaError, toProvisions } from '../identity/quota.ts'
import type { Journal } from './journal.ts'
import type { Container } from './model.ts'

export const DISKSPACE = 'pithos.diskspace'

/** Charges what containers hold to projects, by commissions that stand or fall with the request. */
export class Ledger {
  readonly #quota: Quota
  readonly #journal: Journal
  /** Is this the uuid of a user, and so of a base project? */
  readonly #isUser: (uuid: string) => boolean

  constructor(quota: Quota, journal: Journal, isUser: (uuid: string) => boolean) {
    this.#quota = quota
    this.#journal = journal
    this.#isUser = isUser
  }

  /**
   * Charges the container's project for `bytes` more, or gives bytes back to whichever project was charged for them.
   * @throws {Fault} 413 or 404 `fault`, as relayed from Astakos
   */
  report(container: Container, bytes: number): void {
    const { project } = container.policy
    if (bytes > 0) this.#book(container, [[project, bytes]])
    else if (bytes < 0) this.#book(container, this.#shares(container, -bytes))
  }

  /** Moves all that is charged for a container to another project. */
  reassign(container: Container, project: string): void {
    const from = [...container.charged].map(([from, bytes]): [string, number] => [from, -bytes])
    const total = from.reduce((sum, [, bytes]) => sum - bytes, 0)
    this.#book(container, [...from, [project, total]])
  }

  // The policy can be pointed to another project without its bytes: they are given back where they were charged.
  #shares(container: Container, bytes: number): [string, number][] {
    const { project } = container.policy
    const projects = [project, ...[...container.charged.keys()].filter((other) => other !== project)]
    const shares: [string, number][] = []
    let left = bytes
    for (const name of projects) {
      const share = Math.min(left, container.charged.get(name) ?? 0)
      if (share > 0) shares.push([name, -share])
      left -= share
    }
    return shares
  }

  #book(container: Container, changes: readonly (readonly [project: string, bytes: number])[]): void {
    const owner = container.account.name
    const provisions = changes.flatMap(([project, quantity]) =>
      toProvisions(owner, { project, resource: DISKSPACE, quantity }),
    )
    const commission = this.#issue(provisions)
    const before = container.charged
    const charged = new Map(before)
    for (const [project, bytes] of changes) charged.set(project, (charged.get(project) ?? 0) + bytes)
    for (const [project, bytes] of charged) if (bytes === 0) charged.delete(project)
    container.charged = charged
    this.#journal.undo(() => {
      container.charged = before
      commission.reject()
    })
    this.#journal.commit(() => commission.accept())
  }

  #issue(provisions: readonly Provision[]): { accept(): void; reject(): void } {
    try {
      return this.#quota.issue(provisions)
    } catch (error) {
      throw error instanceof QuotaError ? this.#relayed(error) : error
    }
  }

  /** The fault that Pithos makes of Astakos' refusal. */
  #relayed(error: QuotaError): Fault {
    const { provision } = error
    const project = (provision.source ?? provision.holder).replace(/^project:/, '')
    // Of a project that is there, one who is no member has nothing; a base project of somebody else is unknown to him.
    const foreign = this.#quota.holding(`project:${project}`, null, DISKSPACE) !== undefined && !this.#isUser(project)
    if (error.kind === 'NoHoldingError' && !foreign) {
      const details = pythonJson({ itemNotFound: { message: error.message, code: 404, details: '' } })
      return new Fault(404, 'fault', 'OK', { details })
    }
    const [available, requested] = [error.available, provision.quantity]
    const details = `Limit for resource 'Storage space' exceeded for your account. Available: ${available}, Requested: ${requested}`
    return new Fault(413, 'fault', 'Resource Limit Exceeded for your account.', { details })
  }
}
