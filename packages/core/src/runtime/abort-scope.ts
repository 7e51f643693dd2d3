import { requireSignal } from '../validate/require.ts'
import { onAbort } from './on-abort.ts'

/** The longest delay of a timer. Longer ones overflow and fire at once. */
const longestDelay = 0x7fffffff

/**
 * A signal for a piece of work: it follows a parent, can have a time limit, and leaves no listeners or timers behind when closed.
 * (`AbortSignal.any` and `AbortSignal.timeout` leave some on long-lived signals.) An AbortSignal is created only for those who ask for one:
 * they are dear, and most calls have two scopes and need one signal.
 */
export class AbortScope {
  #controller: AbortController | undefined
  #callbacks: Set<() => void> | undefined
  readonly #unfollow: (() => void) | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #limit = 0
  #since = 0
  #touched = false
  #onLimit: () => unknown = () => undefined
  #aborted = false
  #reason: unknown

  /** @throws {InvalidArgumentError} for anything but a signal, such as the AbortController itself. */
  constructor(parent?: AbortSignal | AbortScope | undefined) {
    if (parent === undefined) return
    const follow = (): void => this.abort(parent.reason)
    if (parent instanceof AbortScope) {
      this.#unfollow = parent.onAbort(follow)
    } else {
      this.#unfollow = onAbort(requireSignal(parent), follow)
    }
    if (parent.aborted) follow()
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController()
      if (this.#aborted) this.#controller.abort(this.#reason)
    }
    return this.#controller.signal
  }

  get aborted(): boolean {
    return this.#aborted
  }

  get reason(): unknown {
    return this.#reason
  }

  throwIfAborted(): void {
    if (this.#aborted) throw this.#reason
  }

  /** What comes first, counts; without a reason it is an AbortError, as of a signal. */
  abort(reason: unknown): void {
    if (this.#aborted) return
    this.#aborted = true
    this.#reason = reason === undefined ? AbortSignal.abort().reason : reason
    this.#controller?.abort(this.#reason)
    const callbacks = this.#callbacks
    this.#callbacks = undefined
    for (const callback of callbacks ?? []) callback()
  }

  /** Calls a function when the scope is aborted; returns a function that cancels this. */
  onAbort(callback: () => void): () => void {
    const entry = (): void => callback()
    this.#callbacks ??= new Set()
    this.#callbacks.add(entry)
    return () => this.#callbacks?.delete(entry)
  }

  /** Starts the time limit, or starts another one. */
  arm(ms: number, reason: () => unknown): void {
    this.#onLimit = reason
    this.touch()
    if (this.#timer !== undefined && ms === this.#limit) return
    this.disarm()
    if (ms > longestDelay) return
    this.#limit = ms
    this.#start(ms)
  }

  #start(ms: number): void {
    this.#touched = false
    this.#timer = setTimeout(() => this.#check(), ms)
  }

  /** Without a touch meanwhile the limit is over, whatever the clock says: that of a test with fake timers may stand still. */
  #check(): void {
    const left = this.#touched ? this.#limit - (performance.now() - this.#since) : 0
    if (left > 1) {
      this.#start(left)
      return
    }
    try {
      this.abort(this.#onLimit())
    } catch (error) {
      // What words the reason may call the caller's functions. Thrown from a timer, their errors would end the process.
      this.abort(error)
    }
  }

  /** The time limit counts from now. Cheap enough for every chunk of a body. */
  touch(): void {
    this.#touched = true
    this.#since = performance.now()
  }

  /** Stops the time limit. */
  disarm(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** Settles like `work`, or rejects with the scope's reason, whichever comes first. */
  race<T>(work: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const abort = (): void => reject(this.#reason)
      if (this.#aborted) abort()
      const forget = this.onAbort(abort)
      work.then(
        (value) => {
          forget()
          resolve(value)
        },
        (error: unknown) => {
          forget()
          reject(error)
        },
      )
    })
  }

  /** Like {@link AbortScope.race}, but leaves aborted work `graceMs` milliseconds to clean up and end by itself. */
  async raceWithGrace<T>(work: Promise<T>, graceMs: number): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined
    let forget = (): void => undefined
    const late = new Promise<never>((_, reject) => {
      forget = this.onAbort(() => {
        timer = setTimeout(() => reject(this.#reason), graceMs)
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
    this.disarm()
    this.#unfollow?.()
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
