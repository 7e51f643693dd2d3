import type { ProgressListener } from '../../transfer/progress.ts'
import type { SyncCounter } from './sync-progress.ts'

/** Adds the progress of one file's transfer to that of the sync. */
export class FileProgress {
  readonly #counter: SyncCounter
  readonly #path: string
  #loaded = 0
  #transferred = 0
  #before = 0

  constructor(counter: SyncCounter, path: string) {
    this.#counter = counter
    this.#path = path
  }

  readonly listener: ProgressListener = ({ phase, loaded, transferred }) => {
    // Bytes that were looked at are not in place yet.
    const done = phase === 'hashing' || phase === 'checking' ? 0 : loaded
    this.#step(done, this.#before + transferred)
  }

  /** The transfer begins again. */
  again(): void {
    this.#before = this.#transferred
    this.#step(0, this.#transferred)
  }

  /** All of a file is in place, and had to be transferred. */
  transferred(bytes: number): void {
    this.#step(bytes, this.#before + bytes)
  }

  /** All of the file is in place. */
  done(bytes: number): void {
    this.#step(bytes, this.#transferred)
  }

  #step(loaded: number, transferred: number): void {
    if (loaded === this.#loaded && transferred === this.#transferred) return
    this.#counter.step(this.#path, loaded - this.#loaded, transferred - this.#transferred)
    this.#loaded = loaded
    this.#transferred = transferred
  }
}
