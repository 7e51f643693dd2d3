import type { AbortScope } from '@kamaki/core/toolkit'
import { inTime } from './in-time.ts'

/**
 * Puts items that arrive in any order back into the order of `indices`, and applies backpressure to producers more than `size` ahead of the
 * reader. The one that the reader waits for is always admitted.
 */
export class Window<T> {
  readonly #rank: Map<number, number>
  readonly #size: number
  readonly #items = new Map<number, T>()
  readonly #producers = new Set<() => void>()
  #taken = 0
  #taker: { resolve(): void; reject(error: unknown): void } | undefined
  #failure: { error: unknown } | undefined

  constructor(indices: readonly number[], size: number) {
    this.#rank = new Map(indices.map((index, rank) => [index, rank]))
    this.#size = size
  }

  /** Waits until the reader is near enough for this item to be produced. False: that takes longer than `patienceMs`. */
  async admit(index: number, signal: AbortSignal, patienceMs: number = Number.POSITIVE_INFINITY): Promise<boolean> {
    const rank = this.#rank.get(index) ?? 0
    const isFar = (): boolean => rank >= this.#taken + this.#size
    if (!isFar()) return true
    const admitted = async (scope: AbortScope): Promise<true> => {
      while (isFar()) await scope.race(new Promise<void>((resolve) => this.#producers.add(resolve)))
      return true
    }
    return (await inTime(patienceMs, signal, admitted)) ?? false
  }

  /** Adds an item. */
  put(index: number, item: T): void {
    this.#items.set(index, item)
    this.#taker?.resolve()
  }

  /** Waits for an item and takes it out. Items are taken in the order of `indices`. */
  async take(index: number): Promise<T> {
    for (;;) {
      const item = this.#items.get(index)
      if (item !== undefined) {
        this.#items.delete(index)
        this.#taken = (this.#rank.get(index) ?? 0) + 1
        const producers = [...this.#producers]
        this.#producers.clear()
        for (const wake of producers) wake()
        return item
      }
      if (this.#failure !== undefined) throw this.#failure.error
      await new Promise<void>((resolve, reject) => {
        this.#taker = { resolve, reject }
      })
    }
  }

  /** Nothing more will come. */
  fail(error: unknown): void {
    this.#failure = { error }
    this.#taker?.reject(error)
  }
}
