import { InvalidArgumentError } from './errors/invalid-argument-error.ts'

function show(value: unknown): string {
  if (typeof value === 'string') return value === '' ? 'an empty text' : JSON.stringify(value.slice(0, 60))
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value === null || value === undefined) return String(value)
  return Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`
}

function refuse(parameter: string, wanted: string, value: unknown): never {
  throw new InvalidArgumentError(`${parameter} must be ${wanted}, not ${show(value)}`, { parameter })
}

/** A text with at least one character. */
export function requireText(value: string, parameter: string): string {
  return typeof value === 'string' && value !== '' ? value : refuse(parameter, 'a text that is not empty', value)
}

/** 0, 1, 2 ... up to 2^53-1. */
export function requireNonNegativeInteger(value: number, parameter: string): number {
  return Number.isSafeInteger(value) && value >= 0 ? value : refuse(parameter, 'an integer of 0 or more', value)
}

/** 1, 2, 3 ... up to 2^53-1. */
export function requirePositiveInteger(value: number, parameter: string): number {
  return Number.isSafeInteger(value) && value >= 1 ? value : refuse(parameter, 'an integer of 1 or more', value)
}

/** A number of milliseconds: finite and not negative. */
export function requireMilliseconds(value: number, parameter: string): number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
    ? value
    : refuse(parameter, 'a number of milliseconds, 0 or more', value)
}

/** One of a closed set of words. */
export function requireOneOf<T extends string>(value: T, choices: readonly T[], parameter: string): T {
  return choices.includes(value)
    ? value
    : refuse(parameter, `one of ${choices.map((choice) => `'${choice}'`).join(', ')}`, value)
}

/** An id: a text that is not empty, or an integer. */
export function requireId<T extends string | number | bigint>(value: T, parameter: string): T {
  const good = typeof value === 'string' ? value !== '' : typeof value === 'bigint' || Number.isSafeInteger(value)
  return good ? value : refuse(parameter, 'an id', value)
}

/** A Date that holds a date. */
export function requireDate(value: Date, parameter: string): Date {
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value : refuse(parameter, 'a valid Date', value)
}
