import { showAwaiter } from '../errors/caller-stack.ts'
import { AbortScope } from './abort-scope.ts'

/** Options of one caller of shared work. */
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
 * Shares one piece of work among concurrent callers. Each caller has its own signal and time limit; the work is aborted when no caller
 * waits for it any more.
 */
export class SingleFlight<T> {
  readonly #onTimeout: ((timeoutMs: number) => Error) | undefined
  #running: Flight<T> | undefined

  /** @param onTimeout makes the error for one whose time is up; without it no time limit is taken. */
  constructor(onTimeout?: (timeoutMs: number) => Error) {
    this.#onTimeout = onTimeout
  }

  /** Joins the running work, or starts it. */
  async run(start: (signal: AbortSignal) => Promise<T>, { signal, timeoutMs }: FlightOptions = {}): Promise<T> {
    const scope = new AbortScope(signal)
    scope.throwIfAborted()
    const onTimeout = this.#onTimeout
    if (timeoutMs !== undefined && onTimeout !== undefined) scope.arm(timeoutMs, () => onTimeout(timeoutMs))
    this.#running ??= this.#launch(start)
    const running = this.#running
    running.waiting += 1
    try {
      return await scope.race(running.promise)
    } catch (error) {
      showAwaiter(error)
      throw error
    } finally {
      scope.close()
      running.waiting -= 1
      if (running.waiting === 0) {
        this.#over(running)
        running.controller.abort()
      }
    }
  }

  /** Whoever comes from now on starts the work anew; those who wait for the running one still get its outcome. */
  forget(): void {
    this.#running = undefined
  }

  #launch(start: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController()
    const running = { promise: start(controller.signal), controller, waiting: 0 }
    // Later callers start it again; those waiting now get the outcome from the promise.
    const over = (): void => this.#over(running)
    running.promise.then(over, over)
    return running
  }

  #over(running: object): void {
    if (this.#running === running) this.#running = undefined
  }
}
