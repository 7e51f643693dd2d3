import type { RequestOptions } from '@kamaki/core'
import { AbortScope, formatValue, rejectArgument, sleep } from '@kamaki/core/toolkit'

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
  /** All of the transfer, whatever its phases: from 0 to 1, never less than before. Undefined while the length is not known. */
  fraction: number | undefined
}

/** The part of a whole transfer that hashing, or checking, is taken for: it is much faster than a network. */
const prepared = 0.1

/** Called after each step. What it throws, or what its promise rejects with, ends the transfer. */
export type ProgressListener = (progress: TransferProgress) => void

/** The calls of a progress listener, which may be asynchronous: what its promise rejects with counts as what it throws. */
export class ListenerCalls<P> {
  readonly #listener: ((progress: P) => void) | undefined
  /** What ends the work when a promise of the listener rejects. */
  onRejection: (error: unknown) => void = () => undefined
  /** What the last call, if it was asynchronous, is doing. */
  #pending: Promise<void> | undefined

  constructor(listener: ((progress: P) => void) | undefined) {
    if (listener !== undefined && typeof listener !== 'function')
      rejectArgument('onProgress', `must be a function; got ${formatValue(listener)}`)
    this.#listener = listener
  }

  get isEmpty(): boolean {
    return this.#listener === undefined
  }

  call(progress: P): void {
    const returned: unknown = this.#listener?.(progress)
    if (typeof returned !== 'object' || returned === null) return
    this.#pending = Promise.resolve(returned).then(
      () => undefined,
      (error: unknown) => this.onRejection(error),
    )
  }

  /** The last call may fail at once. One that takes longer is not waited for. */
  async settled(): Promise<void> {
    if (this.#pending !== undefined) await Promise.race([this.#pending, sleep(0)])
  }
}

/** Counts a transfer's bytes and calls the listener. */
export class ProgressCounter {
  readonly #calls: ListenerCalls<TransferProgress>
  #phase: TransferProgress['phase']
  #loaded = 0
  #transferred = 0
  #fraction = 0
  #wasPrepared = false
  total: number | undefined

  constructor(phase: TransferProgress['phase'], total: number | undefined, listener: ProgressListener | undefined) {
    this.#phase = phase
    this.total = total
    this.#calls = new ListenerCalls(listener)
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

  /** Runs a transfer that ends when the listener's promise rejects, as it does when the listener throws. */
  async watch<T>(request: RequestOptions, work: (request: RequestOptions) => Promise<T>): Promise<T> {
    if (this.#calls.isEmpty) return work(request)
    const scope = new AbortScope(request.signal)
    this.#calls.onRejection = (error) => scope.abort(error)
    try {
      const result = await work({ ...request, signal: scope.signal })
      await this.#calls.settled()
      scope.throwIfAborted()
      return result
    } finally {
      scope.close()
    }
  }

  #tell(): void {
    this.#calls.call({
      phase: this.#phase,
      loaded: this.#loaded,
      total: this.total,
      transferred: this.#transferred,
      fraction: this.#overall(),
    })
  }

  #overall(): number | undefined {
    const isPreparing = this.#phase === 'hashing' || this.#phase === 'checking'
    this.#wasPrepared ||= isPreparing
    if (this.#phase === 'done') return 1
    if (this.total === undefined) return undefined
    const ofPhase = this.total === 0 ? 0 : Math.min(1, this.#loaded / this.total)
    const before = this.#wasPrepared ? prepared : 0
    this.#fraction = Math.max(this.#fraction, isPreparing ? prepared * ofPhase : before + (1 - before) * ofPhase)
    return this.#fraction
  }
}
