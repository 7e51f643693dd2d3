import { requirePositiveInteger } from '../validate/require.ts'
import { onAbort } from './on-abort.ts'

interface Waiter {
  grant(): void
}

/** Limits concurrency: at most `max` slots are taken at a time, and others wait in order. */
export class Limiter {
  readonly #max: number
  #active = 0
  readonly #waiting = new Set<Waiter>()

  /** @param max the number of slots; `Infinity` for no limit. */
  constructor(max: number) {
    this.#max = max === Number.POSITIVE_INFINITY ? max : requirePositiveInteger(max, 'concurrency')
  }

  /** Waits for a slot, and resolves to a function that releases it (calling it again has no effect). Rejects with `signal.reason` on abort. */
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
      // Passed on without becoming free in between, so that nobody jumps the queue.
      for (const next of this.#waiting) {
        this.#waiting.delete(next)
        next.grant()
        return
      }
      this.#active -= 1
    }
  }
}
