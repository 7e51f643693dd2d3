import type { Collection, Records } from './records.ts'
import { type Links, packed, unpacked } from './values.ts'

/**
 * The things of one kind, by their key, in the order of their keys if those are numbers.
 *
 * A thing is a plain object: its fields hold strings, numbers and the like, other things of tables, and arrays, maps and
 * objects of these which are never changed, but replaced. So every change is an assignment to a field of a thing, and the
 * table sees it where a state is kept.
 */
export class Table<K extends string | number, T extends object> implements Collection {
  readonly kind: string
  readonly #records: Records
  readonly #links: Links
  readonly #keyOf: (thing: T) => K
  readonly #things: Map<K, T> = new Map()
  /** What is being read: contents by key. */
  #read: Map<string, unknown> = new Map()

  /** `loaded` is called for each thing of a state that was read, once all tables are filled. */
  constructor(records: Records, kind: string, keyOf: (thing: T) => K, loaded?: (thing: T) => void) {
    this.#records = records
    this.#links = records.links
    this.#keyOf = keyOf
    this.kind = kind
    records.register(this)
    const made = new Map<string, T>()
    records.whenRead('create', () => {
      for (const key of this.#read.keys()) {
        const thing = {} as T
        made.set(key, thing)
        this.#links.set(thing, `${kind}/${key}`)
      }
    })
    records.whenRead('fill', () => {
      for (const [key, thing] of made) Object.assign(thing, unpacked(this.#read.get(key), this.#links))
      this.#read = new Map()
      const things = [...made.values()]
      made.clear()
      things.sort((a, b) => order(keyOf(a), keyOf(b)))
      for (const thing of things) {
        this.#things.set(keyOf(thing), thing)
        this.#watch(thing)
      }
    })
    if (loaded)
      records.whenRead('index', () => {
        for (const thing of this.#things.values()) loaded(thing)
      })
  }

  get size(): number {
    return this.#things.size
  }

  get(key: K): T | undefined {
    return this.#things.get(key)
  }

  values(): IterableIterator<T> {
    return this.#things.values()
  }

  /** @returns the thing itself */
  add(thing: T): T {
    const key = this.#keyOf(thing)
    this.#things.set(key, thing)
    this.#links.set(thing, `${this.kind}/${key}`)
    this.#watch(thing)
    this.#records.mark(this, key)
    return thing
  }

  /** @returns whether it was there */
  delete(key: K): boolean {
    const found = this.#things.delete(key)
    if (found) this.#records.mark(this, key)
    return found
  }

  items(): Iterable<K> {
    return this.#things.keys()
  }

  record(item: unknown): readonly [key: string, content: unknown] {
    const thing = this.#things.get(item as K)
    return [String(item), thing && packed({ ...thing }, this.#links)]
  }

  put(key: string, content: unknown): void {
    this.#read.set(key, content)
  }

  drop(key: string): void {
    this.#read.delete(key)
  }

  /** Has the records told of each assignment to a field, where a state is kept. */
  #watch(thing: T): void {
    if (!this.#records.listening) return
    const key = this.#keyOf(thing)
    for (const [name, value] of Object.entries(thing)) {
      let held: unknown = this.#frozen(value)
      Object.defineProperty(thing, name, {
        enumerable: true,
        get: () => held,
        set: (next: unknown) => {
          if (next === held) return
          held = this.#frozen(next)
          this.#records.mark(this, key)
        },
      })
    }
    Object.preventExtensions(thing)
  }

  /** What is not replaced but changed would be lost: it is an error instead. */
  #frozen(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || this.#links.has(value) || Object.isFrozen(value)) return value
    if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return value
    Object.freeze(value)
    for (const inner of Object.values(value)) this.#frozen(inner)
    return value
  }
}

function order(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0
}
