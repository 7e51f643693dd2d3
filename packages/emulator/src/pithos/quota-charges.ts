import { Fault } from '../http/fault.ts'
import type { Quota } from '../identity/model.ts'
import { type Provision, provisionJson, QuotaError, toProvisions } from '../identity/model.ts'
import { pythonJson } from '../python/json.ts'
import type { Container } from './nodes.ts'
import type { Transaction } from './transaction.ts'
import type { Tree } from './tree.ts'

export const DISKSPACE = 'pithos.diskspace'

interface Entry {
  container: Container
  project: string
  bytes: number
}

/** Charges what containers hold to projects, by commissions that stand or fall with the request. */
export class QuotaCharges {
  readonly #quota: Quota
  readonly #transaction: Transaction
  readonly #tree: Tree
  /** Is this the uuid of a user, and so of a base project? */
  readonly #isUser: (uuid: string) => boolean

  constructor(quota: Quota, transaction: Transaction, tree: Tree, isUser: (uuid: string) => boolean) {
    this.#quota = quota
    this.#transaction = transaction
    this.#tree = tree
    this.#isUser = isUser
  }

  /**
   * Charges the container's project for `bytes` more, or releases bytes of whichever project was charged for them.
   * @throws {Fault} 413 or 404 `fault`, as relayed from Astakos
   */
  report(container: Container, bytes: number): void {
    this.#book(this.#entries(container, bytes))
  }

  /** Moves all that is charged for a container to another project. @throws {Fault} 413, 404 */
  reassign(container: Container, project: string): void {
    const { account, policy } = container
    const held = this.#quota.holding(`user:${account.name}`, `project:${policy.project}`, DISKSPACE)
    const released = [...container.charged].map(([from, bytes]) => ({ container, project: from, bytes: -bytes }))
    const total = released.reduce((sum, { bytes }) => sum - bytes, 0)
    if (!held && !this.#isProject(policy.project)) {
      const [provision] = toProvisions(account.name, { project: policy.project, resource: DISKSPACE, quantity: -total })
      if (provision) throw unknownHolding(new QuotaError('NoHoldingError', provision))
    }
    this.#commission(container, [...released, { container, project, bytes: total }])
  }

  /**
   * One container releases `freed` bytes and another takes `occupied`: charged is the difference alone.
   * @throws {Fault} 413, 404
   */
  transfer(from: Container, freed: number, to: Container, occupied: number): void {
    if (from === to) this.report(to, occupied - freed)
    else this.#book([...this.#entries(from, -freed), ...this.#entries(to, occupied)])
  }

  // The policy can be pointed to another project without its bytes: they are given back where they were charged.
  #entries(container: Container, bytes: number): Entry[] {
    const { project } = container.policy
    if (bytes >= 0) return [{ container, project, bytes }]
    const projects = [project, ...[...container.charged.keys()].filter((other) => other !== project)]
    let left = -bytes
    return projects.map((name) => {
      const share = Math.min(left, container.charged.get(name) ?? 0)
      left -= share
      return { container, project: name, bytes: -share }
    })
  }

  /** Books what remains of each project's changes when they are added up; nothing at all needs no commission. */
  #book(entries: readonly Entry[]): void {
    const sums = new Map<string, number>()
    for (const { project, bytes } of entries) sums.set(project, (sums.get(project) ?? 0) + bytes)
    const [first] = entries
    if (!first) return
    const net = [...sums].filter(([, bytes]) => bytes !== 0)
    const { container } = first
    if (net.length > 0)
      this.#commission(
        container,
        net.map(([project, bytes]) => ({ container, project, bytes })),
        entries,
      )
    else this.#note(entries)
  }

  /** Issues a commission that stands or falls with the request. */
  #commission({ account }: Container, provisions: readonly Entry[], entries: readonly Entry[] = provisions): void {
    const lines = provisions.flatMap(({ project, bytes }) =>
      toProvisions(account.name, { project, resource: DISKSPACE, quantity: bytes }),
    )
    this.#issue(lines)
    this.#transaction.undo(() => this.#quota.settle(lines, false))
    this.#transaction.commit(() => this.#quota.settle(lines, true))
    this.#note(entries)
  }

  /** Keeps account of what each container is charged for. */
  #note(entries: readonly Entry[]): void {
    for (const { container, project, bytes } of entries) {
      if (bytes === 0) continue
      const charged = new Map(container.charged)
      const sum = (charged.get(project) ?? 0) + bytes
      if (sum === 0) charged.delete(project)
      else charged.set(project, sum)
      this.#tree.setCharged(container, charged)
    }
  }

  #issue(provisions: readonly Provision[]): void {
    try {
      this.#quota.issue(provisions)
    } catch (error) {
      throw error instanceof QuotaError ? this.#relayed(error) : error
    }
  }

  /** The fault that Pithos makes of Astakos' rejection. */
  #relayed(error: QuotaError): Fault {
    const { provision } = error
    const project = (provision.source ?? provision.holder).replace(/^project:/, '')
    // Of a project that is there, one who is not a member has nothing; a base project of somebody else is unknown to them.
    if (error.kind === 'NoHoldingError' && !this.#isProject(project)) return unknownHolding(error)
    const [available, requested] = [error.available, provision.quantity]
    const details = `Limit for resource 'Storage space' exceeded for your account. Available: ${available}, Requested: ${requested}`
    return new Fault(413, 'fault', 'Resource Limit Exceeded for your account.', { details })
  }

  /** Is this a project that several can be members of? */
  #isProject(uuid: string): boolean {
    return this.#quota.holding(`project:${uuid}`, null, DISKSPACE) !== undefined && !this.#isUser(uuid)
  }
}

// The message is the phrase of Astakos' status line, the details are the body of its response.
function unknownHolding({ message, provision, kind }: QuotaError): Fault {
  const data = { provision: provisionJson(provision), name: kind }
  const details = pythonJson({ itemNotFound: { message, code: 404, data } })
  return new Fault(404, 'fault', 'OK', { details })
}
