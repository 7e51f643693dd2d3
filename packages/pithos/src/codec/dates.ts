/** An HTTP date of a header, or undefined where it is absent or not a date. */
export function httpDate(text: string | null): Date | undefined {
  if (text === null) return undefined
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : new Date(time)
}

/** A Date as conditional headers carry it: RFC 1123, whole seconds. */
export function toHttpDate(date: Date): string {
  return date.toUTCString()
}

/** Epoch seconds of a listing (`"1322813441.565891"`, or a number from SQLite) as a Date. */
export function epochDate(seconds: string | number): Date {
  return new Date(Math.round(Number(seconds) * 1000))
}
