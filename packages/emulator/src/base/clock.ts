import { formatValue, rejectInput } from './input.ts'

/** The end of the year 9999: Python knows no later times. */
export const LAST: number = Date.UTC(10_000, 0, 1) - 1

/** A planned call, to be taken back. */
export interface Timer {
  cancel(): void
}

/**
 * The cloud's time. By default it runs with the machine's; a manual clock stands still until it is turned, which
 * makes tests of background work (BUILD -> ACTIVE and the like) exact and instant.
 */
export class Clock {
  readonly manual: boolean
  /** Manual: the time itself. Running: how far the clock was turned ahead of the machine's. */
  #base: number
  #last = 0
  #due: { at: number; order: number; run: () => void }[] = []
  #order = 0
  #wake: ReturnType<typeof setTimeout> | undefined
  readonly #listeners: Set<() => void> = new Set()

  constructor(options: { readonly manual?: boolean | undefined; readonly start?: number | undefined } = {}) {
    this.manual = options.manual ?? false
    const { start } = options
    if (this.manual) this.#base = start ?? Date.now()
    else this.#base = start === undefined ? 0 : start - Date.now()
  }

  /** Where it is, to go on from there in another process: of a manual clock the time, else how far it is ahead of the machine's. */
  get position(): number {
    return this.#base
  }

  set position(position: number) {
    this.#base = position
    this.#plan()
  }

  /** Milliseconds since 1970, with a fraction: two calls never give the same time unless the clock is manual. */
  now(): number {
    if (this.manual) return this.#base
    const now = Date.now() + this.#base
    // Python's times have microseconds: keep those made within one millisecond in order.
    this.#last = now > this.#last ? now : this.#last + 0.001
    return this.#last
  }

  /** Runs `run` once `ms` of the cloud's time have passed. Never keeps the process alive. */
  after(ms: number, run: () => void): Timer {
    const item = { at: this.#time() + ms, order: this.#order++, run }
    let at = this.#due.length
    while (at > 0 && (this.#due[at - 1]?.at ?? 0) > item.at) at--
    this.#due.splice(at, 0, item)
    this.#plan()
    return {
      cancel: () => {
        this.#due = this.#due.filter((other) => other !== item)
        this.#plan()
      },
    }
  }

  /**
   * Turns the clock ahead and runs, in order, all that falls due on the way, each at its own time.
   * @throws {EmulatorArgumentError} unless `ms` is a number of milliseconds from 0, and the time after it before the year 10000
   */
  advance(ms: number): void {
    if (!Number.isFinite(ms) || ms < 0)
      rejectInput('ms', `must be a non-negative number of milliseconds; got ${formatValue(ms)}`)
    const end = this.#time() + ms
    if (end > LAST) rejectInput('ms', `must not turn the clock beyond the year 9999; got ${formatValue(ms)}`)
    let ran = false
    for (;;) {
      const next = this.#due[0]
      if (!next || next.at > end) break
      this.#due.shift()
      this.#set(next.at)
      next.run()
      ran = true
    }
    this.#set(end)
    this.#plan()
    if (ran || ms > 0) for (const listener of this.#listeners) listener()
  }

  /** Calls back after the clock was turned, and after planned calls ran. @returns takes that back */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Runs everything that is planned, and what that plans in turn, turning the clock as far as it takes. */
  runAll(limit = 10_000): void {
    for (let steps = 0; this.#due[0] && steps < limit; steps++)
      this.advance(Math.max(0, this.#due[0].at - this.#time()))
  }

  /** How many calls are planned. */
  get pending(): number {
    return this.#due.length
  }

  /** Forgets everything that is planned. */
  clear(): void {
    this.#due = []
    this.#plan()
  }

  /** Forgets everything that is planned and has `build` plan anew. If it fails, all is as it was. */
  startAnew<T>(build: () => T): T {
    const [due, base] = [this.#due, this.#base]
    this.#due = []
    try {
      return build()
    } catch (error) {
      this.#due = due
      this.#base = base
      throw error
    } finally {
      this.#plan()
    }
  }

  #time(): number {
    return this.manual ? this.#base : Date.now() + this.#base
  }

  #set(time: number): void {
    if (this.manual) this.#base = Math.max(this.#base, time)
    else if (time > this.#time()) this.#base = time - Date.now()
  }

  #plan(): void {
    if (this.#wake !== undefined) clearTimeout(this.#wake)
    this.#wake = undefined
    const next = this.#due[0]
    if (this.manual || !next) return
    // setTimeout holds no more than 2^31 ms: a longer wait is taken up again.
    this.#wake = setTimeout(() => this.advance(0), Math.min(Math.max(0, next.at - this.#time()), 2 ** 31 - 1))
    if (typeof this.#wake === 'object' && 'unref' in this.#wake) this.#wake.unref()
  }
}
