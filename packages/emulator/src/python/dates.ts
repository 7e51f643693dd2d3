import { OverflowError } from './int.ts'
import { strip } from './text.ts'

/** `datetime.isoformat()` of a UTC time: microseconds unless they are zero, then `+00:00`. */
export function isoDate(ms: number): string {
  const whole = Math.floor(ms)
  const second = Math.floor(whole / 1000)
  const micros = (whole - second * 1000) * 1000 + Math.round((ms - whole) * 1000)
  return `${dateTime(second)}${micros === 0 ? '' : `.${String(micros).padStart(6, '0')}`}+00:00`
}

/** What lists repeat: most of their things are of the same few seconds. */
const last = { second: Number.NaN, text: '' }

/** `2026-11-23T08:07:41` */
function dateTime(second: number): string {
  if (last.second !== second) {
    last.text = new Date(second * 1000).toISOString().slice(0, 19)
    last.second = second
  }
  return last.text
}

/** `2026-11-23T08:07:41+00:00`: whole seconds. */
export function isoSeconds(ms: number): string {
  return `${dateTime(Math.floor(ms / 1000))}+00:00`
}

/** `Mon, 23 Nov 2026 08:07:41 GMT` */
export function httpDate(ms: number): string {
  return new Date(ms).toUTCString()
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const DAY = '(?<day>\\d{2})'
const LOOSE_DAY = '(?<day>[ \\d]\\d)'
const MONTH = '(?<month>\\w{3})'
const TIME = '(?<hour>\\d{2}):(?<minute>\\d{2}):(?<second>\\d{2})'
/** Python's `$` also matches before a line feed at the end. */
const END = '\\n?$'
const FORMS: readonly RegExp[] = [
  new RegExp(`^\\w{3}, ${DAY} ${MONTH} (?<year>\\d{4}) ${TIME} GMT${END}`),
  new RegExp(`^\\w{6,9}, ${DAY}-${MONTH}-(?<year>\\d{2}) ${TIME} GMT${END}`),
  new RegExp(`^\\w{3} ${MONTH} ${LOOSE_DAY} ${TIME} (?<year>\\d{4})${END}`),
]

/** Whole seconds since 1970 of an RFC 1123, RFC 850 or asctime date; undefined if it is none. */
export function parseHttpDate(text: string): number | undefined {
  for (const form of FORMS) {
    const found = form.exec(text)?.groups
    if (!found) continue
    const month = MONTHS.indexOf((found['month'] ?? '').toLowerCase())
    const [day, hour, minute, second] = ['day', 'hour', 'minute', 'second'].map((part) => Number(found[part]))
    let year = Number(found['year'])
    if (year < 70) year += 2000
    else if (year < 100) year += 1900
    if (month < 0 || day === undefined || hour === undefined || minute === undefined || second === undefined) return
    if (hour > 23 || minute > 59 || second > 59) return
    const date = new Date(Date.UTC(year, month, day, hour, minute, second))
    return date.getUTCDate() === day ? date.getTime() / 1000 : undefined
  }
  return
}

const DATE_TIME =
  /^(\d{4})-?(\d\d)-?(\d\d)[Tt ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|z|UTC|GMT|([+-])(\d\d):?(\d\d)?)$/

/**
 * A date with a time and an offset, in milliseconds since 1970, as `dateutil` reads the usual forms of ISO 8601 and that of HTTP
 * headers. Undefined where the server says that it is not valid, as it does of a date without an offset.
 * @throws {OverflowError} for a number that is too large for a year
 */
export function parseDateTime(given: string): number | undefined {
  const text = strip(given)
  if (/^[+-]?\d+$/.test(text) && ![6, 8, 12, 14].includes(text.length) && BigInt(text) > 2n ** 31n - 1n)
    throw new OverflowError()
  const found = DATE_TIME.exec(text)
  if (!found) {
    const seconds = parseHttpDate(text)
    return seconds === undefined || !text.endsWith('GMT') ? undefined : seconds * 1000
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part) => Number(part ?? 0))
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  const isThere = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  if (!isThere || hour > 23 || minute > 59 || second > 59) return undefined
  const offset = (found[9] === '-' ? -1 : 1) * (Number(found[10] ?? 0) * 60 + Number(found[11] ?? 0))
  if (Math.abs(offset) >= 24 * 60) return undefined
  return date.getTime() - offset * 60_000 + Number(`0.${found[7] ?? 0}`) * 1000
}

/** `1322813441.565891`: a time in microseconds as the decimal seconds that listings show. */
export function decimalSeconds(micros: number): string {
  const seconds = Math.floor(micros / 1e6)
  return `${seconds}.${String(micros - seconds * 1e6).padStart(6, '0')}`
}
