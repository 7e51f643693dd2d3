import type { Query } from '@kamaki/core'
import { describe, refuse } from './checks.ts'

/** How far back the cloud looks, in milliseconds (its POLL_LIMIT). */
export const CHANGES_SINCE_LIMIT_MS = 3_600_000

/** By how much our clock and the cloud's may differ before a moment is surely wrong. */
const CLOCKS_DIFFER_MS = 60_000

/** A list of what has changed only. */
export interface ChangesSince {
  /**
   * Only what has changed since this moment, deleted ones included; an empty list when nothing has. At most an
   * hour ago and not in the future. Text must be ISO 8601 with a UTC offset.
   */
  changesSince?: Date | string | undefined
}

/**
 * The `changes-since` of a query.
 *
 * A moment without an offset is refused, for the server would refuse it, and so is one that lies too far back.
 */
export function changesSinceQuery(since: Date | string | undefined, limitMs: number = Number.POSITIVE_INFINITY): Query {
  if (since === undefined) return {}
  const parameter = 'changesSince'
  if (typeof since === 'string' && !/T.*(?:Z|[+-]\d\d:?\d\d)$/i.test(since)) {
    refuse(parameter, `must be a Date, or ISO 8601 with a UTC offset such as "Z"; got ${describe(since)}`)
  }
  const age = Date.now() - new Date(since).getTime()
  if (Number.isNaN(age)) refuse(parameter, `is not a moment in time: ${describe(since)}`)
  if (age > limitMs + CLOCKS_DIFFER_MS) {
    refuse(
      parameter,
      `lies more than ${limitMs / 60_000} minutes back, which the cloud refuses; make a full list instead`,
    )
  }
  if (age < -CLOCKS_DIFFER_MS) refuse(parameter, 'lies in the future')
  return { 'changes-since': typeof since === 'string' ? since : since.toISOString() }
}
