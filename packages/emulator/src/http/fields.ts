import { isShortInteger } from '../python/values.ts'
import { badRequest, internalServerError } from './fault.ts'
import { isObject, type JsonObject } from './json-body.ts'

interface Kinds {
  any: unknown
  string: string
  object: JsonObject
  list: readonly unknown[]
  boolean: boolean
  /** Python's `(basestring, int)`: booleans are integers there, what takes more than 64 bits and floats are not. */
  'string or integer': string | number | bigint | boolean
}

const CHECKS: { readonly [K in keyof Kinds]: (value: unknown) => boolean } = {
  any: () => true,
  string: (value) => typeof value === 'string',
  object: isObject,
  list: Array.isArray,
  boolean: (value) => typeof value === 'boolean',
  'string or integer': (value) => typeof value === 'string' || isShortInteger(value),
}

/** A member that may be missing or null. @throws {Fault} 400 if it is of another kind, 500 if `from` is not an object. */
export function optional<K extends keyof Kinds>(from: unknown, name: string, kind: K): Kinds[K] | undefined {
  // The server calls .get() on whatever came.
  if (!isObject(from)) throw internalServerError()
  const value = Object.hasOwn(from, name) ? from[name] : undefined
  if (value === undefined || value === null) return undefined
  if (!CHECKS[kind](value)) throw badRequest(`Malformed request. Invalid '${name}' field`)
  return value as Kinds[K]
}

/** A member that must be there. @throws {Fault} 400 if it is missing, null or of another kind, 500 if `from` is not an object. */
export function attribute<K extends keyof Kinds>(from: unknown, name: string, kind: K): Kinds[K] {
  const value = optional(from, name, kind)
  if (value === undefined) throw badRequest(`Malformed request. Missing attribute '${name}'.`)
  return value
}

/** What no column of characters can hold: a zero byte, or half of a character. */
const UNSTORABLE = /\0|\p{Surrogate}/u

/** Can the database hold these strings? */
export function isStorable(...strings: readonly (string | null)[]): boolean {
  return strings.every((one) => one === null || !UNSTORABLE.test(one))
}

/** @throws {Fault} 500 for a string that the database rejects, whatever the server thinks of it */
export function requireStorable(...strings: readonly (string | null)[]): void {
  if (!isStorable(...strings)) throw internalServerError()
}
