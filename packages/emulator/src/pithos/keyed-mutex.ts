/** Lets one at a time do something with a path. */
export class KeyedMutex {
  readonly #tails: Map<string, Promise<void>> = new Map()

  async run<T>(path: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(path) ?? Promise.resolve()
    const result = before.then(work)
    const tail = result.then(
      () => {},
      () => {},
    )
    this.#tails.set(path, tail)
    try {
      return await result
    } finally {
      if (this.#tails.get(path) === tail) this.#tails.delete(path)
    }
  }
}
