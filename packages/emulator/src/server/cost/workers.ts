import type { CostModel, RequestCost } from './cost-model.ts'

/** Where time comes from. */
export interface Time {
  /** Milliseconds. */
  now(): number
  wait(ms: number, signal: AbortSignal): Promise<void>
}

const MIB = 1024 * 1024
/** What is owed is waited for when it is this much: timers do not count finer. */
const LEAST_MS = 4
/**
 * What comes in small pieces is worked off when it is this much. Of many short turns at what only one can do, those in between would be
 * lost to the others, as turns are given in order.
 */
const TURN_MS = 4

/** The workers of a server, who take one request at a time each, in the order in which they came. */
export class Workers {
  readonly time: Time
  /** When the workers that have nothing to do became free. */
  readonly #free: number[]
  readonly #waiting: ((freeAt: number) => void)[] = []
  /** Until when what only one can do at a time is taken. */
  #serialUntil = 0

  constructor({ workers = 2 }: CostModel, time: Time) {
    this.time = time
    this.#free = Array<number>(workers).fill(0)
  }

  /** Waits for a worker to take up a request. */
  async begin(cost: RequestCost, signal: AbortSignal): Promise<Work> {
    const came = this.time.now()
    const freeAt = this.#free.shift() ?? (await new Promise<number>((resolve) => this.#waiting.push(resolve)))
    return new Work(this, cost, Math.max(came, freeAt), signal)
  }

  /** A worker is free from then on. */
  release(at: number): void {
    const next = this.#waiting.shift()
    if (next) next(at)
    else this.#free.push(at)
  }

  /** Takes what only one can do at a time. @returns when it is done */
  serial(from: number, ms: number): number {
    if (ms <= 0) return from
    this.#serialUntil = Math.max(from, this.#serialUntil) + ms
    return this.#serialUntil
  }
}

/** One request on a worker. Times are worked out and then waited for, so that timers that are late do not add up. */
export class Work {
  readonly #workers: Workers
  readonly #cost: RequestCost
  readonly #signal: AbortSignal
  /** Up to when it is worked out. */
  #at: number
  /** What is to be worked off: by this worker alone, and what only one can do at a time. */
  #own = 0
  #serial = 0
  #ended = false

  constructor(workers: Workers, cost: RequestCost, at: number, signal: AbortSignal) {
    this.#workers = workers
    this.#cost = cost
    this.#at = at
    this.#signal = signal
  }

  /** What the request costs whatever its size. */
  async start(): Promise<void> {
    const { ms = 0, serial } = this.#cost
    await this.#spend(ms, serial?.ms)
    await this.#workOff()
  }

  /** So many bytes of its body. */
  write(bytes: number): Promise<void> {
    const { writeMsPerMiB = 0, serial } = this.#cost
    return this.#spend((writeMsPerMiB * bytes) / MIB, ((serial?.writeMsPerMiB ?? 0) * bytes) / MIB)
  }

  /** So many bytes of its response. */
  read(bytes: number): Promise<void> {
    const { readMsPerMiB = 0, serial } = this.#cost
    return this.#spend((readMsPerMiB * bytes) / MIB, ((serial?.readMsPerMiB ?? 0) * bytes) / MIB)
  }

  /** Waits for what is left and frees the worker. */
  async end(): Promise<void> {
    if (this.#ended) return
    this.#ended = true
    if (!this.#signal.aborted) await this.#workOff()
    await this.#wait(0)
    this.#workers.release(this.#signal.aborted ? this.#workers.time.now() : this.#at)
  }

  async #spend(ms: number, serialMs = 0): Promise<void> {
    this.#own += Math.max(0, ms - serialMs)
    this.#serial += serialMs
    if (this.#own + this.#serial >= TURN_MS) await this.#workOff()
  }

  async #workOff(): Promise<void> {
    this.#at += this.#own
    const serialMs = this.#serial
    this.#own = 0
    this.#serial = 0
    // What others could do meanwhile is not taken before its time.
    await this.#wait(LEAST_MS)
    this.#at = this.#workers.serial(this.#at, serialMs)
    await this.#wait(LEAST_MS)
  }

  async #wait(least: number): Promise<void> {
    const owed = this.#at - this.#workers.time.now()
    if (owed > least) await this.#workers.time.wait(owed, this.#signal)
  }
}
