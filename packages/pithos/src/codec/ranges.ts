import {
  rejectArgument,
  requireArray,
  requireNonNegativeInteger,
  requireObject,
  requirePositiveInteger,
} from '@kamaki/core/toolkit'
import type { ByteRange } from '../model/conditions.ts'

function formatRange(range: ByteRange): string {
  // The server ignores a range that it cannot read and sends the whole object: such a range is rejected here.
  requireObject(range, 'range')
  if ('suffix' in range) return `-${requirePositiveInteger(range.suffix, 'range.suffix')}`
  const first = requireNonNegativeInteger(range.first, 'range.first')
  if (range.last === undefined) return `${first}-`
  if (requireNonNegativeInteger(range.last, 'range.last') < first)
    rejectArgument('range.last', `must not be below range.first, ${first}; got ${range.last}`)
  return `${first}-${range.last}`
}

/** Value of a Range header for one or several ranges. */
export function formatRanges(ranges: readonly ByteRange[]): string {
  if (requireArray(ranges, 'ranges').length === 0) rejectArgument('ranges', 'must have at least one range')
  return `bytes=${ranges.map(formatRange).join(',')}`
}

/**
 * The bytes that a range means in a content of `size` bytes, as [start, end). Undefined where any of it lies outside:
 * the server cuts nothing, it responds 416.
 */
export function resolveRange(range: ByteRange, size: number): { start: number; end: number } | undefined {
  formatRange(range)
  if ('suffix' in range) return range.suffix > size ? undefined : { start: size - range.suffix, end: size }
  const end = range.last === undefined ? size : range.last + 1
  return range.first >= size || end > size ? undefined : { start: range.first, end }
}

/** Reads a response's `Content-Range: bytes 0-9/100`. */
export function parseContentRange(
  text: string | null,
): { first: number; last: number; size: number | undefined } | undefined {
  const match = /^\s*bytes\s+(\d+)-(\d+)\/(\d+|\*)\s*$/.exec(text ?? '')
  if (match === null) return undefined
  return { first: Number(match[1]), last: Number(match[2]), size: match[3] === '*' ? undefined : Number(match[3]) }
}
