import { Sequence } from '../base/random.ts'
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

interface Pending extends Commission {
  readonly booking: { accept(): void; reject(): void }
}

/** Charges that services book in two steps: issued, then accepted or rejected. */
export class CommissionStore {
  readonly #quota: QuotaStore
  readonly #serials: Sequence = new Sequence()
  readonly #pending: Map<number, Pending> = new Map()

  constructor(quota: QuotaStore) {
    this.#quota = quota
  }

  /** @throws {QuotaError} if a provision does not fit; nothing is booked then. */
  issue(
    component: string,
    provisions: readonly Provision[],
    options: { name: string; now: number; force: boolean; accept: boolean },
  ): number {
    const booking = this.#quota.issue(provisions, { force: options.force })
    const serial = this.#serials.next()
    if (options.accept) booking.accept()
    else this.#pending.set(serial, { serial, component, provisions, name: options.name, issued: options.now, booking })
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
    if (accept) found.booking.accept()
    else found.booking.reject()
    return true
  }
}
