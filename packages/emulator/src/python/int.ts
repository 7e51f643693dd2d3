/** 2^63-1: how Synnefo says "unlimited". `Infinity` is written so too. */
export const UNLIMITED = 9223372036854775807n

/** Python's `int(value)`: surrounding white space and a sign are fine; undefined where it raises. */
export function pythonInt(value: unknown): number | undefined {
  if (typeof value === 'boolean' || typeof value === 'bigint') return Number(value)
  if (typeof value === 'number') return Number.isFinite(value) ? Math.trunc(value) : undefined
  if (typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value)) return Number(value)
  return undefined
}

/** A query or header number as the server takes it: anything but a non-negative integer counts as not given. */
export function naturalNumber(text: string | undefined): number | undefined {
  const value = pythonInt(text)
  return value === undefined || value < 0 ? undefined : value
}

/** A JSON value that Python counts as an integer (booleans included); undefined for any other. */
export function exactInteger(value: unknown): bigint | undefined {
  if (typeof value === 'boolean') return value ? 1n : 0n
  if (typeof value === 'bigint') return value
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : undefined
}
