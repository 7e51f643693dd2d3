import { type FileHandle, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeDirectory } from '../files/make-directory.ts'
import { newOwner, releaseOwner } from '../files/part-owner.ts'
import { RunReader, removeRuns, runPath } from './state-runs.ts'

/** Characters to write at a time. */
const piece = 65_536

/** How much may wait to be written before the sync waits for it. */
const mostWaiting = 4_194_304

/** How long lines may wait to be written: what is lost when the process is killed. */
const flushEveryMs = 5_000

/**
 * Writes records into a new file, which is to take the place of the old one at the end. As long as they are those of the old one, nothing
 * is written. A state that cannot be written is not: the next sync reads the files again.
 */
export class StateWriter {
  readonly #file: string
  readonly #header: string
  readonly #compare: (a: string, b: string) => number
  /** Records that are just the first ones of the old file. */
  #same = 0
  #path: string | undefined
  #owner = ''
  #handle: FileHandle | undefined
  #lines: string[] = []
  #length = 0
  #waiting = 0
  #writing: Promise<void> = Promise.resolve()
  #flushedAt = performance.now()
  #isBroken = false
  #isChanged: boolean

  /** @param isChanged whether the old file is not what is to be there, whatever comes. */
  constructor(file: string, header: string, compare: (a: string, b: string) => number, isChanged: boolean) {
    this.#file = file
    this.#header = header
    this.#compare = compare
    this.#isChanged = isChanged
  }

  /** The next record; `index` is its place in the old file, if it is from there. */
  add(line: string, index: number | undefined): void {
    if (!this.#isChanged && index === this.#same) {
      this.#same += 1
      return
    }
    this.change()
    this.#lines.push(line)
    this.#length += line.length
    if (this.#length >= piece) this.#flush()
  }

  /** What was in the old file at this place is no more. */
  change(): void {
    if (this.#path !== undefined) return
    this.#isChanged = true
    this.#owner = newOwner()
    this.#path = runPath(this.#file, this.#owner)
    this.#queue(() => this.#begin())
  }

  /** Waits if too much is to be written. */
  async pause(): Promise<void> {
    if (this.#length > 0 && performance.now() - this.#flushedAt > flushEveryMs) this.#flush()
    if (this.#waiting > mostWaiting) await this.#writing
  }

  /** Puts the new file in place of an old one of so many records. Returns whether that, or all that was left to the next sync, is of no use any more. */
  async finish(oldCount: number): Promise<boolean> {
    if (!this.#isChanged && this.#same !== oldCount) this.change()
    if (this.#path === undefined) return true
    await this.#end()
    if (this.#isBroken) return false
    try {
      await rename(this.#path, this.#file)
      return true
    } catch {
      await removeRuns([this.#path])
      return false
    }
  }

  /** Leaves what is complete to the next sync, beside the old file. */
  async leave(): Promise<void> {
    if (this.#path !== undefined) await this.#end()
  }

  /** Forgets the new file. */
  async discard(): Promise<void> {
    await this.leave()
    if (this.#path !== undefined) await removeRuns([this.#path])
  }

  async #end(): Promise<void> {
    this.#flush()
    await this.#writing
    await this.#handle?.close().catch(() => undefined)
    this.#handle = undefined
    releaseOwner(this.#owner)
  }

  async #begin(): Promise<void> {
    const path = this.#path ?? ''
    await makeDirectory(dirname(path), 0o700)
    this.#handle = await open(path, 'wx', 0o600)
    await this.#handle.write(`${this.#header}\n`)
    if (this.#same === 0) return
    const old = await RunReader.open(this.#file, this.#header, this.#compare)
    try {
      for (let count = 0; count < this.#same; count += 1) {
        const record = old?.record
        if (record === undefined) throw new Error('The state was changed meanwhile')
        await this.#handle.write(`${record.line}\n`)
        await old?.advance()
      }
    } finally {
      await old?.close()
    }
  }

  #flush(): void {
    this.#flushedAt = performance.now()
    if (this.#lines.length === 0) return
    const text = `${this.#lines.join('\n')}\n`
    const { length } = text
    this.#lines = []
    this.#length = 0
    this.#waiting += length
    this.#queue(async () => {
      this.#waiting -= length
      await this.#handle?.write(text)
    })
  }

  #queue(work: () => Promise<void>): void {
    this.#writing = this.#writing.then(async () => {
      if (this.#isBroken) return
      try {
        await work()
      } catch {
        this.#isBroken = true
        if (this.#path !== undefined) await removeRuns([this.#path])
      }
    })
  }
}
