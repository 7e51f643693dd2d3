import { type Charge, type Holding, type Provision, type Quota, QuotaError, toProvisions } from './model.ts'

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
 * A user's holding lies within the project's: both are charged, and either can reject.
 */
export class QuotaStore implements Quota {
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

  charge(user: string, charges: readonly Charge[], options: { force?: boolean } = {}): void {
    const provisions = charges.flatMap((charge) => toProvisions(user, charge))
    this.issue(provisions, options).accept()
  }

  check(user: string, charges: readonly Charge[]): void {
    this.issue(charges.flatMap((charge) => toProvisions(user, charge))).reject()
  }

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
