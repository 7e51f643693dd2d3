import { parseContentRange } from './ranges.ts'

/** One part of a multipart/byteranges response. */
export interface RangePart {
  /** Position of its first byte in the object. */
  first: number
  /** Position of its last byte in the object. */
  last: number
  bytes: Uint8Array
}

/** The boundary of a `multipart/byteranges; boundary=…` content type; undefined if it is another type. */
export function boundaryOf(contentType: string | null): string | undefined {
  const match = /^multipart\/byteranges\s*;.*?\bboundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType ?? '')
  return match?.[1] ?? match?.[2]
}

function indexOf(bytes: Uint8Array, text: string, from: number): number {
  const first = text.charCodeAt(0)
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1)) {
    let index = 1
    while (index < text.length && bytes[at + index] === text.charCodeAt(index)) index++
    if (index === text.length) return at
  }
  return -1
}

/** A multipart response that cannot be read. */
export class MultipartError extends Error {
  override name = 'MultipartError'
}

const fail = (what: string): MultipartError => new MultipartError(`The multipart/byteranges response ${what}`)

/**
 * Parts of a multipart/byteranges body, in the order of the request. The length of each part is
 * taken from its Content-Range, never from where a boundary seems to be: content may look like one.
 */
export function parseMultipartRanges(body: Uint8Array, boundary: string): RangePart[] {
  const parts: RangePart[] = []
  const delimiter = `--${boundary}`
  const text = new TextDecoder('latin1')
  let at = indexOf(body, delimiter, 0)
  if (at === -1) throw fail('has no boundary')
  for (;;) {
    at += delimiter.length
    if (body[at] === 0x2d && body[at + 1] === 0x2d) return parts
    const headEnd = indexOf(body, '\r\n\r\n', at)
    if (headEnd === -1) throw fail('ends within the headers of a part')
    const head = text.decode(body.subarray(at, headEnd))
    const range = parseContentRange(/^content-range:(.*)$/im.exec(head)?.[1] ?? null)
    if (range === undefined || range.last < range.first) throw fail('has a part without Content-Range')
    const start = headEnd + 4
    const end = start + range.last - range.first + 1
    if (end > body.length) throw fail('was cut within a part')
    parts.push({ first: range.first, last: range.last, bytes: body.subarray(start, end) })
    at = indexOf(body, delimiter, end)
    if (at === -1) throw fail('has no final boundary')
  }
}
