import { internalServerError } from '../http/fault.ts'

/** Python's `int()` of a JSON value; null for text that is no number. @throws {Fault} 500 for what is neither text nor number */
export function wholeNumber(value: unknown): number | null {
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'number' && Number.isFinite(value)) return Math.trunc(value)
  if (typeof value !== 'string') throw internalServerError()
  return /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : null
}

/** A JSON value that Python counts as an integer (booleans included); undefined for any other. */
export function integer(value: unknown): bigint | undefined {
  if (typeof value === 'boolean') return value ? 1n : 0n
  if (typeof value === 'bigint') return value
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : undefined
}

/** Identifiers beyond what the database's integers hold make the server fail. @throws {Fault} 500 */
export function databaseId(digits: string): number {
  const id = Number(digits)
  if (id > 2 ** 31 - 1) throw internalServerError()
  return id
}
