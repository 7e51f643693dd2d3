import { formatValue, rejectArgument } from '../validate/invalid-argument.ts'
import { onAbort } from './on-abort.ts'

/** The longest delay of a timer. Longer ones overflow and fire at once. */
const longestDelay = 0x7fffffff

/**
 * A signal for a piece of work: it follows a parent signal, can have a time limit, and leaves no listeners or timers behind when closed.
 * (`AbortSignal.any` and `AbortSignal.timeout` leave some on long-lived signals.)
 */
export class AbortScope {
  readonly #controller = new AbortController()
  readonly #unfollow: () => void
  #timer: ReturnType<typeof setTimeout> | undefined
  #since = 0

  /** @throws {InvalidArgumentError} for anything but a signal, such as the AbortController itself. */
  constructor(parent?: AbortSignal | undefined) {
    if (parent !== undefined && (typeof parent?.addEventListener !== 'function' || typeof parent.aborted !== 'boolean'))
      rejectArgument('signal', `must be an AbortSignal, such as controller.signal; got ${formatValue(parent)}`)
    this.#unfollow =
      parent === undefined ? () => undefined : onAbort(parent, () => this.#controller.abort(parent.reason))
    if (parent?.aborted) this.#controller.abort(parent.reason)
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  throwIfAborted(): void {
    this.#controller.signal.throwIfAborted()
  }

  abort(reason: unknown): void {
    this.#controller.abort(reason)
  }

  /** Starts the time limit, or starts another one. */
  arm(ms: number, reason: () => unknown): void {
    clearTimeout(this.#timer)
    if (ms > longestDelay) return
    this.#since = performance.now()
    const check = (): void => {
      const left = ms - (performance.now() - this.#since)
      if (left > 1) this.#timer = setTimeout(check, left)
      else this.#controller.abort(reason())
    }
    this.#timer = setTimeout(check, ms)
  }

  /** The time limit counts from now. Cheap enough for every chunk of a body. */
  touch(): void {
    this.#since = performance.now()
  }

  /** Stops the time limit. */
  disarm(): void {
    clearTimeout(this.#timer)
  }

  /** Settles like `work`, or rejects with the signal's reason, whichever comes first. */
  race<T>(work: Promise<T>): Promise<T> {
    const { signal } = this
    return new Promise<T>((resolve, reject) => {
      if (signal.aborted) reject(signal.reason)
      const forget = onAbort(signal, () => reject(signal.reason))
      work.then(resolve, reject).finally(forget)
    })
  }

  /** Like {@link AbortScope.race}, but leaves aborted work `graceMs` milliseconds to clean up and end by itself. */
  async raceWithGrace<T>(work: Promise<T>, graceMs: number): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined
    let forget = (): void => undefined
    const late = new Promise<never>((_, reject) => {
      forget = onAbort(this.signal, () => {
        timer = setTimeout(() => reject(this.signal.reason), graceMs)
      })
    })
    try {
      return await Promise.race([work, late])
    } finally {
      forget()
      clearTimeout(timer)
    }
  }

  /** Resolves after `ms` milliseconds, 24 days at most; rejects with the signal's reason on abort. */
  sleep(ms: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const pause = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, Math.min(ms, longestDelay))
    })
    return this.race(pause).finally(() => clearTimeout(timer))
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#unfollow()
  }
}

/** Resolves after `ms` milliseconds; rejects with `signal.reason` on abort. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  const scope = new AbortScope(signal)
  try {
    await scope.sleep(ms)
  } finally {
    scope.close()
  }
}
