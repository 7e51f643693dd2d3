import type { RequestOptions } from '../transport/options.ts'
import { formatValue, rejectArgument } from '../validate/invalid-argument.ts'
import { isoDate, type Query } from './query.ts'

/** How far back a Synnefo cloud looks, in milliseconds (its POLL_LIMIT). */
export const CHANGES_SINCE_LIMIT_MS = 3_600_000

/** By how much our clock and the cloud's may differ before a moment is surely wrong. */
const CLOCKS_DIFFER_MS = 60_000

/** A list of what has changed only. */
export interface ChangesSinceOptions extends RequestOptions {
  /**
   * Only what has changed since this moment, deleted ones included; an empty list when nothing has. Not in the future, and on a
   * Synnefo cloud at most an hour ago. Text must be ISO 8601 with a UTC offset.
   */
  readonly changesSince?: Date | string | undefined
}

/**
 * The `changes-since` of a query.
 *
 * @param limitMs how far back the cloud looks.
 * @throws {InvalidArgumentError} for a moment that the cloud would refuse: without an offset, too long ago, in the future.
 */
export function changesSinceQuery(since: Date | string | undefined, limitMs: number = Number.POSITIVE_INFINITY): Query {
  if (since === undefined) return {}
  const parameter = 'changesSince'
  if (typeof since === 'string' && !/T.*(?:Z|[+-]\d\d:?\d\d)$/i.test(since))
    rejectArgument(parameter, `must be a Date, or ISO 8601 with a UTC offset such as "Z"; got ${formatValue(since)}`)
  const age = Date.now() - new Date(since).getTime()
  if (Number.isNaN(age)) rejectArgument(parameter, `must be a moment in time; got ${formatValue(since)}`)
  if (age > limitMs + CLOCKS_DIFFER_MS)
    rejectArgument(
      parameter,
      `must be at most ${limitMs / 60_000} minutes ago, or the cloud refuses it; make a full list instead`,
    )
  if (age < -CLOCKS_DIFFER_MS) rejectArgument(parameter, `must not lie in the future; got ${formatValue(since)}`)
  return { 'changes-since': typeof since === 'string' ? since : isoDate(since) }
}
