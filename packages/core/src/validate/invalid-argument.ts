import { InvalidArgumentError } from '../errors/client-errors.ts'

/**
 * Rejects an argument before anything is sent. `problem` says what it must be, or what to do instead:
 * `rejectArgument('size', 'must be a positive integer; got 0')`.
 *
 * @throws {InvalidArgumentError} always.
 */
export function rejectArgument(parameter: string, problem: string): never {
  throw new InvalidArgumentError(`${parameter} ${problem}`, { parameter })
}

/** Whether a value is a promise, or a list, whose `await` is missing. */
export function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'then') === 'function'
}

/** What an error says, or whatever else was thrown. */
export function reasonOf(thrown: unknown): string {
  if (typeof thrown === 'string') return thrown
  const message: unknown = typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, 'message') : undefined
  return typeof message === 'string' ? message : formatValue(thrown)
}

/** A value for a message: strings quoted and truncated, arrays and objects by their kind only. */
export function formatValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : value.toISOString()
  if (typeof value === 'function') return 'a function'
  if (isThenable(value)) return 'a Promise. Is an await missing?'
  return Array.isArray(value) ? 'an array' : typeof value === 'object' && value !== null ? 'an object' : String(value)
}
