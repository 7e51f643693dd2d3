import { formatIpv4, parseIpv4 } from './ipv4.ts'
import type { Pool, Taken } from './model.ts'

/** One allocation pool: a range of IPv4 addresses, both ends included. The lowest free one is given first. */
export class AllocationPool implements Pool {
  readonly start: number
  readonly end: number
  readonly #taken: Set<number> = new Set()

  constructor(start: number, end: number) {
    this.start = start
    this.end = end
  }

  has(address: number): boolean {
    return address >= this.start && address <= this.end
  }

  take(wanted?: string): Taken {
    if (wanted !== undefined) {
      const value = parseIpv4(wanted)
      if (value === null || !this.has(value)) return { failure: 'outside' }
      if (this.#taken.has(value)) return { failure: 'taken' }
      this.#taken.add(value)
      return { address: formatIpv4(value) }
    }
    for (let value = this.start; value <= this.end; value++) {
      if (this.#taken.has(value)) continue
      this.#taken.add(value)
      return { address: formatIpv4(value) }
    }
    return { failure: 'empty' }
  }

  release(address: string): void {
    const value = parseIpv4(address)
    if (value !== null) this.#taken.delete(value)
  }
}

/** Takes an address from the first pool that has it (or any free one). */
export function takeFrom(pools: readonly Pool[], wanted?: string): Taken {
  let failure: 'empty' | 'outside' = wanted === undefined ? 'empty' : 'outside'
  for (const pool of pools) {
    const taken = pool.take(wanted)
    if ('address' in taken) return taken
    // "Taken" is told at once: another pool cannot have the same address.
    if (taken.failure === 'taken') return taken
    failure = taken.failure
  }
  return { failure }
}
