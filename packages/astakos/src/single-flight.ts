import { type RequestOptions, TimeoutError } from '@kamaki/core'

/** Something that is asked for once, and what it is called in a time-out. */
export interface Flight {
  method: string
  url: string
}

/**
 * One request for all who ask for the same thing at the same time. Each of them has an own signal and time limit; the request
 * is given up when the last of them has left.
 */
export class SingleFlight<T> {
  readonly #flight: Flight
  #running: { promise: Promise<T>; controller: AbortController; waiting: number } | undefined

  constructor(flight: Flight) {
    this.#flight = flight
  }

  async run(start: (options: RequestOptions) => Promise<T>, options: RequestOptions = {}): Promise<T> {
    const { signal, timeoutMs, ...shared } = options
    signal?.throwIfAborted()
    this.#running ??= this.#launch(start, shared)
    const running = this.#running
    running.waiting += 1
    try {
      return await this.#wait(running.promise, signal, timeoutMs)
    } finally {
      running.waiting -= 1
      if (running.waiting === 0) {
        if (this.#running === running) this.#running = undefined
        running.controller.abort()
      }
    }
  }

  #launch(start: (options: RequestOptions) => Promise<T>, shared: RequestOptions) {
    const controller = new AbortController()
    const promise = start({ ...shared, signal: controller.signal })
    const running = { promise, controller, waiting: 0 }
    // Whoever asks after the end starts anew; who waits now gets the outcome from the promise itself.
    const over = () => {
      if (this.#running === running) this.#running = undefined
    }
    promise.then(over, over)
    return running
  }

  async #wait(promise: Promise<T>, signal: AbortSignal | undefined, timeoutMs: number | undefined): Promise<T> {
    let leave: (() => void) | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    const left = new Promise<never>((_, reject) => {
      leave = () => reject(signal?.reason)
      signal?.addEventListener('abort', leave, { once: true })
      if (timeoutMs !== undefined) timer = setTimeout(() => reject(this.#timeout(timeoutMs)), timeoutMs)
    })
    try {
      return await Promise.race([promise, left])
    } finally {
      clearTimeout(timer)
      if (leave !== undefined) signal?.removeEventListener('abort', leave)
    }
  }

  #timeout(timeoutMs: number): TimeoutError {
    const { method, url } = this.#flight
    const fields = { phase: 'headers', limit: 'total', timeoutMs, method, url } as const
    return new TimeoutError(`${method} ${url} took longer than timeoutMs (${timeoutMs} ms)`, fields)
  }
}
