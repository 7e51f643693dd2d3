/** Python's `int(text)`: surrounding white space and a sign are fine; undefined if it is no integer. */
export function pythonInt(text: string): number | undefined {
  const trimmed = text.trim()
  return /^[+-]?\d+$/.test(trimmed) ? Number(trimmed) : undefined
}

/** A query or header number as the server takes it: anything but a non-negative integer counts as not given. */
export function naturalNumber(text: string | undefined): number | undefined {
  const value = text === undefined ? undefined : pythonInt(text)
  return value === undefined || value < 0 ? undefined : value
}
