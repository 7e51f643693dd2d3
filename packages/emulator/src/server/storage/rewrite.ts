import type { RecordLine } from '../../base/records.ts'
import { changeLines } from './log-format.ts'
import type { LogDraft, StateLog } from './state-log.ts'

/** Records that are written before others get their turn. */
const SLICE = 500

/**
 * Writes a log anew, a slice at a time, while it goes on growing: each thing as it is when its turn comes, and after them all
 * that changed on the way, so that the last word about each is what it is now.
 */
export class Rewrite {
  readonly #log: StateLog
  readonly #draft: LogDraft
  readonly #records: Iterator<RecordLine, void>
  readonly #done: () => void
  readonly #failed: (error: unknown) => void
  readonly #followed: Uint8Array[] = []
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(log: StateLog, records: Iterator<RecordLine, void>, done: () => void, failed: (error: unknown) => void) {
    this.#log = log
    this.#draft = log.draft()
    this.#records = records
    this.#done = done
    this.#failed = failed
    this.#plan()
  }

  /** Contents of the lines that were appended to the log meanwhile. */
  follow(contents: readonly Uint8Array[]): void {
    this.#followed.push(...contents)
  }

  /** The log stays as it is. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#draft.discard()
  }

  #plan(): void {
    this.#timer = setTimeout(() => this.#slice(), 0)
    if (typeof this.#timer === 'object' && 'unref' in this.#timer) this.#timer.unref()
  }

  #slice(): void {
    try {
      const slice: RecordLine[] = []
      while (slice.length < SLICE) {
        const { done, value } = this.#records.next()
        if (done) break
        slice.push(value)
      }
      for (const content of changeLines(slice)) this.#draft.write(content)
      if (slice.length === SLICE) {
        this.#plan()
        return
      }
      for (const content of this.#followed) this.#draft.write(content)
      this.#log.replace(this.#draft)
    } catch (error) {
      this.#draft.discard()
      this.#failed(error)
      return
    }
    this.#done()
  }
}
