/** How many to do at a time: a number, or something that finds out by how long each takes. */
export interface InFlight {
  readonly limit: number
  /** One took so long. */
  took?(ms: number): void
}

/** Does things one after the other, some at a time, as they come. */
export class Lane<T> {
  readonly #inFlight: InFlight
  readonly #work: (item: T) => Promise<void>
  #queue: T[] = []
  #next = 0
  #active = 0
  #isStopped = false
  #wake: () => void = () => undefined

  /** @param work must not reject. */
  constructor(inFlight: InFlight, work: (item: T) => Promise<void>) {
    this.#inFlight = inFlight
    this.#work = work
  }

  /** How many wait. */
  get waiting(): number {
    return this.#queue.length - this.#next
  }

  push(item: T): void {
    if (this.#isStopped) return
    this.#queue.push(item)
    this.#start()
  }

  /** Begins nothing any more. */
  stop(): void {
    this.#isStopped = true
    this.#queue = []
    this.#next = 0
    this.#wake()
  }

  /** Resolves when no more than so many wait; and if that is none, when none is being done either. */
  async until(waiting: number): Promise<void> {
    const isReached = (): boolean => this.waiting <= waiting && (waiting > 0 || this.#active === 0)
    while (!isReached()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  #start(): void {
    while (this.#active < this.#inFlight.limit && this.#next < this.#queue.length) {
      const item = this.#queue[this.#next] as T
      this.#next += 1
      if (this.#next > 1024 && this.#next * 2 > this.#queue.length) {
        this.#queue = this.#queue.slice(this.#next)
        this.#next = 0
      }
      this.#active += 1
      void this.#do(item)
    }
  }

  async #do(item: T): Promise<void> {
    const begun = performance.now()
    try {
      await this.#work(item)
    } finally {
      this.#active -= 1
      this.#inFlight.took?.(performance.now() - begun)
      this.#start()
      this.#wake()
    }
  }
}

/** Most and fewest small files at a time, where nobody says how many. */
const fewest = 4
const most = 32

/** How many of those in flight may be waiting for each other. */
const queued = { fewest: 2, most: 5 }

/** Samples after which what was fastest is looked for anew. */
const memory = 1_000

/**
 * Finds how many requests to have in flight: as many more as make no difference to how long each takes. Where the cloud, the line or this
 * process is at its limit, more of them only wait for each other, so that each takes longer; where they wait for the line's latency, they
 * do not. (As TCP Vegas does.)
 */
export class TunedInFlight implements InFlight {
  #limit = 8
  #fastest = Number.POSITIVE_INFINITY
  #smooth = 0
  #samples = 0
  #sinceChange = 0

  get limit(): number {
    return this.#limit
  }

  took(ms: number): void {
    this.#samples += 1
    if (this.#samples % memory === 0) this.#fastest = this.#smooth
    this.#smooth = this.#smooth === 0 ? ms : this.#smooth * 0.9 + ms * 0.1
    this.#fastest = Math.min(this.#fastest, ms)
    this.#sinceChange += 1
    if (this.#sinceChange < this.#limit) return
    this.#sinceChange = 0
    const waiting = this.#limit * (1 - this.#fastest / this.#smooth)
    if (waiting < queued.fewest) this.#limit = Math.min(most, this.#limit + 1)
    else if (waiting > queued.most) this.#limit = Math.max(fewest, this.#limit - 1)
  }
}
