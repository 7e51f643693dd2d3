import type { Query } from '@kamaki/core'
import { describe, refuse } from './checks.ts'

/** How far back a Synnefo cloud looks, in milliseconds (its POLL_LIMIT). */
const LIMIT_MS = 3_600_000

/** Which form of a list to ask for. */
export interface DetailOption {
  /** Asks at `/detail`. On Synnefo the reply is the same: lists are always detailed. */
  detail?: boolean | undefined
}

/** A list of what has changed only. */
export interface ChangesOption {
  /**
   * Only what has changed since this moment, deleted ones included; an empty list when nothing has. At most an hour ago and not in
   * the future. Text must be ISO 8601 with a UTC offset.
   */
  changesSince?: Date | string | undefined
}

/** The `changes-since` of a query. A moment that the server would refuse is refused here. */
export function changesQuery({ changesSince: since }: ChangesOption): Query {
  if (since === undefined) return {}
  const parameter = 'changesSince'
  if (typeof since === 'string' && !/T.*(?:Z|[+-]\d\d:?\d\d)$/i.test(since))
    refuse(parameter, `must be a Date, or ISO 8601 with a UTC offset such as "Z"; got ${describe(since)}`)
  const age = Date.now() - new Date(since).getTime()
  if (Number.isNaN(age)) refuse(parameter, `is not a moment in time: ${describe(since)}`)
  if (age > LIMIT_MS)
    refuse(parameter, 'lies more than an hour back, which the cloud refuses; make a full list instead')
  if (age < 0) refuse(parameter, 'lies in the future')
  return { 'changes-since': typeof since === 'string' ? since : new Date(since) }
}
