import { AbortScope } from './abort-scope.ts'
import { Limiter } from './limiter.ts'

/**
 * Like `Promise.all(items.map(fn))`, with at most `concurrency` calls at a time, and lazy: an item is taken only when its call can start.
 * On the first failure it aborts the signal passed to the other calls, waits for them to end, and rejects with the failure.
 * When `options.signal` is aborted, it does the same and rejects with that signal's reason.
 */
export async function mapLimit<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  concurrency: number,
  fn: (item: T, index: number, signal: AbortSignal) => Promise<R>,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<R[]> {
  const slots = new Limiter(concurrency)
  const scope = new AbortScope(options.signal)
  scope.throwIfAborted()
  const results: R[] = []
  const running = new Set<Promise<void>>()
  const iterator = iteratorOf(items)
  let exhausted = false
  const work = async (item: T, index: number): Promise<void> => {
    try {
      results[index] = await fn(item, index, scope.signal)
    } catch (error) {
      scope.abort(error)
    }
  }
  try {
    for (let index = 0; ; index += 1) {
      const release = await slots.acquire(scope.signal)
      const next = await scope.race(Promise.resolve(iterator.next()))
      if (next.done === true) {
        exhausted = true
        break
      }
      const call: Promise<void> = work(next.value, index).finally(() => {
        running.delete(call)
        release()
      })
      running.add(call)
      scope.throwIfAborted()
    }
  } catch (error) {
    scope.abort(error)
  } finally {
    await Promise.all(running)
    scope.close()
    // Not awaited: a generator that hangs cannot be closed until it continues.
    if (!exhausted) Promise.resolve(iterator.return?.()).catch(() => undefined)
  }
  scope.throwIfAborted()
  return results
}

function iteratorOf<T>(items: Iterable<T> | AsyncIterable<T>): Iterator<T> | AsyncIterator<T> {
  return Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
}
