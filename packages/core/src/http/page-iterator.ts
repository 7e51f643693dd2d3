/**
 * The items of pages, one by one. An async generator would do the same at several times the cost: most items are on the page at hand, and
 * take one promise each.
 */
export class PageIterator<T> implements AsyncIterableIterator<T, void, undefined> {
  readonly #pages: AsyncGenerator<readonly T[], void, undefined>
  #page: readonly T[] = []
  #index = 0
  /** Calls that wait for a page, or for those before them, which are served in order. */
  #waiting = 0
  #last: Promise<unknown> = Promise.resolve()

  constructor(pages: AsyncGenerator<readonly T[], void, undefined>) {
    this.#pages = pages
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<T, void>> {
    if (this.#waiting === 0 && this.#index < this.#page.length) return Promise.resolve(this.#take())
    return this.#inTurn(async () => {
      while (this.#index >= this.#page.length) {
        const { done, value } = await this.#pages.next()
        this.#index = 0
        this.#page = done ? [] : value
        if (done) return { done, value: undefined }
      }
      return this.#take()
    })
  }

  /** Ends the iteration: no further page is requested. */
  return(): Promise<IteratorResult<T, void>> {
    return this.#inTurn(() => {
      this.#page = []
      return this.#pages.return() as Promise<IteratorReturnResult<void>>
    })
  }

  #take(): IteratorYieldResult<T> {
    const value = this.#page[this.#index] as T
    this.#index += 1
    return { done: false, value }
  }

  /** Awaited all the way, so that stack traces show who iterates. */
  async #inTurn<R>(work: () => Promise<R>): Promise<R> {
    const before = this.#last
    let end = (): void => undefined
    this.#last = new Promise<void>((resolve) => {
      end = resolve
    })
    this.#waiting += 1
    try {
      await before
      return await work()
    } finally {
      this.#waiting -= 1
      end()
    }
  }
}
