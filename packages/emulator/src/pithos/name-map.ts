import { compareCodePoints } from '../python/code-points.ts'

/** How many items a chunk has at most. */
const MOST = 512

/**
 * Items by their name, in the order of code points. The items are in sorted chunks, so that finding one takes a logarithmic
 * number of comparisons, adding one moves a few hundred references, and each takes little more memory than one reference.
 */
export class NameMap<T extends { readonly name: string }> {
  readonly #chunks: T[][] = []
  #size = 0

  get size(): number {
    return this.#size
  }

  get(name: string): T | undefined {
    const { chunk, index } = this.#find(name)
    const found = this.#chunks[chunk]?.[index]
    return found?.name === name ? found : undefined
  }

  /** Adds an item, in place of one with the same name. */
  set(item: T): void {
    const { chunk: at, index } = this.#find(item.name)
    const chunk = this.#chunks[at]
    if (!chunk) {
      this.#chunks.push([item])
      this.#size++
    } else if (chunk[index]?.name === item.name) chunk[index] = item
    else {
      chunk.splice(index, 0, item)
      this.#size++
      // Names that come in order leave full chunks behind.
      const isLast = at === this.#chunks.length - 1 && index === chunk.length - 1
      if (chunk.length > MOST) this.#chunks.splice(at + 1, 0, chunk.splice(isLast ? MOST : MOST / 2))
    }
  }

  /** @returns whether it was there */
  delete(name: string): boolean {
    const { chunk: at, index } = this.#find(name)
    const chunk = this.#chunks[at]
    if (chunk?.[index]?.name !== name) return false
    chunk.splice(index, 1)
    this.#size--
    const next = this.#chunks[at + 1]
    if (chunk.length === 0) this.#chunks.splice(at, 1)
    else if (next && chunk.length + next.length <= MOST / 2) this.#chunks.splice(at, 2, [...chunk, ...next])
    return true
  }

  /** The first item whose name is not before `name` (or comes after it); undefined if there is none. */
  first(name: string, after = false): T | undefined {
    return this.from(name, after).next().value ?? undefined
  }

  /** The items from `name` on (or after it), in order. The map must not change meanwhile. */
  *from(name = '', after = false): Generator<T, undefined, undefined> {
    let { chunk: at, index } = name === '' ? { chunk: 0, index: 0 } : this.#find(name)
    if (after && this.#chunks[at]?.[index]?.name === name) index++
    for (; at < this.#chunks.length; at++, index = 0) {
      const chunk = this.#chunks[at] ?? []
      for (; index < chunk.length; index++) yield chunk[index] as T
    }
    return undefined
  }

  values(): Generator<T, undefined, undefined> {
    return this.from()
  }

  /** Where `name` is or belongs. */
  #find(name: string): { chunk: number; index: number } {
    const isBefore = orderOf(name)
    const chunks = this.#chunks
    // The last chunk that does not begin after the name.
    let [low, high] = [0, chunks.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      const first = chunks[middle]?.[0]?.name ?? ''
      if (first === name || isBefore(first, name)) low = middle
      else high = middle - 1
    }
    const chunk = low
    const items = chunks[chunk] ?? []
    ;[low, high] = [0, items.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (isBefore(items[middle]?.name ?? '', name)) low = middle + 1
      else high = middle
    }
    return { chunk, index: low }
  }
}

const byUnits = (a: string, b: string): boolean => a < b
const byCodePoints = (a: string, b: string): boolean => compareCodePoints(a, b) < 0

/**
 * How to compare with a name. The order of code points differs from the quick one of UTF-16 units only between surrogates and
 * what is above them: not for a name that has neither.
 */
function orderOf(name: string): (a: string, b: string) => boolean {
  return /[\ud800-\uffff]/.test(name) ? byCodePoints : byUnits
}

/** The items of two maps, in order. */
export function merged<T extends { readonly name: string }>(
  one: NameMap<T>,
  other: NameMap<T>,
  name = '',
  after = false,
): Generator<T, undefined, undefined> {
  return interleaved(one.from(name, after), other.from(name, after))
}

/** The items of two sources that are in order, in order; those that both have once. */
export function* interleaved<T extends { readonly name: string }>(
  one: Iterator<T, undefined>,
  other: Iterator<T, undefined>,
): Generator<T, undefined, undefined> {
  let [left, right] = [one.next().value, other.next().value]
  while (left || right) {
    const order = !left ? 1 : !right ? -1 : compareCodePoints(left.name, right.name)
    const next = order <= 0 ? left : right
    if (next) yield next
    if (order <= 0) left = one.next().value
    if (order >= 0) right = other.next().value
  }
  return undefined
}
