import { ParseError } from '../errors/client-errors.ts'
import { formatValue } from '../validate/invalid-argument.ts'
import { requireArray, requireFunction, requireNonNegativeInteger } from '../validate/require.ts'
import { PageIterator } from './page-iterator.ts'

/** What `console.log` shows: a list is not its items, which only reading it brings. */
const shown = (): string => 'List [not read yet: await it, or iterate it with for await]'
const inspected = /* @__PURE__ */ Symbol.for('nodejs.util.inspect.custom')

/**
 * What a cloud lists. Iterate it to work through them, page by page where the server pages, or await it for an array:
 *
 *     for await (const server of compute.servers.list()) ...
 *     const servers = await compute.servers.list()
 *
 * A request is made only then, and each iteration, or await, asks anew. `map`, `filter` and `take` follow those of JavaScript's iterators, and
 * make lists that can be read again, too.
 */
export class List<T> implements AsyncIterable<T>, PromiseLike<T[]> {
  readonly #pages: () => AsyncGenerator<readonly T[], void, undefined>

  private constructor(pages: () => AsyncGenerator<readonly T[], void, undefined>) {
    this.#pages = pages
    Object.defineProperty(this, inspected, { value: shown })
  }

  /** A list that comes in one response. */
  static of<T>(fetch: () => Promise<readonly T[]>): List<T> {
    return new List<T>(async function* () {
      yield requireArray(await fetch(), 'what fetch resolves to')
    })
  }

  /**
   * A list that comes in pages, each asked for with the marker of the last item before it. It ends with an empty page, never with a short
   * one (page sizes are the operator's), or after `limit` items in all.
   *
   * @param fetchPage is passed how many items are wanted at most, or undefined if that is not limited.
   * @throws {ParseError} when read, if a marker comes a second time: the listing would not end.
   */
  static paged<T>(
    fetchPage: (marker: string | undefined, wanted: number | undefined) => Promise<readonly T[]>,
    markerOf: (last: T) => string,
    options: { readonly limit?: number | undefined } = {},
  ): List<T> {
    const limit =
      options.limit === undefined ? Number.POSITIVE_INFINITY : requireNonNegativeInteger(options.limit, 'limit')
    return new List<T>(async function* () {
      let left = limit
      let marker: string | undefined
      const seen = new Set<string>()
      while (left > 0) {
        const wanted = left === Number.POSITIVE_INFINITY ? undefined : left
        const page = requireArray(await fetchPage(marker, wanted), 'what fetchPage resolves to')
        const last = page.at(-1)
        if (last === undefined) return
        const next = markerOf(last)
        if (seen.has(next)) {
          const message = `The listing does not advance: its pages end with ${formatValue(next)} again and again. Is the server, or a proxy, ignoring the marker?`
          throw new ParseError(message, { status: 200, method: 'GET', url: '' })
        }
        seen.add(next)
        yield page.length > left ? page.slice(0, left) : page
        left -= page.length
        marker = next
      }
    })
  }

  /** The items page by page, as the server sends them. Those of a list that `map` or `filter` made come one by one. */
  pages(): AsyncIterable<readonly T[]> {
    return { [Symbol.asyncIterator]: this.#pages }
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<T, void, undefined> {
    return new PageIterator(this.#pages())
  }

  /** All items in one array. */
  async toArray(): Promise<T[]> {
    const items: T[] = []
    for await (const page of this.#pages()) for (const item of page) items.push(item)
    return items
  }

  /** The first item, or undefined if there is none. No page but the first is requested. */
  async first(): Promise<T | undefined> {
    for await (const item of this) return item
    return undefined
  }

  /**
   * A list of what `fn` makes of each item. It is called for an item when that is reached, one at a time, and awaited; what it throws ends the
   * reading.
   */
  map<U>(fn: (item: T, index: number) => U | PromiseLike<U>): List<Awaited<U>> {
    requireFunction(fn, 'fn')
    const source = this
    return new List<Awaited<U>>(async function* () {
      let index = 0
      for await (const item of source) yield [await fn(item, index++)]
    })
  }

  /** A list of the items for which `predicate` returns, or resolves to, something truthy. Called as the function of {@link List.map} is. */
  filter<S extends T>(predicate: (item: T, index: number) => item is S): List<S>
  filter(predicate: (item: T, index: number) => unknown): List<T>
  filter(predicate: (item: T, index: number) => unknown): List<T> {
    requireFunction(predicate, 'predicate')
    const source = this
    return new List<T>(async function* () {
      let index = 0
      for await (const item of source) if (await predicate(item, index++)) yield [item]
    })
  }

  /**
   * A list of the first items, `count` at most. No page after the one with the last of them is requested.
   *
   * @throws {InvalidArgumentError} if `count` is not an integer from 0, or Infinity.
   */
  take(count: number): List<T> {
    const limit = count === Number.POSITIVE_INFINITY ? count : requireNonNegativeInteger(count, 'count')
    const pages = this.#pages
    return new List<T>(async function* () {
      let left = limit
      if (left === 0) return
      for await (const page of pages()) {
        yield page.length > left ? page.slice(0, left) : page
        left -= page.length
        if (left <= 0) return
      }
    })
  }

  // biome-ignore lint/suspicious/noThenProperty: a list can be awaited, as an array
  then<A = T[], B = never>(
    onFulfilled?: ((value: T[]) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.toArray().then(onFulfilled, onRejected)
  }

  /** As of a promise: `await list.catch(() => [])`. */
  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T[] | B> {
    return this.toArray().catch(onRejected)
  }

  /** As of a promise. */
  finally(onFinally?: (() => void) | null): Promise<T[]> {
    return this.toArray().finally(onFinally)
  }
}
