import type { Collection, Records } from '../base/records.ts'
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

/** What somebody holds of a resource, from a project or (for a project) from nobody. */
interface Held extends Holding {
  readonly holder: string
  readonly source: string | null
  readonly resource: string
}

/**
 * The ledger of the whole cloud: Astakos' commissions and quotas, and what the services charge, are the same book.
 * A user's holding lies within the project's: both are charged, and either can reject.
 */
export class QuotaStore implements Quota, Collection {
  readonly kind = 'holding'
  readonly #records: Records
  /** By holder, then by source and resource. */
  readonly #holdings: Map<string, Map<string, Held>> = new Map()

  constructor(records: Records) {
    this.#records = records
    records.register(this)
  }

  /** Sets the limit of a holding, making it if need be. */
  setLimit(holder: string, source: string | null, resource: string, limit: bigint): void {
    const found = this.#find(holder, source, resource)
    if (found) {
      if (found.limit !== limit) this.#update(found, { limit })
    } else this.#records.mark(this, this.#add({ holder, source, resource, limit, usageMin: 0n, usageMax: 0n }))
  }

  holding(holder: string, source: string | null, resource: string): Readonly<Holding> | undefined {
    return this.#find(holder, source, resource)
  }

  charge(user: string, charges: readonly Charge[], options: { force?: boolean } = {}): void {
    const provisions = charges.flatMap((charge) => toProvisions(user, charge))
    this.issue(provisions, options)
    this.settle(provisions, true)
  }

  check(user: string, charges: readonly Charge[]): void {
    const provisions = charges.flatMap((charge) => toProvisions(user, charge))
    this.issue(provisions)
    this.settle(provisions, false)
  }

  issue(provisions: readonly Provision[], options: { force?: boolean } = {}): void {
    const done: Provision[] = []
    try {
      for (const provision of provisions) {
        this.#prepare(provision, options.force ?? false)
        done.push(provision)
      }
    } catch (error) {
      this.settle(done, false)
      throw error
    }
  }

  settle(provisions: readonly Provision[], accept: boolean): void {
    for (const { holder, source, resource, quantity } of provisions) {
      const holding = this.#find(holder, source, resource)
      if (!holding) continue
      const { usageMin, usageMax } = holding
      // What is charged counts at once in the one, what is released in the other.
      if (quantity >= 0n === accept) this.#update(holding, { usageMin: usageMin + (accept ? quantity : -quantity) })
      else this.#update(holding, { usageMax: usageMax + (accept ? quantity : -quantity) })
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
    for (const holder of this.#holdings.keys()) yield* this.entriesOf(holder)
  }

  *entriesOf(
    holder: string,
  ): Iterable<[holder: string, source: string | null, resource: string, holding: Readonly<Holding>]> {
    for (const held of this.#holdings.get(holder)?.values() ?? []) yield [held.holder, held.source, held.resource, held]
  }

  *items(): Iterable<Held> {
    for (const held of this.#holdings.values()) yield* held.values()
  }

  record(item: unknown): readonly [key: string, content: unknown] {
    const { holder, source, resource, limit, usageMin, usageMax } = item as Held
    const numbers = [limit, usageMin, ...(usageMax === usageMin ? [] : [usageMax])]
    return [[holder, source ?? '', resource].join(' '), numbers.map(String)]
  }

  put(key: string, content: unknown): void {
    const [holder = '', source = '', resource = ''] = key.split(' ')
    const [limit = 0n, usageMin = 0n, usageMax = usageMin] = (content as string[]).map(BigInt)
    this.#add({ holder, source: source || null, resource, limit, usageMin, usageMax })
  }

  // A holding, once there, stays.
  drop(): void {}

  #find(holder: string, source: string | null, resource: string): Held | undefined {
    return this.#holdings.get(holder)?.get(`${source ?? ''} ${resource}`)
  }

  #add(held: Held): Held {
    const { holder, source, resource } = held
    const own = this.#holdings.get(holder)
    const key = `${source ?? ''} ${resource}`
    if (own) own.set(key, held)
    else this.#holdings.set(holder, new Map([[key, held]]))
    return held
  }

  #update(held: Held, changes: Partial<Holding>): void {
    Object.assign(held, changes)
    this.#records.mark(this, held)
  }

  #prepare(provision: Provision, force: boolean): void {
    const { holder, source, resource, quantity } = provision
    const holding = this.#find(holder, source, resource)
    if (!holding) throw new QuotaError('NoHoldingError', provision)
    const { limit, usageMin, usageMax } = holding
    if (quantity >= 0n) {
      if (!force && usageMax + quantity > limit)
        throw new QuotaError('NoCapacityError', provision, { limit, usage: usageMax })
      this.#update(holding, { usageMax: usageMax + quantity })
    } else {
      if (usageMin + quantity < 0n) throw new QuotaError('NoQuantityError', provision, { limit: 0n, usage: usageMin })
      this.#update(holding, { usageMin: usageMin + quantity })
    }
  }
}

/** Usage counts what is pending: charges at once, releases only when they are accepted. */
function counters({ limit, usageMin, usageMax }: Readonly<Holding>): { limit: bigint; usage: bigint; pending: bigint } {
  return { limit, usage: usageMax, pending: usageMax - usageMin }
}
