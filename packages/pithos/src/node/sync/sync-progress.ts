import { ListenerCalls } from '../../transfer/progress.ts'

/** How far a sync is. */
export interface SyncProgress {
  /**
   * `listing` both sides; `comparing` files whose sizes are the same; `transferring`; `deleting`; `done`: once, at the end.
   */
  phase: 'listing' | 'comparing' | 'transferring' | 'deleting' | 'done'
  /** Files that are through this phase, and how many there are. */
  files: number
  totalFiles: number
  /** Bytes of content that are through this phase (`transferring`: in place; much of it may not have been transferred), and how many there are. */
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
  #now: SyncProgress = {
    phase: 'listing',
    files: 0,
    totalFiles: 0,
    bytes: 0,
    totalBytes: 0,
    transferred: 0,
    current: undefined,
  }
  #thrown: { error: unknown } | undefined

  /** @param onRejection ends the sync when a promise of the listener rejects. */
  constructor(listener: SyncProgressListener | undefined, onRejection: (error: unknown) => void) {
    this.#calls = new ListenerCalls(listener)
    this.#calls.onRejection = (error) => {
      this.#thrown ??= { error }
      onRejection(error)
    }
  }

  get transferred(): number {
    return this.#now.transferred
  }

  begin(phase: SyncProgress['phase'], totalFiles: number, totalBytes: number): void {
    const { transferred } = this.#now
    this.#now = { phase, files: 0, totalFiles, bytes: 0, totalBytes, transferred, current: undefined }
    this.#tell()
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
    this.#now = { ...this.#now, phase: 'done', current: undefined }
    this.#tell()
  }

  /** Waits for what may still fail at once of the listener's last call, and throws that. */
  async settled(): Promise<void> {
    await this.#calls.settled()
    this.rethrow()
  }

  /** Throws again what the listener threw. */
  rethrow(): void {
    if (this.#thrown !== undefined) throw this.#thrown.error
  }

  #tell(): void {
    try {
      this.#calls.call({ ...this.#now })
    } catch (error) {
      this.#thrown = { error }
      throw error
    }
  }
}
