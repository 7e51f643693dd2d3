import { formatValue, rejectArgument } from '../validate/invalid-argument.ts'
import { unpaired } from '../validate/require.ts'

declare const encoded: unique symbol

/** A path below an endpoint with percent-encoded segments. Created by {@link path} or {@link encodedPath}. */
export type Path = string & { readonly [encoded]: true }

const dotSegment = /^(?:\.|%2e){1,2}$/i

/**
 * Builds a path in which each `${}` is exactly one segment, or part of one: its value is percent-encoded, slashes included.
 *
 *     path`servers/${id}/metadata/${key}`
 *
 * @throws {InvalidArgumentError} for an empty segment, `.` or `..` (which would change the path), a string with an unpaired surrogate,
 * and a number that is not an integer.
 */
export function path(strings: TemplateStringsArray, ...segments: (string | number | bigint)[]): Path {
  let result = strings[0] ?? ''
  for (const [index, segment] of segments.entries()) result += encodeSegment(segment) + (strings[index + 1] ?? '')
  remember(result, strings)
  return encodedPath(result)
}

/**
 * Uses a string that is percent-encoded already as a path, such as a Pithos object name with its slashes.
 *
 * @throws {InvalidArgumentError} for `.` and `..` segments, also as `%2e`: URL parsers remove them. For a service that decodes `%2F`, as
 * Pithos does, write the slash next to such a segment as `%2F`.
 */
export function encodedPath(value: string): Path {
  if (typeof value !== 'string') reject(`must be a string; got ${formatValue(value)}`)
  if (/[?#\s]/.test(value))
    reject(`must not contain '?', '#' or whitespace; got ${JSON.stringify(value)}. Use the query option`)
  if (value.split(/[/\\]/).some((segment) => dotSegment.test(segment)))
    reject(`must not contain '.' or '..' segments; got ${JSON.stringify(value)}`)
  return value as Path
}

/** What paths of late were built from. Bounded: whoever keeps one for longer has it described by {@link templateOf} as well as that can be. */
const recent = new Map<string, readonly string[]>()
const mostRecent = 1_000

function remember(value: string, strings: readonly string[]): void {
  if (recent.size >= mostRecent) for (const oldest of recent.keys()) if (recent.delete(oldest)) break
  recent.set(value, strings)
}

/** A path without what varies in it: `servers/{id}/metadata/{id}`. */
export function templateOf(value: string): string {
  const strings = recent.get(value)
  if (strings !== undefined) return strings.join('{id}')
  const isId = (segment: string): boolean => /^\d+$|^[\da-f-]{16,}$|%/i.test(segment)
  return value.replace(/[^/]+/g, (segment) => (isId(segment) ? '{id}' : segment))
}

function encodeSegment(segment: string | number | bigint): string {
  if (typeof segment === 'number' && !Number.isSafeInteger(segment))
    reject(`must not contain a number that is not an integer; got ${segment}`)
  if (typeof segment !== 'string' && typeof segment !== 'number' && typeof segment !== 'bigint')
    reject(`must not have ${formatValue(segment)} as a segment. Is an id or name missing?`)
  const value = String(segment)
  if (value === '' || value === '.' || value === '..')
    reject(`must not have ${JSON.stringify(segment)} as a segment. Is an id or name missing?`)
  return percentEncode(value, 'path')
}

function reject(problem: string): never {
  rejectArgument('path', problem)
}

/** `encodeURIComponent`. @throws {InvalidArgumentError} for an unpaired surrogate, which a URL cannot hold. */
export function percentEncode(value: string, parameter: string): string {
  try {
    return encodeURIComponent(value)
  } catch {
    return rejectArgument(parameter, unpaired)
  }
}
