import type { RequestOptions } from '../transport/options.ts'
import { formatValue, rejectArgument } from '../validate/invalid-argument.ts'
import { isoDate, type Query } from './query.ts'

/** How far back Synnefo allows `changes-since`, in milliseconds (its POLL_LIMIT). */
export const CHANGES_SINCE_LIMIT_MS = 3_600_000

/** How far our clock may differ from the cloud's before a time is rejected. */
const CLOCKS_DIFFER_MS = 60_000

/** Options of a list that can be limited to recent changes. */
export interface ChangesSinceOptions extends RequestOptions {
  /**
   * Only what has changed since this time, including what has been deleted; an empty list if nothing has. Not in the future, and on
   * Synnefo at most an hour ago. A string must be ISO 8601 with a UTC offset.
   */
  readonly changesSince?: Date | string | undefined
}

/**
 * The query parameter `changes-since`.
 *
 * @param limitMs how far back the cloud allows it.
 * @throws {InvalidArgumentError} for a time that the cloud would reject: without an offset, too long ago, or in the future.
 */
export function changesSinceQuery(since: Date | string | undefined, limitMs: number = Number.POSITIVE_INFINITY): Query {
  if (since === undefined) return {}
  const parameter = 'changesSince'
  if (typeof since === 'string' && !/T.*(?:Z|[+-]\d\d:?\d\d)$/i.test(since))
    rejectArgument(parameter, `must be a Date, or ISO 8601 with a UTC offset such as "Z"; got ${formatValue(since)}`)
  const age = Date.now() - new Date(since).getTime()
  if (Number.isNaN(age)) rejectArgument(parameter, `must be a valid date; got ${formatValue(since)}`)
  if (age > limitMs + CLOCKS_DIFFER_MS)
    rejectArgument(
      parameter,
      `must be at most ${limitMs / 60_000} minutes ago, or the cloud rejects it. List everything instead`,
    )
  if (age < -CLOCKS_DIFFER_MS) rejectArgument(parameter, `must not be in the future; got ${formatValue(since)}`)
  return { 'changes-since': typeof since === 'string' ? since : isoDate(since) }
}
