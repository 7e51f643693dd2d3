import { internalServerError } from '../http/fault.ts'
import { pythonInt } from '../python/int.ts'

/** Python's `int()` of a JSON value; undefined for a string that is not a number. @throws {Fault} 500 for any other kind */
export function wholeNumber(value: unknown): number | undefined {
  const number = pythonInt(value)
  if (number === undefined && typeof value !== 'string') throw internalServerError()
  return number
}

/** Identifiers beyond what the database's integers hold make the server fail. @throws {Fault} 500 */
export function databaseId(digits: string): number {
  const id = Number(digits)
  if (id > 2 ** 31 - 1) throw internalServerError()
  return id
}
