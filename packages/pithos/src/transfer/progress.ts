/** How far a transfer is. */
export interface TransferProgress {
  /**
   * What is being done. Upload: `hashing` the content, `sending` what the cloud lacks. Download: `checking` what is already there,
   * `receiving` the rest. `done`: once, at the end.
   */
  phase: 'hashing' | 'sending' | 'checking' | 'receiving' | 'done'
  /** Bytes of the content that are done in this phase: hashed; in the cloud; looked at; in place. Grows up to `total`. */
  loaded: number
  /** Bytes of the content; undefined for a stream whose length is not known yet. */
  total: number | undefined
  /** Bytes of content transferred so far, without those that the cloud or the disk had already. */
  transferred: number
}

/** Called after each step. What it throws ends the transfer. */
export type ProgressListener = (progress: TransferProgress) => void

/** Counts a transfer's bytes and calls the listener. */
export class ProgressCounter {
  readonly #listener: ProgressListener | undefined
  #phase: TransferProgress['phase']
  #loaded = 0
  #transferred = 0
  total: number | undefined

  constructor(phase: TransferProgress['phase'], total: number | undefined, listener: ProgressListener | undefined) {
    this.#phase = phase
    this.total = total
    this.#listener = listener
  }

  /** Bytes transferred. */
  get transferred(): number {
    return this.#transferred
  }

  /** Begins a phase in which `loaded` bytes are done from the start. */
  begin(phase: TransferProgress['phase'], loaded: number): void {
    this.#phase = phase
    this.#loaded = loaded
    this.#tell()
  }

  /** So many more bytes are done, of which so many were transferred. */
  add(loaded: number, transferred: number = 0): void {
    this.#loaded += loaded
    this.#transferred += transferred
    this.#tell()
  }

  #tell(): void {
    this.#listener?.({ phase: this.#phase, loaded: this.#loaded, total: this.total, transferred: this.#transferred })
  }
}
