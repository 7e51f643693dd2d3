import { requirePositiveInteger } from '../validate/require.ts'
import { onAbort } from './on-abort.ts'

interface Waiter {
  grant(): void
}

/** At most so many things at a time; the others wait in order. */
export class Limiter {
  readonly #max: number
  #active = 0
  readonly #waiting = new Set<Waiter>()

  /** @param max how many at a time; `Infinity` for no limit. */
  constructor(max: number) {
    this.#max = max === Number.POSITIVE_INFINITY ? max : requirePositiveInteger(max, 'concurrency')
  }

  /** Waits for a slot. Call the function it resolves to when done; further calls of it do nothing. Rejects with `signal.reason` on abort. */
  acquire(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted()
    if (this.#active < this.#max) {
      this.#active += 1
      return Promise.resolve(this.#releaser())
    }
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        grant: () => {
          forget?.()
          resolve(this.#releaser())
        },
      }
      const forget =
        signal &&
        onAbort(signal, () => {
          this.#waiting.delete(waiter)
          reject(signal.reason)
        })
      this.#waiting.add(waiter)
    })
  }

  /** Runs a function in a slot. */
  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const release = await this.acquire(signal)
    try {
      return await work()
    } finally {
      release()
    }
  }

  #releaser(): () => void {
    let held = true
    return () => {
      if (!held) return
      held = false
      // The slot is handed on without becoming free in between, so that nobody overtakes.
      for (const next of this.#waiting) {
        this.#waiting.delete(next)
        next.grant()
        return
      }
      this.#active -= 1
    }
  }
}
