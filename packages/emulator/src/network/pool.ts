import { formatIpv4, parseIpv4 } from './ipv4.ts'

/** What came of asking for an address. */
export type Taken = { address: string } | { failure: 'empty' | 'taken' | 'outside' }

/** One allocation pool: a range of IPv4 addresses, both ends included. The lowest free one is given first. */
export class AllocationPool {
  readonly start: number
  readonly end: number
  readonly #taken: Set<number> = new Set()
  /** None below is free. */
  #lowest: number

  constructor(start: number, end: number) {
    this.start = start
    this.end = end
    this.#lowest = start
  }

  has(address: number): boolean {
    return address >= this.start && address <= this.end
  }

  /** Takes an address, the lowest free one if none is named. */
  take(wanted?: string): Taken {
    if (wanted !== undefined) {
      const value = parseIpv4(wanted)
      if (value === null || !this.has(value)) return { failure: 'outside' }
      if (this.#taken.has(value)) return { failure: 'taken' }
      this.#taken.add(value)
      return { address: formatIpv4(value) }
    }
    while (this.#taken.has(this.#lowest)) this.#lowest++
    if (this.#lowest > this.end) return { failure: 'empty' }
    this.#taken.add(this.#lowest)
    return { address: formatIpv4(this.#lowest) }
  }

  release(address: string): void {
    const value = parseIpv4(address)
    if (value !== null && this.#taken.delete(value)) this.#lowest = Math.min(this.#lowest, value)
  }
}

/** Takes an address from the first pool that has it (or any free one). */
export function takeFrom(pools: readonly AllocationPool[], wanted?: string): Taken {
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
