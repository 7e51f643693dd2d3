import { invalid } from '../invalid.ts'

/**
 * A range of bytes: `first` to `last`, both included and counted from 0; without `last` to the end; or the last
 * `suffix` bytes.
 */
export type ByteRange = { first: number; last?: number | undefined } | { suffix: number }

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0

function formatRange(range: ByteRange): string {
  // The server passes over a range that it cannot read and sends the whole object: such a range is refused here.
  if ('suffix' in range) {
    if (!isCount(range.suffix) || range.suffix === 0) throw invalid('range', 'range.suffix must be a positive integer')
    return `-${range.suffix}`
  }
  if (!isCount(range.first)) throw invalid('range', 'range.first must be a non-negative integer')
  if (range.last === undefined) return `${range.first}-`
  if (!isCount(range.last) || range.last < range.first) {
    throw invalid('range', 'range.last must be an integer that is not below range.first')
  }
  return `${range.first}-${range.last}`
}

/** Value of a Range header for one or several ranges. */
export function formatRanges(ranges: readonly ByteRange[]): string {
  if (ranges.length === 0) throw invalid('ranges', 'at least one range is needed')
  return `bytes=${ranges.map(formatRange).join(',')}`
}

/**
 * The bytes that a range means in a content of `size` bytes, as [start, end). Undefined where any of it lies outside:
 * the server cuts nothing, it answers 416.
 */
export function resolveRange(range: ByteRange, size: number): { start: number; end: number } | undefined {
  formatRange(range)
  if ('suffix' in range) return range.suffix > size ? undefined : { start: size - range.suffix, end: size }
  const end = range.last === undefined ? size : range.last + 1
  return range.first >= size || end > size ? undefined : { start: range.first, end }
}

/** Reads a reply's `Content-Range: bytes 0-9/100`. */
export function parseContentRange(
  text: string | null,
): { first: number; last: number; size: number | undefined } | undefined {
  const match = /^\s*bytes\s+(\d+)-(\d+)\/(\d+|\*)\s*$/.exec(text ?? '')
  if (match === null) return undefined
  return { first: Number(match[1]), last: Number(match[2]), size: match[3] === '*' ? undefined : Number(match[3]) }
}
