import { InvalidArgumentError } from '../errors/client-errors.ts'
import { formatValue, isThenable, rejectArgument } from './invalid-argument.ts'
import { nearestName } from './near.ts'

/** Limits of a string argument. */
export interface StringLimits {
  /** In characters (code points), as Synnefo counts them. Default: no limit. */
  readonly maxLength?: number | undefined
  /** Default false. */
  readonly allowEmpty?: boolean | undefined
}

/** Of a string that cannot be sent as UTF-8. */
export const unpaired = 'must not contain an unpaired surrogate, which is not valid Unicode'

/** A string, not empty unless `allowEmpty` is set. */
export function requireString(value: string, parameter: string, limits: StringLimits = {}): string {
  const { maxLength = Number.POSITIVE_INFINITY, allowEmpty = false } = limits
  if (typeof value !== 'string' || (value === '' && !allowEmpty))
    rejectArgument(parameter, `must be a ${allowEmpty ? '' : 'non-empty '}string; got ${formatValue(value)}`)
  if (/\p{Surrogate}/u.test(value)) rejectArgument(parameter, unpaired)
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
    : rejectArgument(parameter, `must be a non-negative integer; got ${formatValue(value)}`)
}

/** 1, 2, 3 ... up to 2^53-1. */
export function requirePositiveInteger(value: number, parameter: string): number {
  return Number.isSafeInteger(value) && value >= 1
    ? value
    : rejectArgument(parameter, `must be a positive integer; got ${formatValue(value)}`)
}

/** A number of milliseconds: finite and not negative. */
export function requireMilliseconds(value: number, parameter: string): number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
    ? value
    : rejectArgument(parameter, `must be a non-negative number of milliseconds; got ${formatValue(value)}`)
}

/** `true` or `false`. Synnefo treats any string as true. */
export function requireBoolean(value: boolean, parameter: string): boolean {
  return typeof value === 'boolean'
    ? value
    : rejectArgument(parameter, `must be true or false; got ${formatValue(value)}`)
}

/** One of a closed set of strings. */
export function requireOneOf<T extends string>(value: string, choices: readonly T[], parameter: string): T {
  const found = choices.find((choice) => choice === value)
  const allowed = (): string => choices.map((choice) => `'${choice}'`).join(', ')
  return found ?? rejectArgument(parameter, `must be one of ${allowed()}; got ${formatValue(value)}`)
}

/**
 * An id that can be a path segment: a string that is not blank, or a non-negative integer. An empty id would address the collection
 * instead of the item.
 */
export function requireId<T extends string | number | bigint>(value: T, parameter: string): T {
  const valid =
    typeof value === 'string'
      ? value.trim() !== ''
      : (typeof value === 'bigint' || Number.isSafeInteger(value)) && Number(value) >= 0
  return valid
    ? value
    : rejectArgument(parameter, `must be a non-empty string or a non-negative integer; got ${formatValue(value)}`)
}

/** A valid Date. */
export function requireDate(value: Date, parameter: string): Date {
  return value instanceof Date && !Number.isNaN(value.getTime())
    ? value
    : rejectArgument(parameter, `must be a valid Date; got ${formatValue(value)}`)
}

/** An object, and neither an array nor a promise. */
export function requireObject<T extends object>(value: T, parameter: string): T {
  const valid = typeof value === 'object' && value !== null && !Array.isArray(value) && !isThenable(value)
  return valid ? value : rejectArgument(parameter, `must be an object; got ${formatValue(value)}`)
}

/**
 * The options bag of a call, empty if it was left out. What it inherits, accessors of its class too, are properties of the object that is
 * returned: spreading what was passed would lose them.
 *
 * @throws {InvalidArgumentError} for what holds no options, such as a signal or a Map.
 */
export function requireOptions<T extends object>(options: T | undefined, parameter = 'options'): T {
  if (options === undefined) return {} as T
  const kind = Object.prototype.toString.call(requireObject(options, parameter)).slice(8, -1)
  if (kind !== 'Object' && kind !== 'Module')
    rejectArgument(parameter, `must be an object of options, such as { signal }; got one of type ${kind}`)
  return isEndOfChain(Object.getPrototypeOf(options)) ? options : flattened(options)
}

