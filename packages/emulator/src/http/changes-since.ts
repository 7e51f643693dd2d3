import type { Clock } from '../base/clock.ts'
import { badRequest } from '../http/fault.ts'
import type { Call } from '../http/request.ts'
import { empty, type HttpResponse } from '../http/response.ts'
import { httpDate } from '../python/dates.ts'

/** POLL_LIMIT: how far back a caller may ask, in milliseconds. */
const POLL_LIMIT = 3600_000

const DATE = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d\d(?::?\d\d)?)$/i

/**
 * Milliseconds since 1970 of the `changes-since` that came; undefined if none did (an empty one is none).
 * @throws {Fault} 400 if it is no date with an offset, in the future or more than an hour old
 */
export function changesSince(call: Call, clock: Clock): number | undefined {
  const asked = call.query.get('changes-since')
  if (!asked) return undefined
  const since = parseDate(asked.trim())
  if (since === undefined) throw badRequest('Invalid changes-since parameter.')
  const now = clock.now()
  if (since > now) throw badRequest('changes-since value set in the future.')
  if (now - since > POLL_LIMIT) throw badRequest('Too old changes-since value.')
  return since
}

function parseDate(text: string): number | undefined {
  const found = DATE.exec(text)
  if (!found) return httpDateTime(text)
  const [, day, time, seconds = '00', fraction = '', zone = ''] = found
  const offset = /^z$/i.test(zone) ? 'Z' : zone.length === 3 ? `${zone}:00` : zone.replace(/^(...):?(..)$/, '$1:$2')
  const whole = Date.parse(`${day}T${time}:${seconds}${offset}`)
  if (Number.isNaN(whole)) return undefined
  return whole + (fraction === '' ? 0 : Number(`0.${fraction}`) * 1000)
}

/** A date as it stands in an HTTP header is taken as well. */
function httpDateTime(text: string): number | undefined {
  const time = /\sGMT$/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) ? undefined : time
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
