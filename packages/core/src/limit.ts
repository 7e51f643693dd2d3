import { requirePositiveInteger } from './validate.ts'

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
          signal?.removeEventListener('abort', onAbort)
          resolve(this.#releaser())
        },
      }
      const onAbort = (): void => {
        this.#waiting.delete(waiter)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', onAbort, { once: true })
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

/**
 * Like `Promise.all(items.map(fn))` with at most `concurrency` calls at a time, and lazily: an item is taken from the iterable
 * only when a call can start. The first failure stops it, aborts the signal that the other calls got, waits for them to end, and is
 * thrown. `options.signal` aborts it from outside with that signal's reason.
 */
export async function mapLimit<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  concurrency: number,
  fn: (item: T, index: number, signal: AbortSignal) => Promise<R>,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<R[]> {
  const limit =
    concurrency === Number.POSITIVE_INFINITY ? concurrency : requirePositiveInteger(concurrency, 'concurrency')
  const { signal } = options
  signal?.throwIfAborted()
  const stop = new AbortController()
  const onAbort = (): void => stop.abort(signal?.reason)
  signal?.addEventListener('abort', onAbort, { once: true })
  const results: R[] = []
  const running = new Set<Promise<void>>()
  const failures: unknown[] = []
  const run = async (item: T, index: number): Promise<void> => {
    try {
      results[index] = await fn(item, index, stop.signal)
    } catch (error) {
      failures.push(error)
      stop.abort(error)
    }
  }
  try {
    let index = 0
    for await (const item of items) {
      if (stop.signal.aborted) break
      const call: Promise<void> = run(item, index++).finally(() => running.delete(call))
      running.add(call)
      if (running.size >= limit) await Promise.race(running)
      if (stop.signal.aborted) break
    }
  } catch (error) {
    failures.push(error)
    stop.abort(error)
  } finally {
    await Promise.all(running)
    signal?.removeEventListener('abort', onAbort)
  }
  signal?.throwIfAborted()
  if (failures.length > 0) throw failures[0]
  return results
}