/** Whether it is the prototype of all objects, of this realm or another, or none. */
function isEndOfChain(object: object | null): object is null {
  return object === null || Object.hasOwn(object, 'isPrototypeOf')
}

function flattened<T extends object>(options: T): T {
  const flat = new Map<string, unknown>()
  for (let from: object | null = options; !isEndOfChain(from); from = Object.getPrototypeOf(from))
    for (const [name, { enumerable, get }] of Object.entries(Object.getOwnPropertyDescriptors(from)))
      if (enumerable || get !== undefined) flat.set(name, Reflect.get(options, name))
  return Object.fromEntries(flat) as T
}

/** What checks the value of an option: a function of this file, or one like it. */
type Check = (value: never, parameter: string) => unknown

/** The names of all options of a type, and what checks their values: the compiler sees to it that none is missing. */
export type OptionNames<T> = Readonly<Record<keyof T, true | Check>>

/**
 * The options bag of a call, empty if it was left out, without other options than these: they would be ignored.
 *
 * @param isAll whether `names` are just those of the call, not those of several: the message then lists them.
 * @throws {InvalidArgumentError} for another name, with the one that was probably meant, and for a value that its check rejects.
 */
export function requireKnownOptions<T extends object>(
  options: T | undefined,
  names: OptionNames<T>,
  isAll: boolean = true,
): T {
  const given = requireOptions(options)
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue
    if (!Object.hasOwn(names, name)) rejectName('option', name, '', Object.keys(names), isAll)
    const check = names[name as keyof T]
    if (check !== true) check(value as never, name)
  }
  return given
}

/** An object without other fields than these, which would be ignored; `prefix` names it in messages (`networks[2].`). */
export function requireKnownFields<T extends object>(object: T, allowed: readonly string[], prefix: string): T {
  requireObject(object, prefix.replace(/\.$/, '') || 'the argument')
  const unknown = Object.keys(object).find((field) => !allowed.includes(field))
  return unknown === undefined ? object : rejectName('field', unknown, prefix, allowed)
}

function rejectName(
  kind: 'field' | 'option',
  name: string,
  prefix: string,
  allowed: readonly string[],
  isAll: boolean = true,
): never {
  const parameter = `${prefix}${name}`
  const near = nearestName(name, allowed)
  const meant = near === undefined ? '' : ` Did you mean '${near}'?`
  const all = isAll ? ` Allowed ${kind}s: ${allowed.join(', ')}` : ''
  const cure = meant === '' && all === '' ? ' It would be ignored: leave it out' : `${meant}${all}`
  throw new InvalidArgumentError(`Unknown ${kind} '${parameter}'.${cure}`, { parameter })
}

/** An AbortSignal, and not the AbortController itself, nor what has only a part of one. */
export function requireSignal(signal: AbortSignal): AbortSignal {
  return typeof signal?.addEventListener === 'function' &&
    typeof signal.removeEventListener === 'function' &&
    typeof signal.throwIfAborted === 'function'
    ? signal
    : rejectArgument('signal', `must be an AbortSignal, such as controller.signal; got ${formatValue(signal)}`)
}

/** A function. */
export function requireFunction<T>(value: T, parameter: string): T {
  return typeof value === 'function'
    ? value
    : rejectArgument(parameter, `must be a function; got ${formatValue(value)}`)
}

/** An array. */
export function requireArray<T>(value: readonly T[], parameter: string): readonly T[] {
  return Array.isArray(value) ? value : rejectArgument(parameter, `must be an array; got ${formatValue(value)}`)
}

/** An object with string values and without an empty key. */
export function requireStringValues<T extends Readonly<Record<string, string>>>(object: T, parameter: string): T {
  if (typeof object !== 'object' || object === null || Array.isArray(object) || isThenable(object))
    rejectArgument(parameter, `must be an object with string values; got ${formatValue(object)}`)
  for (const [key, value] of Object.entries(object)) {
    if (key === '') rejectArgument(parameter, 'must not have an empty key')
    if (typeof value !== 'string') rejectArgument(`${parameter}.${key}`, `must be a string; got ${formatValue(value)}`)
  }
  return object
}

/** An IPv4 address as a number; undefined unless it is four decimal numbers from 0 to 255 without leading zeros. */
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
