import { InvalidArgumentError } from '../errors/client-errors.ts'

declare const encoded: unique symbol

/** A path below an endpoint whose segments are percent-encoded. Made by {@link path} or {@link encodedPath}. */
export type Path = string & { readonly [encoded]: true }

const dotSegment = /^(?:\.|%2e){1,2}$/i

/**
 * Builds a path in which each `${}` is exactly one segment, or part of one: whatever it holds is percent-encoded, slashes too.
 *
 *     path`servers/${id}/metadata/${key}`
 *
 * @throws {InvalidArgumentError} for an empty segment, `.` or `..` (these would make another path of it), text with a lone
 * surrogate, and numbers that are no integers.
 */
export function path(strings: TemplateStringsArray, ...segments: (string | number | bigint)[]): Path {
  let text = strings[0] ?? ''
  for (const [index, segment] of segments.entries()) text += encodeSegment(segment) + (strings[index + 1] ?? '')
  return encodedPath(text)
}

/**
 * Takes text for a path that is percent-encoded already, such as a Pithos object name with its slashes.
 *
 * @throws {InvalidArgumentError} for `.` and `..` segments, also as `%2e`: every URL parser would remove them. Where a service
 * decodes `%2F` (Pithos does), write the slash beside such a segment as `%2F`.
 */
export function encodedPath(text: string): Path {
  if (/[?#\s]/.test(text)) {
    throw new InvalidArgumentError(
      `A path has no '?', '#' or white space: ${JSON.stringify(text)}. Use the query option.`,
      {
        parameter: 'path',
      },
    )
  }
  if (text.split(/[/\\]/).some((segment) => dotSegment.test(segment))) {
    throw new InvalidArgumentError(`A path must not have '.' or '..' as a segment: ${JSON.stringify(text)}`, {
      parameter: 'path',
    })
  }
  return text as Path
}

function encodeSegment(segment: string | number | bigint): string {
  if (typeof segment === 'number' && !Number.isSafeInteger(segment)) {
    throw new InvalidArgumentError(`A number in a path must be an integer, not ${segment}`, { parameter: 'path' })
  }
  const text = String(segment)
  if (segment === undefined || segment === null || text === '' || text === '.' || text === '..') {
    throw new InvalidArgumentError(
      `${JSON.stringify(segment) ?? 'undefined'} cannot be a segment of a path (an id or name is missing?)`,
      {
        parameter: 'path',
      },
    )
  }
  return percentEncode(text)
}

function percentEncode(text: string): string {
  try {
    return encodeURIComponent(text)
  } catch (cause) {
    throw new InvalidArgumentError(
      'Text with a lone surrogate cannot be encoded as UTF-8',
      { parameter: 'path' },
      { cause },
    )
  }
}
