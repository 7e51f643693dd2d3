import type { Sequence } from '../base/random.ts'
import type { Records } from '../base/records.ts'
import { Table } from '../base/table.ts'
import type { Provision } from './model.ts'
import type { QuotaStore } from './quota-store.ts'

/** A commission that waits to be accepted or rejected. */
export interface Commission {
  readonly serial: number
  readonly name: string
  readonly issued: number
  readonly provisions: readonly Provision[]
  /** Name of the component that issued it: nobody else finds it. */
  readonly component: string
}

/** Charges that services book in two steps: issued, then accepted or rejected. */
export class CommissionStore {
  readonly #quota: QuotaStore
  readonly #serials: Sequence
  readonly #pending: Table<number, Commission>

  constructor(quota: QuotaStore, records: Records) {
    this.#quota = quota
    this.#serials = records.sequence('commission')
    this.#pending = new Table(records, 'commission', ({ serial }) => serial)
  }

  /** @throws {QuotaError} if a provision does not fit; nothing is booked then. */
  issue(
    component: string,
    provisions: readonly Provision[],
    options: { name: string; now: number; force: boolean; accept: boolean },
  ): number {
    this.#quota.issue(provisions, { force: options.force })
    const serial = this.#serials.next()
    if (options.accept) this.#quota.settle(provisions, true)
    else this.#pending.add({ serial, component, provisions, name: options.name, issued: options.now })
    return serial
  }

  pending(component: string): Commission[] {
    return [...this.#pending.values()].filter((commission) => commission.component === component)
  }

  find(component: string, serial: number): Commission | undefined {
    const found = this.#pending.get(serial)
    return found?.component === component ? found : undefined
  }

  /** False if there is no such pending commission of this component. */
  resolve(component: string, serial: number, accept: boolean): boolean {
    const found = this.#pending.get(serial)
    if (found?.component !== component) return false
    this.#pending.delete(serial)
    this.#quota.settle(found.provisions, accept)
    return true
  }
}
