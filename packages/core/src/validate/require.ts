import { formatValue, rejectArgument } from './invalid-argument.ts'

/** What a text may be like. */
export interface StringLimits {
  /** In characters (code points), as Synnefo counts them. Default: any number. */
  readonly maxLength?: number | undefined
  /** Default false. */
  readonly allowEmpty?: boolean | undefined
}

/** A text, with at least one character unless it may be empty. */
export function requireString(value: string, parameter: string, limits: StringLimits = {}): string {
  const { maxLength = Number.POSITIVE_INFINITY, allowEmpty = false } = limits
  if (typeof value !== 'string' || (value === '' && !allowEmpty))
    rejectArgument(parameter, `must be text${allowEmpty ? '' : ' that is not empty'}; got ${formatValue(value)}`)
  if (value.length <= maxLength) return value
  const length = [...value].length
  return length <= maxLength
    ? value
    : rejectArgument(parameter, `must be at most ${maxLength} characters long; it has ${length}`)
}

/** 0, 1, 2 ... up to 2^53-1. */
export function requireNonNegativeInteger(value: number, parameter: string): number {
  return Number.isSafeInteger(value) && value >= 0
    ? value
    : rejectArgument(parameter, `must be an integer of 0 or more; got ${formatValue(value)}`)
}

/** 1, 2, 3 ... up to 2^53-1. */
export function requirePositiveInteger(value: number, parameter: string): number {
  return Number.isSafeInteger(value) && value >= 1
    ? value
    : rejectArgument(parameter, `must be an integer of 1 or more; got ${formatValue(value)}`)
}

/** A number of milliseconds: finite and not negative. */
export function requireMilliseconds(value: number, parameter: string): number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
    ? value
    : rejectArgument(parameter, `must be a number of milliseconds, 0 or more; got ${formatValue(value)}`)
}

/** `true` or `false`. Synnefo takes any text for true. */
export function requireBoolean(value: boolean, parameter: string): boolean {
  return typeof value === 'boolean'
    ? value
    : rejectArgument(parameter, `must be true or false; got ${formatValue(value)}`)
}

/** One of a closed set of words. */
export function requireOneOf<T extends string>(value: string, choices: readonly T[], parameter: string): T {
  const found = choices.find((choice) => choice === value)
  const words = (): string => choices.map((choice) => `'${choice}'`).join(', ')
  return found ?? rejectArgument(parameter, `must be one of ${words()}; got ${formatValue(value)}`)
}

/**
 * An id that can stand in a path: text that is not blank, or an integer of 0 or more. An empty one would address the collection in
 * place of the item.
 */
export function requireId<T extends string | number | bigint>(value: T, parameter: string): T {
  const good =
    typeof value === 'string'
      ? value.trim() !== ''
      : (typeof value === 'bigint' || Number.isSafeInteger(value)) && Number(value) >= 0
  return good
    ? value
    : rejectArgument(parameter, `must be an id, as a reply of the API gives it; got ${formatValue(value)}`)
}

/** A Date that holds a date. */
export function requireDate(value: Date, parameter: string): Date {
  return value instanceof Date && !Number.isNaN(value.getTime())
    ? value
    : rejectArgument(parameter, `must be a valid Date; got ${formatValue(value)}`)
}

/** A list. */
export function requireArray<T>(value: readonly T[], parameter: string): readonly T[] {
  return Array.isArray(value) ? value : rejectArgument(parameter, `must be a list; got ${formatValue(value)}`)
}

/** An object whose values are all strings, and whose keys are not empty. */
export function requireStringValues<T extends Readonly<Record<string, string>>>(object: T, parameter: string): T {
  if (typeof object !== 'object' || object === null || Array.isArray(object))
    rejectArgument(parameter, `must be an object with string values; got ${formatValue(object)}`)
  for (const [key, value] of Object.entries(object)) {
    if (key === '') rejectArgument(parameter, 'must not have an empty key')
    if (typeof value !== 'string') rejectArgument(`${parameter}.${key}`, `must be a string; got ${formatValue(value)}`)
  }
  return object
}

/** The number of an IPv4 address; undefined unless it is four decimal numbers up to 255, without leading zeros. */
export function parseIpv4(address: string): number | undefined {
  const octets = address.split('.')
  const valid = octets.every((octet) => /^(?:0|[1-9]\d{0,2})$/.test(octet) && Number(octet) < 256)
  return valid && octets.length === 4 ? octets.reduce((number, octet) => number * 256 + Number(octet), 0) : undefined
}

/** An IPv4 address. */
export function requireIpv4(value: string, parameter: string): string {
  const valid = typeof value === 'string' && parseIpv4(value) !== undefined
  return valid ? value : rejectArgument(parameter, `must be an IPv4 address; got ${formatValue(value)}`)
}
