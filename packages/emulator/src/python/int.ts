import { WHITE_SPACE } from './text.ts'
import { PythonFloat } from './values.ts'

/** 2^63-1: how Synnefo says "unlimited". `Infinity` is written so too. */
export const UNLIMITED = 9223372036854775807n

/** An integer, exact whatever its size: a bigint beyond 2^53. */
export type Integer = number | bigint

const SPACE = `[${WHITE_SPACE}]*`
const INTEGER = new RegExp(`^${SPACE}([+-]?)${SPACE}(\\p{Nd}+)${SPACE}$`, 'u')

/** What Python raises for numbers that no integer holds. The server does not expect it where it expects others: a 500. */
export class OverflowError extends Error {}

/**
 * Python's `int(value)`: white space around it, a sign and the digits of every script are fine; undefined where it raises something
 * that the server expects.
 * @throws {OverflowError} for an infinite float
 */
export function pythonInt(value: unknown): Integer | undefined {
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'bigint') return exact(String(value))
  if (value instanceof PythonFloat) return exact(String(BigInt(value.value)))
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return undefined
    if (!Number.isFinite(value)) throw new OverflowError('cannot convert float infinity to integer')
    return Math.trunc(value) + 0
  }
  const found = typeof value === 'string' ? INTEGER.exec(value) : null
  return found ? exact(`${found[1] === '-' ? '-' : ''}${asciiDigits(found[2] ?? '')}`) : undefined
}

function exact(digits: string): Integer {
  const value = Number(digits)
  // No minus zero.
  return Number.isSafeInteger(value) ? value + 0 : BigInt(digits)
}

function asciiDigits(text: string): string {
  return /^[0-9]*$/.test(text) ? text : [...text].map(digitOf).join('')
}

/** The digits of a script are ten in a row, and zero begins the row. */
function digitOf(char: string): number {
  let zero = char.codePointAt(0) ?? 0
  const point = zero
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
  return (point - zero) % 10
}

/** A query or header number as the server takes it: anything but a non-negative integer counts as not given. */
export function naturalNumber(text: string | undefined): number | undefined {
  const value = pythonInt(text)
  return value === undefined || value < 0 ? undefined : Number(value)
}

/** A JSON value that Python counts as an integer (booleans included); undefined for any other. */
export function exactInteger(value: unknown): bigint | undefined {
  if (typeof value === 'boolean') return value ? 1n : 0n
  if (typeof value === 'bigint') return value
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : undefined
}
