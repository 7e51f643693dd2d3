/** The count in a header, or undefined where it is absent or not a number. */
export function readCount(headers: Headers, name: string): number | undefined {
  const text = headers.get(name)?.trim()
  return text !== undefined && /^\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined
}

/** The version in `X-Object-Version`, where it is a plain number. After a move the server sends `([38], 9L, 9L)`: undefined. */
export function readVersion(headers: Headers): number | undefined {
  return readCount(headers, 'x-object-version')
}

/** A date of a header or list, or undefined where it is absent or not a date. */
export function readDate(text: string | null | undefined): Date | undefined {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? undefined : new Date(time)
}

/** Epoch seconds of a list (`"1322813441.565891"`, or a number from SQLite) as a Date; undefined for anything else. */
export function epochDate(seconds: unknown): Date | undefined {
  const isText = typeof seconds === 'string' && /^\d+(?:\.\d*)?$/.test(seconds)
  if (!isText && typeof seconds !== 'number') return undefined
  const date = new Date(Math.round(Number(seconds) * 1000))
  return Number.isNaN(date.getTime()) ? undefined : date
}

/** A number of bytes or entries, or a version. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}
