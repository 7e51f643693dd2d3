/** `datetime.isoformat()` of a UTC time: microseconds unless they are zero, then `+00:00`. */
export function isoDate(ms: number): string {
  const whole = Math.floor(ms)
  const micros = Math.round((ms - whole) * 1000)
  const base = new Date(whole).toISOString()
  const fraction = base.slice(20, 23) + String(micros).padStart(3, '0')
  return `${base.slice(0, 19)}${fraction === '000000' ? '' : `.${fraction}`}+00:00`
}

/** `2026-11-23T08:07:41+00:00`: whole seconds. */
export function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}+00:00`
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

/** `1322813441.565891`: a time in microseconds as the decimal seconds that listings show. */
export function decimalSeconds(micros: number): string {
  const seconds = Math.floor(micros / 1e6)
  return `${seconds}.${String(micros - seconds * 1e6).padStart(6, '0')}`
}
