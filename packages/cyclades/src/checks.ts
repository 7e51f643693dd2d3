import { InvalidArgumentError } from '@kamaki/core'

/** Refuses an argument before anything is sent, naming it and saying what to do instead. */
export function refuse(parameter: string, problem: string): never {
  throw new InvalidArgumentError(`${parameter} ${problem}`, { parameter })
}

/**
 * An id that can stand in a path: text that is not empty, or a whole number. An empty one would address the
 * collection instead of the item.
 */
export function checkId(id: number | string, parameter: string): number | string {
  if (typeof id === 'string' ? id.trim() === '' : !Number.isSafeInteger(id) || id < 0) {
    refuse(parameter, `must be an id, as an answer of the API gives it; got ${describe(id)}`)
  }
  return id
}

/** Text of at most `max` characters that is not empty. */
export function checkName(name: string, parameter: string, max: number): string {
  if (typeof name !== 'string' || name === '')
    refuse(parameter, `must be text that is not empty; got ${describe(name)}`)
  if (characters(name) > max) refuse(parameter, `must be at most ${max} characters long; it has ${characters(name)}`)
  return name
}

/** One of a closed list of words. */
export function checkOneOf<T extends string>(value: string, parameter: string, allowed: readonly T[], more = ''): T {
  const found = allowed.find((word) => word === value)
  return found ?? refuse(parameter, `must be one of ${allowed.join(', ')}; got ${describe(value)}${more}`)
}

/**
 * A key or tag that travels in a path. The server takes a trailing `json` or `xml` there, together with the
 * character before it, for a wish about the format, and would act on what is left.
 */
export function checkPathKey(key: string, parameter: string, instead: string): string {
  if (typeof key !== 'string' || key === '') refuse(parameter, `must be text that is not empty; got ${describe(key)}`)
  if (/[\s\S]{2}(?:json|xml)$/.test(key)) {
    refuse(
      parameter,
      `must not end in "json" or "xml", which the server cuts off together with the character before; ${instead}`,
    )
  }
  return key
}

/** The longest tag that the server can store: its column has 60 characters, of which its own prefix takes 14. */
export const MAX_TAG_LENGTH = 46

/** A tag that the server can store. */
export function checkTag(tag: string, parameter: string): string {
  checkName(tag, parameter, MAX_TAG_LENGTH)
  if (/[,/]/.test(tag)) refuse(parameter, `must hold neither "," nor "/"; got ${describe(tag)}`)
  return tag
}

/** An IPv4 address, which is what floating IPs are. */
export function checkIpv4(address: string, parameter: string): string {
  const parts = typeof address === 'string' ? address.split('.') : []
  const fits = parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)
  return fits ? address : refuse(parameter, `must be an IPv4 address; got ${describe(address)}`)
}

/** A size in GiB: a whole number above zero. */
export function checkSize(size: number | string, parameter: string): number {
  const number = typeof size === 'string' && /^\d+$/.test(size) ? Number(size) : size
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1) {
    refuse(parameter, `must be a whole number of GiB, 1 or more; got ${describe(size)}`)
  }
  return number
}

/** Metadata is text by text: other values end in a 500 or are silently turned into text. */
export function checkMetadata(
  metadata: Readonly<Record<string, string>>,
  parameter: string,
): Readonly<Record<string, string>> {
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) {
    refuse(parameter, `must be an object of texts; got ${describe(metadata)}`)
  }
  for (const [key, value] of Object.entries(metadata)) {
    if (key === '') refuse(parameter, 'must not have an empty key')
    if (typeof value !== 'string') refuse(`${parameter}.${key}`, `must be text; got ${describe(value)}`)
  }
  return metadata
}

/** A copy without the fields that are undefined. */
export function defined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}

export function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
  return Array.isArray(value) ? 'a list' : typeof value === 'object' && value !== null ? 'an object' : String(value)
}

/** The server counts characters, not UTF-16 units. */
function characters(text: string): number {
  return [...text].length
}
