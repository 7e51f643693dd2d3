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

  /** A slot that is free at once, as by {@link Limiter.acquire}; else undefined. */
  tryAcquire(): (() => void) | undefined {
    if (this.#active >= this.#max) return undefined
    this.#active += 1
    return this.#releaser()
  }

  /** Waits for a slot, and resolves to a function that releases it (calling it again has no effect). Rejects with `signal.reason` on abort. */
  acquire(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted()
    const free = this.tryAcquire()
    if (free !== undefined) return Promise.resolve(free)
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
