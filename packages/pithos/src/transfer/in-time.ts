import { AbortScope } from '@kamaki/core/toolkit'

/**
 * What `work` resolves to, or undefined if that takes too long: `work` then goes on, unless it heeds the scope. Rejects as `work` does, or
 * with the signal's reason.
 */
export async function inTime<T>(
  ms: number,
  signal: AbortSignal | undefined,
  work: (scope: AbortScope) => Promise<T>,
): Promise<T | undefined> {
  const scope = new AbortScope(signal)
  const late = new Error('it takes too long')
  if (ms < Number.POSITIVE_INFINITY) scope.arm(ms, () => late)
  try {
    return await scope.race(work(scope))
  } catch (error) {
    if (error === late) return undefined
    throw error
  } finally {
    scope.close()
  }
}
