import { Sequence } from './random.ts'
import { Links } from './values.ts'

/** What a state is written of: the things of one kind, each with a key, as JSON. */
export interface Collection {
  readonly kind: string
  /** Others refer to its things: all are written before any of those, however long that takes. */
  readonly first?: boolean
  /** All things, in a stable order. What changes while they are walked through is looked at or not. */
  items(): Iterable<unknown>
  /** Key and content of a thing; undefined if it is gone. */
  record(item: unknown): readonly [key: string, content: unknown]
  /** Takes one thing of a state that is read, in place of one with the same key. */
  put(key: string, content: unknown): void
  /** Drops one thing of a state that is read. */
  drop(key: string): void
}

/** A record of a state: the content of one thing, or undefined once it is gone. */
export type RecordLine = readonly [kind: string, key: string, content: unknown]

/** Numbers and the like that go on from where they were. */
interface Setting {
  get(): unknown
  set(value: unknown): void
}

/** First all things are created, so that others can refer to them, then they are filled, then found by more than their key. */
type ReadStep = 'create' | 'fill' | 'index'

/**
 * All that a cloud remembers, as collections of records: to be written as it changes, and read again. As long as nobody
 * listens for changes, it costs nothing.
 */
export class Records {
  readonly #collections: Map<string, Collection> = new Map()
  readonly #settings: Settings = new Settings()
  readonly links: Links = new Links()
  readonly #steps: Record<ReadStep, (() => void)[]> = { create: [], fill: [], index: [] }
  readonly #changed: Map<Collection, Set<unknown>> = new Map()
  #settingsChanged = false
  #onChange: (() => void) | undefined

  constructor() {
    this.register(this.#settings)
  }

  register(collection: Collection): void {
    this.#collections.set(collection.kind, collection)
  }

  /** Is somebody listening for changes? */
  get listening(): boolean {
    return this.#onChange !== undefined
  }

  /** From now on changes are collected, and `run` is called for each. */
  listen(run: () => void): void {
    this.#onChange = run
  }

  /** Says that a thing was added, changed or removed. */
  mark(collection: Collection, item: unknown): void {
    if (!this.#onChange) return
    const items = this.#changed.get(collection)
    if (items) items.add(item)
    else this.#changed.set(collection, new Set([item]))
    this.#onChange()
  }

  /** Keeps a value that is not a thing: where a sequence is, say. */
  setting(name: string, value: Setting): void {
    this.#settings.add(name, value)
  }

  /** Numbers that a database assigns. */
  sequence(name: string): Sequence {
    const sequence = new Sequence()
    this.setting(`last ${name}`, {
      get: () => sequence.last,
      set: (last) => {
        sequence.last = last as number
      },
    })
    return sequence
  }

  /** Says that a setting has changed. Where a thing has, it need not be said. */
  markSettings(): void {
    this.#settingsChanged = true
    this.#onChange?.()
  }

  /** Has anything changed since `forgetChanges` was last called? */
  get changed(): boolean {
    return this.#changed.size > 0 || this.#settingsChanged
  }

  /** What has changed since `forgetChanges` was last called, as it is now: in the order in which the collections were registered. */
  *changes(): Generator<RecordLine, void, undefined> {
    for (const collection of this.#collections.values())
      for (const item of this.#changed.get(collection) ?? []) yield [collection.kind, ...collection.record(item)]
    for (const name of this.#settings.changed()) yield [this.#settings.kind, ...this.#settings.record(name)]
  }

  /** The changes have been written. */
  forgetChanges(): void {
    this.#changed.clear()
    this.#settingsChanged = false
    this.#settings.forgetChanges()
  }

  /** All records, or those of a kind. The cloud may go on meanwhile: each is as it is when its turn comes. */
  *all(kind?: string): Generator<RecordLine, void, undefined> {
    const collections = [...this.#collections.values()].filter((each) => kind === undefined || each.kind === kind)
    const first = collections.filter((collection) => collection.first).flatMap((each) => [...linesOf(each)])
    yield* first
    for (const collection of collections) if (!collection.first) yield* linesOf(collection)
  }

  /** Runs `run` when a state has been read, at a step of it. */
  whenRead(step: ReadStep, run: () => void): void {
    this.#steps[step].push(run)
  }

  /** Reads a state into a cloud that is empty. @throws {RangeError} for a record of no known kind */
  load(lines: Iterable<RecordLine>): void {
    for (const [kind, key, content] of lines) {
      const collection = this.#collections.get(kind)
      if (!collection) throw new RangeError(`Unknown kind of record: '${kind}'.`)
      if (content === undefined) collection.drop(key)
      else collection.put(key, content)
    }
    this.links.collect(() => {
      for (const step of ['create', 'fill', 'index'] as const) for (const run of this.#steps[step]) run()
    })
  }
}

function* linesOf(collection: Collection): Generator<RecordLine, void, undefined> {
  for (const item of collection.items()) yield [collection.kind, ...collection.record(item)]
}

class Settings implements Collection {
  readonly kind = 'setting'
  readonly #settings: Map<string, Setting> = new Map()
  readonly #written: Map<string, string> = new Map()

  add(name: string, setting: Setting): void {
    this.#settings.set(name, setting)
  }

  /** Those that are not what they were when changes were last forgotten. */
  *changed(): Generator<string, void, undefined> {
    for (const [name, setting] of this.#settings)
      if (this.#written.get(name) !== JSON.stringify(setting.get())) yield name
  }

  forgetChanges(): void {
    for (const [name, setting] of this.#settings) this.#written.set(name, JSON.stringify(setting.get()))
  }

  items(): Iterable<string> {
    return this.#settings.keys()
  }

  record(item: unknown): readonly [string, unknown] {
    const name = String(item)
    return [name, this.#settings.get(name)?.get()]
  }

  put(name: string, content: unknown): void {
    this.#settings.get(name)?.set(content)
  }

  drop(): void {}
}
