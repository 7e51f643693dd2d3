import { AbortScope } from './abort-scope.ts'

/** What each of those who share one piece of work may say for themselves. */
export interface FlightOptions {
  readonly signal?: AbortSignal | undefined
  readonly timeoutMs?: number | undefined
}

interface Flight<T> {
  readonly promise: Promise<T>
  readonly controller: AbortController
  waiting: number
}

/**
 * One piece of work for all who ask for the same at the same time. Each has a signal and time limit of their own; the work is aborted
 * when the last of them has left.
 */
export class SingleFlight<T> {
  readonly #onTimeout: (timeoutMs: number) => Error
  #running: Flight<T> | undefined

  /** @param onTimeout makes the error for one whose time is up. */
  constructor(onTimeout: (timeoutMs: number) => Error) {
    this.#onTimeout = onTimeout
  }

  /** Joins the work that is being done, or starts it. */
  async run(start: (signal: AbortSignal) => Promise<T>, { signal, timeoutMs }: FlightOptions = {}): Promise<T> {
    const scope = new AbortScope(signal)
    scope.throwIfAborted()
    if (timeoutMs !== undefined) scope.arm(timeoutMs, () => this.#onTimeout(timeoutMs))
    this.#running ??= this.#launch(start)
    const running = this.#running
    running.waiting += 1
    try {
      return await scope.race(running.promise)
    } finally {
      scope.close()
      running.waiting -= 1
      if (running.waiting === 0) {
        this.#forget(running)
        running.controller.abort()
      }
    }
  }

  #launch(start: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController()
    const running = { promise: start(controller.signal), controller, waiting: 0 }
    // Whoever asks after the end starts anew; who waits now gets the outcome from the promise itself.
    const over = (): void => this.#forget(running)
    running.promise.then(over, over)
    return running
  }

  #forget(running: object): void {
    if (this.#running === running) this.#running = undefined
  }
}
