import { strip } from '../python/text.ts'

/** A stretch of an object. */
export interface Range {
  offset: number
  length: number
}

/**
 * What a `Range` header asks for, not yet checked against the size; null if there is none to be honoured: another
 * unit, a part that does not parse, one that is turned around. One such part makes the whole header void.
 */
export function parseRange(header: string | undefined, size: number): Range[] | null {
  const text = (header ?? '').replaceAll(' ', '')
  if (!text.startsWith('bytes=')) return null
  const ranges: Range[] = []
  for (const part of text.slice(6).split(',')) {
    const match = /^(\d*)-(\d*)$/.exec(strip(part))
    const [, first = '', last = ''] = match ?? []
    if (!match || (first === '' && last === '')) return null
    if (first === '') ranges.push({ offset: size - Number(last), length: Number(last) })
    else if (last === '') ranges.push({ offset: Number(first), length: size - Number(first) })
    else if (BigInt(first) > BigInt(last)) return null
    else ranges.push({ offset: Number(first), length: Number(last) - Number(first) + 1 })
  }
  return ranges
}

/** Does the range lie completely inside an object of this size? Nothing is ever cut to fit. */
export function fits({ offset, length }: Range, size: number): boolean {
  return length > 0 && offset >= 0 && offset < size && offset + length <= size
}

/** What a `Content-Range` of an update says; `offset` null: append. `length` and `total` null: left open. */
export interface ContentRange {
  offset: number | null
  length: number | null
  total: number | null
}

/** Reads a `Content-Range`; null if it is malformed or contradicts itself (416). */
export function parseContentRange(header: string): ContentRange | null {
  if (header === 'bytes */*') return { offset: null, length: null, total: null }
  // Python's `$` also matches before a line feed at the end.
  const match = /^bytes (\d+)-(\d*)\/(\d+|\*)\n?$/.exec(header)
  if (!match) return null
  const [, first = '', last = '', whole = ''] = match
  const offset = Number(first)
  const upTo = last === '' ? null : Number(last)
  const total = whole === '*' ? null : Number(whole)
  // Compared exactly, however large they are.
  const [from, to, all] = [BigInt(first), last === '' ? null : BigInt(last), whole === '*' ? null : BigInt(whole)]
  if (to !== null && from > to) return null
  if (all !== null && (from >= all || (to !== null && to >= all))) return null
  return { offset, length: upTo === null ? null : upTo - offset + 1, total }
}
