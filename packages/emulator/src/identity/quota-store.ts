import { pythonRepr } from '../python/repr.ts'

/** One line of a charge: so much of a resource to a user within a project. Negative gives back. */
export interface Charge {
  /** Uuid of the project that pays. */
  project: string
  resource: string
  quantity: number | bigint
}

/** A line between a holder (user or project) and a source, as commissions state it. */
export interface Provision {
  /** `user:<uuid>` or `project:<uuid>` */
  holder: string
  /** `project:<uuid>`; null when the holder is a project. */
  source: string | null
  resource: string
  quantity: bigint
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

/** A charge that was refused; nothing of it was booked. Each service words its own fault from it. */
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

/** Counters of one resource in one project, as `/quotas` shows them. */
export interface Usage {
  limit: bigint
  usage: bigint
  pending: bigint
  projectLimit: bigint
  projectUsage: bigint
  projectPending: bigint
}

const key = (holder: string, source: string | null, resource: string) => `${holder} ${source ?? ''} ${resource}`

/**
 * The ledger of the whole cloud: Astakos' commissions and quotas, and what the services charge, are the same book.
 * A user's holding lies within the project's: both are charged, and either can refuse.
 */
export class QuotaStore {
  readonly #holdings: Map<string, Holding> = new Map()

  /** Sets the limit of a holding, making it if need be. */
  setLimit(holder: string, source: string | null, resource: string, limit: bigint): void {
    const found = this.#holdings.get(key(holder, source, resource))
    if (found) found.limit = limit
    else this.#holdings.set(key(holder, source, resource), { limit, usageMin: 0n, usageMax: 0n })
  }

  holding(holder: string, source: string | null, resource: string): Readonly<Holding> | undefined {
    return this.#holdings.get(key(holder, source, resource))
  }

  /**
   * Charges a user, at once and for good: all lines or none.
   * @throws {QuotaError} naming the first line that does not fit.
   */
  charge(user: string, charges: readonly Charge[], options: { force?: boolean } = {}): void {
    const provisions = charges.flatMap((charge) => toProvisions(user, charge))
    this.issue(provisions, options).accept()
  }

  /** Would `charge` go through? Throws what it would throw. */
  check(user: string, charges: readonly Charge[]): void {
    this.issue(charges.flatMap((charge) => toProvisions(user, charge))).reject()
  }

  /**
   * Moves what a user uses from one project to another: all or nothing.
   * @throws {QuotaError} naming the first line that does not fit.
   */
  reassign(user: string, from: string, to: string, resources: Readonly<Record<string, number | bigint>>): void {
    const entries = Object.entries(resources)
    this.charge(user, [
      ...entries.map(([resource, quantity]) => ({ project: from, resource, quantity: -BigInt(quantity) })),
      ...entries.map(([resource, quantity]) => ({ project: to, resource, quantity })),
    ])
  }

  /**
   * Books provisions as pending: what is charged counts from now on, what is given back only once accepted.
   * @throws {QuotaError} naming the first line that does not fit; nothing is booked then.
   */
  issue(provisions: readonly Provision[], options: { force?: boolean } = {}): { accept(): void; reject(): void } {
    const done: Provision[] = []
    try {
      for (const provision of provisions) {
        this.#prepare(provision, options.force ?? false)
        done.push(provision)
      }
    } catch (error) {
      for (const provision of done) this.#undo(provision)
      throw error
    }
    return {
      accept: () => {
        for (const provision of done.splice(0)) this.#settle(provision)
      },
      reject: () => {
        for (const provision of done.splice(0)) this.#undo(provision)
      },
    }
  }

  /** Counters of a resource for a user in a project; undefined if the user has no holding there. */
  usage(user: string, project: string, resource: string): Usage | undefined {
    const own = this.holding(`user:${user}`, `project:${project}`, resource)
    if (!own) return undefined
    const { limit, usage, pending } = counters(own)
    const whole = this.holding(`project:${project}`, null, resource)
    const all = whole ? counters(whole) : { limit: 0n, usage: 0n, pending: 0n }
    return { limit, usage, pending, projectLimit: all.limit, projectUsage: all.usage, projectPending: all.pending }
  }

  /** Counters of a resource for a whole project; undefined if it was never active. */
  projectUsage(project: string, resource: string): { limit: bigint; usage: bigint; pending: bigint } | undefined {
    const whole = this.holding(`project:${project}`, null, resource)
    return whole && counters(whole)
  }

  /** How much more of a resource a user can be charged in a project. */
  available(user: string, project: string, resource: string): bigint {
    const left = ({ limit, usageMax }: Readonly<Holding>) => (limit > usageMax ? limit - usageMax : 0n)
    const own = this.holding(`user:${user}`, `project:${project}`, resource)
    const whole = this.holding(`project:${project}`, null, resource)
    if (!own || !whole) return 0n
    const [ownLeft, wholeLeft] = [left(own), left(whole)]
    if (wholeLeft < ownLeft) return wholeLeft
    return ownLeft
  }

  /** Everything that is held, for tests: `[holder, source, resource, holding]`. */
  *entries(): Iterable<[holder: string, source: string | null, resource: string, holding: Readonly<Holding>]> {
    for (const [text, holding] of this.#holdings) {
      const [holder = '', source = '', resource = ''] = text.split(' ')
      yield [holder, source || null, resource, holding]
    }
  }

  #prepare(provision: Provision, force: boolean): void {
    const holding = this.#holdings.get(key(provision.holder, provision.source, provision.resource))
    if (!holding) throw new QuotaError('NoHoldingError', provision)
    const { quantity } = provision
    if (quantity >= 0n) {
      if (!force && holding.usageMax + quantity > holding.limit)
        throw new QuotaError('NoCapacityError', provision, { limit: holding.limit, usage: holding.usageMax })
      holding.usageMax += quantity
    } else {
      if (holding.usageMin + quantity < 0n)
        throw new QuotaError('NoQuantityError', provision, { limit: 0n, usage: holding.usageMin })
      holding.usageMin += quantity
    }
  }

  #undo(provision: Provision): void {
    const holding = this.#holdings.get(key(provision.holder, provision.source, provision.resource))
    if (!holding) return
    if (provision.quantity >= 0n) holding.usageMax -= provision.quantity
    else holding.usageMin -= provision.quantity
  }

  #settle(provision: Provision): void {
    const holding = this.#holdings.get(key(provision.holder, provision.source, provision.resource))
    if (!holding) return
    if (provision.quantity >= 0n) holding.usageMin += provision.quantity
    else holding.usageMax += provision.quantity
  }
}

/** Usage counts what is pending: charges at once, releases only when they are accepted. */
function counters({ limit, usageMin, usageMax }: Readonly<Holding>): { limit: bigint; usage: bigint; pending: bigint } {
  return { limit, usage: usageMax, pending: usageMax - usageMin }
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
