import { badRequest, Fault } from '../frame/fault.ts'
import type { Call } from '../frame/request.ts'

/** POLL_LIMIT: how old a `changes-since` may be, in milliseconds. */
const POLL_LIMIT = 3600_000

/**
 * The time of `changes-since`, undefined if it is not asked for.
 * @throws {Fault} 400 no date, no UTC offset, too old, in the future
 */
export function changesSince(call: Call, now: number): number | undefined {
  const text = call.query.get('changes-since')
  if (!text) return undefined
  const zoned = /(?:Z|GMT|UTC|[+-]\d\d:?\d\d)$/i.test(text.trim())
  const time = Date.parse(text)
  if (!zoned || Number.isNaN(time)) throw badRequest('Invalid changes-since parameter.')
  if (time > now) throw badRequest('changes-since value set in the future.')
  if (now - time > POLL_LIMIT) throw badRequest('Too old changes-since value.')
  return time
}

/**
 * What a list shows: without `changes-since` what is not deleted, else what changed since, deleted or not.
 * @throws {Fault} 304 if nothing did
 */
export function listed<T>(
  call: Call,
  now: number,
  items: readonly T[],
  of: (item: T) => { updated: number; deleted: boolean },
): T[] {
  const since = changesSince(call, now)
  if (since === undefined) return items.filter((item) => !of(item).deleted)
  const changed = items.filter((item) => of(item).updated >= since)
  if (changed.length === 0) throw new Fault(304, 'notModified', '')
  return changed
}
