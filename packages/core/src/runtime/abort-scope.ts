import { formatValue, rejectArgument } from '../validate/invalid-argument.ts'
import { onAbort } from './on-abort.ts'

/** Longer delays overflow, to none at all. */
const longestDelay = 0x7fffffff

/**
 * A span of work with a signal: it follows a parent signal, can be given a time limit, and leaves nothing behind when closed.
 * (`AbortSignal.any` and `AbortSignal.timeout` keep listeners and timers on long-lived signals.)
 */
export class AbortScope {
  readonly #controller = new AbortController()
  readonly #unfollow: () => void
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @throws {InvalidArgumentError} for something that is no signal, such as the AbortController itself. */
  constructor(parent?: AbortSignal | undefined) {
    if (parent !== undefined && typeof parent?.addEventListener !== 'function')
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

  /** Starts the time limit, or starts it anew. */
  arm(ms: number, reason: () => unknown): void {
    clearTimeout(this.#timer)
    if (ms <= longestDelay) this.#timer = setTimeout(() => this.#controller.abort(reason()), ms)
  }

  /** Stops the time limit. */
  disarm(): void {
    clearTimeout(this.#timer)
  }

  /** Settles as the work does, or rejects with the signal's reason, whichever is first. */
  race<T>(work: Promise<T>): Promise<T> {
    const { signal } = this
    return new Promise<T>((resolve, reject) => {
      if (signal.aborted) reject(signal.reason)
      const forget = onAbort(signal, () => reject(signal.reason))
      work.then(resolve, reject).finally(forget)
    })
  }

  /** The same, but work that is aborted gets so many milliseconds to end by itself, in which it can clean up. */
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

  /** A pause. */
  sleep(ms: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const pause = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms)
    })
    return this.race(pause).finally(() => clearTimeout(timer))
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#unfollow()
  }
}

/** A pause. Rejects with `signal.reason` on abort. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  const scope = new AbortScope(signal)
  try {
    await scope.sleep(ms)
  } finally {
    scope.close()
  }
}
