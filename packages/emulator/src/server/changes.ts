/** Counts what changes a cloud from outside the API or behind it, for those who show it. */
export class Changes {
  readonly #listeners: Set<() => void> = new Set()
  #revision = 0

  /** Another number: something may be different. */
  get revision(): number {
    return this.#revision
  }

  /** Something may be different now. */
  note = (): void => {
    this.#revision += 1
    for (const listener of this.#listeners) listener()
  }

  /** Calls back after each change. @returns takes that back */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
