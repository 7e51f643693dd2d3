import { internalServerError } from '../http/fault.ts'
import { type Integer, pythonInt } from '../python/int.ts'

/** Python's `int()` of a JSON value; undefined for a string that is not a number. @throws {Fault} 500 for any other kind */
export function wholeNumber(value: unknown): Integer | undefined {
  const number = pythonInt(value)
  if (number === undefined && typeof value !== 'string') throw internalServerError()
  return number
}
