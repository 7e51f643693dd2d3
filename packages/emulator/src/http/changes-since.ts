import type { Clock } from '../base/clock.ts'
import { badRequest } from '../http/fault.ts'
import type { Call } from '../http/request.ts'
import { empty, type HttpResponse } from '../http/response.ts'
import { httpDate, parseDateTime } from '../python/dates.ts'

/** POLL_LIMIT: how far back a caller may ask, in milliseconds. */
const POLL_LIMIT = 3600_000

/**
 * Milliseconds since 1970 of the `changes-since` that came; undefined if none did (an empty one is none).
 * @throws {Fault} 400 if it is no date with an offset, in the future or more than an hour old
 */
export function changesSince(call: Call, clock: Clock): number | undefined {
  const asked = call.query.get('changes-since')
  if (!asked) return undefined
  const since = parseDateTime(asked)
  if (since === undefined) throw badRequest('Invalid changes-since parameter.')
  const now = clock.now()
  if (since > now) throw badRequest('changes-since value set in the future.')
  if (now - since > POLL_LIMIT) throw badRequest('Too old changes-since value.')
  return since
}

/** Those that were changed since; without a date, those that are not deleted. Undefined: nothing changed. */
export function changed<T extends { readonly updated: number; readonly deleted: boolean }>(
  things: readonly T[],
  since: number | undefined,
): readonly T[] | undefined {
  if (since === undefined) return things.filter(({ deleted }) => !deleted)
  // Microseconds do not survive formatting and back in a double.
  const found = things.filter(({ updated }) => updated >= since - 0.0005)
  return found.length > 0 ? found : undefined
}

/** Was an image or a snapshot changed since? Its date is known to the second only. */
export function imageChanged(updatedAt: number, since: number | undefined): boolean {
  return since === undefined || Math.floor(updatedAt / 1000) * 1000 >= since
}

/** 304: nothing changed. */
export function notModified(clock: Clock): HttpResponse {
  return empty(304, { 'Last-Modified': httpDate(clock.now()) })
}
