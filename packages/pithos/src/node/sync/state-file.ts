import type { BlockFormat } from '../../model/hashmap.ts'
import type { FileIdentity, LocalFile, Remembered, StateRecord } from './local-file.ts'
import { findRuns, identityText, RunReader, removeRuns, requireStateFile, stateLine, stateMark } from './state-runs.ts'
import { StateWriter } from './state-writer.ts'

/** Records that may wait for one before them, until that is written down apart. */
const mostWaiting = 20_000

/** A place in the state, for what is found out later. */
export interface StateSlot {
  /** Something is known now. */
  keep(identity: FileIdentity, known: Remembered): void
  /** Nothing is. */
  drop(): void
}

export interface StateOptions {
  format: BlockFormat
  /** The order in which files come, and what tells it from another one. */
  order: { compare(a: string, b: string): number; name: string }
  /** Whether a file that was not seen is remembered all the same. */
  isKept(path: string): boolean
  isReadOnly: boolean
}

interface Waiting {
  path: string
  line: string | undefined
  index: number | undefined
  isOpen: boolean
  isLate: boolean
}

/** What an earlier sync left, opened. */
interface Left {
  base: RunReader | undefined
  others: RunReader[]
  paths: readonly string[]
}

/**
 * Hashes of files that were read before. Losing it costs reading them again, no more. It is read and written in the order of paths, along
 * with the directory: all files are passed to `recall`, then to `same` or `slot` (with others that come meanwhile), in that order. Those
 * that are not are forgotten.
 */
export class StateFile {
  readonly #options: StateOptions
  readonly #file: string | undefined
  readonly #left: Left
  readonly #readers: readonly RunReader[]
  readonly #writer: StateWriter | undefined
  /** Of files that were not seen, and are remembered. */
  #passed: StateRecord[] = []
  #waiting: Waiting[] = []
  /** The first one that waits. */
  #first = 0
  readonly #late: Waiting[] = []

  private constructor(file: string | undefined, options: StateOptions, left: Left) {
    this.#file = file
    this.#options = options
    this.#left = left
    this.#readers = [...(left.base === undefined ? [] : [left.base]), ...left.others]
    this.#writer = this.#newWriter(left.base === undefined || left.others.length > 0)
  }

  /** Opens what earlier syncs left; what cannot be read, or is about other blocks, is as good as nothing. */
  static async open(file: string | undefined, options: StateOptions): Promise<StateFile> {
    if (file === undefined) return new StateFile(file, options, { base: undefined, others: [], paths: [] })
    await requireStateFile(file)
    const paths = await findRuns(file)
    const header = headerOf(options)
    const { compare } = options.order
    const others: RunReader[] = []
    for (const path of paths) {
      const reader = await RunReader.open(path, header, compare)
      if (reader !== undefined) others.push(reader)
    }
    return new StateFile(file, options, { base: await RunReader.open(file, header, compare, true), others, paths })
  }

  #newWriter(isChanged: boolean): StateWriter | undefined {
    if (this.#file === undefined || this.#options.isReadOnly) return undefined
    return new StateWriter(this.#file, headerOf(this.#options), this.#options.order.compare, isChanged)
  }

  /** Finds what is known of files that are just so. */
  async recall(files: readonly LocalFile[]): Promise<void> {
    const { compare } = this.#options.order
    for (const file of files) {
      for (const reader of this.#readers) {
        while (reader.record !== undefined) {
          const order = compare(reader.record.path, file.path)
          if (order > 0) break
          if (order < 0) this.#pass(reader.record)
          else if (reader.record.path === file.path && reader.record.identity === identityText(file))
            file.known = reader.record
          const more = reader.advance()
          if (more !== undefined) await more
        }
      }
    }
    if (this.#readers.length > 1) this.#passed.sort((a, b) => compare(a.path, b.path))
  }

  /** Nothing about a file has changed. */
  same({ path, known }: LocalFile): void {
    if (known === undefined || this.#writer === undefined) return
    if (this.#waiting.length === 0) this.#emit(path, known.line, known.index)
    else this.#waiting.push({ path, line: known.line, index: known.index, isOpen: false, isLate: false })
    this.#limit()
  }

  /** A place for what will be known of a file. */
  slot(path: string): StateSlot {
    const waiting: Waiting = { path, line: undefined, index: undefined, isOpen: true, isLate: false }
    if (this.#writer !== undefined) this.#waiting.push(waiting)
    this.#limit()
    const settle = (): void => {
      if (!waiting.isOpen) return
      waiting.isOpen = false
      if (waiting.isLate) this.#late.push(waiting)
      else this.#settle()
    }
    return {
      keep: (identity, known) => {
        waiting.line = stateLine(path, identity, known)
        settle()
      },
      drop: settle,
    }
  }

  /** Waits if too much is to be written. */
  async pause(): Promise<void> {
    await this.#writer?.pause()
  }

  /** Ends it. What is known is kept in any case, but only of a sync that has seen all files it takes the place of the old one. */
  async close(outcome: 'complete' | 'broken off' | 'begun again'): Promise<void> {
    try {
      const writer = this.#writer
      if (writer === undefined) return
      if (outcome === 'begun again') return await writer.discard()
      for (const waiting of this.#waiting) waiting.isOpen = false
      this.#settle()
      if (outcome === 'complete') {
        await this.#passRest()
        for (const { line, index } of this.#passed) writer.add(line, index)
        if (await writer.finish(this.#left.base?.count ?? 0)) await removeRuns(this.#left.paths)
      } else await writer.leave()
      await this.#leaveLate()
    } finally {
      for (const reader of this.#readers) await reader.close()
    }
  }

  async #passRest(): Promise<void> {
    for (const reader of this.#readers) {
      for (; reader.record !== undefined; await reader.advance()) this.#pass(reader.record)
    }
    const { compare } = this.#options.order
    if (this.#readers.length > 1) this.#passed.sort((a, b) => compare(a.path, b.path))
  }

  /** What ended after so many others that these did not wait for it. */
  async #leaveLate(): Promise<void> {
    const { compare } = this.#options.order
    const writer = this.#newWriter(true)
    for (const { line } of this.#late.sort((a, b) => compare(a.path, b.path)))
      if (line !== undefined) writer?.add(line, undefined)
    await writer?.leave()
  }

  #pass(record: StateRecord): void {
    if (this.#options.isKept(record.path)) this.#passed.push(record)
  }

  #limit(): void {
    if (this.#waiting.length - this.#first <= mostWaiting) return
    const slow = this.#waiting[this.#first]
    if (slow !== undefined) slow.isLate = true
    this.#first += 1
    this.#settle()
  }

  #settle(): void {
    for (; this.#first < this.#waiting.length; this.#first++) {
      const { isOpen, path, line, index } = this.#waiting[this.#first] as Waiting
      if (isOpen) break
      if (line !== undefined) this.#emit(path, line, index)
    }
    if (this.#first === this.#waiting.length || this.#first > mostWaiting) {
      this.#waiting = this.#waiting.slice(this.#first)
      this.#first = 0
    }
  }

  #emit(path: string, line: string, index: number | undefined): void {
    const { compare } = this.#options.order
    let count = 0
    for (const passed of this.#passed) {
      if (compare(passed.path, path) >= 0) break
      this.#writer?.add(passed.line, passed.index)
      count += 1
    }
    if (count > 0) this.#passed = this.#passed.slice(count)
    this.#writer?.add(line, index)
  }
}

function headerOf({ format, order }: StateOptions): string {
  return `${stateMark}1 ${order.name} ${format.blockSize} ${format.blockHash}`
}
