/**
 * Puts items that arrive in any order back into the order of `indices`, and holds those who bring them once they are more than `size`
 * ahead of the reader. The one that the reader waits for always gets in.
 */
export class Window<T> {
  readonly #rank: Map<number, number>
  readonly #size: number
  readonly #items = new Map<number, T>()
  readonly #bringers = new Set<() => void>()
  #taken = 0
  #taker: { resolve(): void; reject(error: unknown): void } | undefined
  #failure: { error: unknown } | undefined

  constructor(indices: readonly number[], size: number) {
    this.#rank = new Map(indices.map((index, rank) => [index, rank]))
    this.#size = size
  }

  /** Brings an item; resolves once there is room for it. */
  async put(index: number, item: T, signal: AbortSignal): Promise<void> {
    const rank = this.#rank.get(index) ?? 0
    while (rank >= this.#taken + this.#size) {
      signal.throwIfAborted()
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          signal.removeEventListener('abort', wake)
          this.#bringers.delete(wake)
          resolve()
        }
        this.#bringers.add(wake)
        signal.addEventListener('abort', wake, { once: true })
      })
    }
    signal.throwIfAborted()
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
        for (const wake of [...this.#bringers]) wake()
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
