/**
 * A span of work with a signal: it follows a parent signal, can be given a time limit, and leaves nothing behind when closed.
 * (`AbortSignal.any` and `AbortSignal.timeout` keep listeners and timers on long-lived signals.)
 */
export class AbortScope {
  readonly #controller = new AbortController()
  readonly #parent: AbortSignal | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(parent?: AbortSignal | undefined) {
    this.#parent = parent
    if (parent?.aborted) this.#controller.abort(parent.reason)
    else parent?.addEventListener('abort', this.#follow, { once: true })
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
    // Longer delays overflow to 1 ms.
    if (ms > 0x7fffffff) return
    this.#timer = setTimeout(() => this.#controller.abort(reason()), ms)
  }

  /** Stops the time limit. */
  disarm(): void {
    clearTimeout(this.#timer)
  }

  /** Settles as the work does, or rejects with the signal's reason, whichever is first. */
  race<T>(work: Promise<T>): Promise<T> {
    const { signal } = this
    return new Promise<T>((resolve, reject) => {
      const onAbort = (): void => reject(signal.reason)
      if (signal.aborted) onAbort()
      else signal.addEventListener('abort', onAbort, { once: true })
      work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
    })
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
    this.#parent?.removeEventListener('abort', this.#follow)
  }

  readonly #follow = (): void => this.#controller.abort(this.#parent?.reason)
}
