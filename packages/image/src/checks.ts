import { InvalidArgumentError } from '@kamaki/core'

/** Refuses an argument before anything is sent, naming it and saying what to do instead. */
export function refuse(parameter: string, problem: string): never {
  throw new InvalidArgumentError(`${parameter} ${problem}`, { parameter })
}

export function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
  return Array.isArray(value) ? 'a list' : typeof value === 'object' && value !== null ? 'an object' : String(value)
}

/** An image's id. An empty one would address the collection instead. */
export function checkId(id: string, parameter: string): string {
  return typeof id === 'string' && id.trim() !== ''
    ? id
    : refuse(parameter, `must be the id of an image, as a reply gives it; got ${describe(id)}`)
}

/** One of a closed list of words. */
export function checkOneOf(value: string, allowed: readonly string[], parameter: string): void {
  if (!allowed.includes(value)) refuse(parameter, `must be one of ${allowed.join(', ')}; got ${describe(value)}`)
}

/** The longest text that the registry stores. The server counts characters, not UTF-16 units. */
const MAX_VALUE = 256

/** Text that the registry can store. */
export function checkValue(value: string, parameter: string): string {
  if (typeof value !== 'string') refuse(parameter, `must be text; got ${describe(value)}`)
  const length = [...value].length
  return length <= MAX_VALUE
    ? value
    : refuse(parameter, `must be at most ${MAX_VALUE} characters long; it has ${length}`)
}

/** A name of an image, which may not be empty. */
export function checkName(name: string, parameter: string): string {
  return typeof name === 'string' && name !== ''
    ? checkValue(name, parameter)
    : refuse(parameter, `must be text that is not empty; got ${describe(name)}`)
}
