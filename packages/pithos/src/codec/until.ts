import { rejectArgument } from '@kamaki/core/toolkit'
import type { Until } from '../model/conditions.ts'

/**
 * Whole epoch seconds of `until`. Pithos silently drops a value that is anything but a plain non-negative integer, and a purge without it
 * is a deletion: so anything else is rejected here. A Date is cut to its second.
 */
export function untilSeconds(until: Until): string {
  const seconds = until instanceof Date ? Math.floor(until.getTime() / 1000) : until
  if (typeof seconds !== 'number' || !Number.isSafeInteger(seconds) || seconds < 0 || Object.is(seconds, -0))
    rejectArgument('until', 'must be a valid Date or whole non-negative seconds since 1970')
  return seconds.toFixed(0)
}
