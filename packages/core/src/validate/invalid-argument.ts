import { InvalidArgumentError } from '../errors/client-errors.ts'

/**
 * Refuses an argument before anything is sent. `problem` says what it must be, or what to do instead:
 * `refuse('size', 'must be 1 or more; got 0')`.
 *
 * @throws {InvalidArgumentError} always.
 */
export function rejectArgument(parameter: string, problem: string): never {
  throw new InvalidArgumentError(`${parameter} ${problem}`, { parameter })
}

/** A value as messages show it: texts in quotes and cut where they are long, of lists and objects no more than that. */
export function formatValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : value.toISOString()
  if (typeof value === 'function') return 'a function'
  if (value instanceof Promise) return 'a Promise: is an await missing?'
  return Array.isArray(value) ? 'a list' : typeof value === 'object' && value !== null ? 'an object' : String(value)
}
