const BITS = 64

/** Python 2's hash of a string (of 64 bits, without a seed), as an unsigned number. */
function hashOf(text: string): bigint {
  const points = Array.from(text, (char) => BigInt(char.codePointAt(0) ?? 0))
  const [first] = points
  if (first === undefined) return 0n
  let hash = first << 7n
  for (const point of points) hash = BigInt.asUintN(BITS, hash * 1000003n) ^ point
  hash ^= BigInt(points.length)
  // Minus one means an error there.
  return hash === 2n ** 64n - 1n ? hash - 1n : hash
}

/** A Python 2 dictionary's table of slots. */
class Slots {
  #slots: (readonly [key: string, hash: bigint] | undefined)[] = new Array(8)
  #used = 0

  add(key: string): void {
    this.#place([key, hashOf(key)])
    this.#used++
    if (this.#used * 3 < this.#slots.length * 2) return
    const entries = this.#slots
    let size = 8
    while (size <= this.#used * (this.#used > 50_000 ? 2 : 4)) size *= 2
    this.#slots = new Array(size)
    for (const entry of entries) if (entry) this.#place(entry)
  }

  keys(): string[] {
    return this.#slots.flatMap((entry) => (entry ? [entry[0]] : []))
  }

  #place(entry: readonly [string, bigint]): void {
    const mask = BigInt(this.#slots.length - 1)
    let at = entry[1] & mask
    for (let rest = entry[1]; this.#slots[Number(at & mask)]; rest >>= 5n) at = at * 5n + rest + 1n
    this.#slots[Number(at & mask)] = entry
  }
}

/** The keys of a JSON object in the order in which Python 2's dictionary goes through them. */
export function dictOrder(keys: readonly string[]): readonly string[] {
  if (keys.length < 2) return keys
  const slots = new Slots()
  for (const key of keys) slots.add(key)
  return slots.keys()
}

/** The members of a JSON object in the order in which Python 2's dictionary goes through them. */
export function dictItems<T>(object: Readonly<Record<string, T>>): [key: string, value: T][] {
  return dictOrder(Object.keys(object)).map((key) => [key, object[key] as T])
}
