import { ListenerCalls } from '../../transfer/progress.ts'

/** How far a sync is. */
export interface SyncProgress {
  /**
   * `comparing`: both sides are being gone through, and what differs is transferred as it appears; `transferring`: all differences have been
   * found; `deleting` (and then `transferring` again, for what takes the place of something deleted); `done`: once, at the end.
   */
  phase: 'comparing' | 'transferring' | 'deleting' | 'done'
  /** Files and directories that have been compared. */
  compared: number
  /** Files and directories that are through with being transferred or deleted, and how many have been found so far. */
  files: number
  totalFiles: number
  /** Bytes of content that are in place (much of it may not have been transferred), and how many have been found so far. */
  bytes: number
  totalBytes: number
  /** Bytes of content transferred so far. */
  transferred: number
  /** Path of the file that this is about. */
  current: string | undefined
}

/** Called after each step. What it throws, or what its promise rejects with, ends the sync. */
export type SyncProgressListener = (progress: SyncProgress) => void

/** Counts files and bytes, and calls the listener. */
export class SyncCounter {
  readonly #calls: ListenerCalls<SyncProgress>
  readonly #onError: (error: unknown) => void
  readonly #now: SyncProgress = {
    phase: 'comparing',
    compared: 0,
    files: 0,
    totalFiles: 0,
    bytes: 0,
    totalBytes: 0,
    transferred: 0,
    current: undefined,
  }

  /** @param onError ends the sync when the listener throws, or a promise of it rejects. */
  constructor(listener: SyncProgressListener | undefined, onError: (error: unknown) => void) {
    this.#calls = new ListenerCalls(listener)
    this.#calls.onRejection = onError
    this.#onError = onError
  }

  get transferred(): number {
    return this.#now.transferred
  }

  /** Begins a phase of so many things; `transferring` goes on with those that were found while comparing. */
  begin(phase: SyncProgress['phase'], totalFiles?: number): void {
    this.#now.phase = phase
    this.#now.current = undefined
    if (totalFiles !== undefined) Object.assign(this.#now, { files: 0, totalFiles, bytes: 0, totalBytes: 0 })
    this.#tell()
  }

  /** All is gone through once more. */
  beginAgain(): void {
    this.#now.compared = 0
  }

  /** So many more have been compared. */
  compared(count: number): void {
    this.#now.compared += count
    this.#tell()
  }

  /** Something to do has been found. */
  found(bytes: number): void {
    this.#now.totalFiles += 1
    this.#now.totalBytes += bytes
  }

  /** Part of a file is done; `loaded` may be negative where it begins again. */
  step(current: string, loaded: number, transferred: number): void {
    this.#now.bytes += loaded
    this.#now.transferred += transferred
    this.#now.current = current
    this.#tell()
  }

  /** A file is through. */
  file(current: string): void {
    this.#now.files += 1
    this.#now.current = current
    this.#tell()
  }

  /** The end, with the last numbers. */
  end(): void {
    this.begin('done')
  }

  /** Waits for what may still fail at once of the listener's last call. */
  async settled(): Promise<void> {
    await this.#calls.settled()
  }

  #tell(): void {
    if (this.#calls.isEmpty) return
    try {
      this.#calls.call({ ...this.#now })
    } catch (error) {
      this.#onError(error)
    }
  }
}
