/** What the headers of a part of a form say. */
export interface PartHeaders {
  name: string
  /** undefined: a field, no file. */
  filename: string | undefined
  /** Without parameters; '' if there is none. */
  type: string
}

export type FormEvent = { part: PartHeaders } | { data: Uint8Array }

const MAX_HEADER = 16 * 1024

/** The boundary in a `multipart/form-data` content type; undefined if there is none. */
export function boundaryOf(contentType: string): string | undefined {
  const match = /;\s*boundary\s*=\s*(?:"([^"]*)"|([^;\s]*))/i.exec(contentType)
  return match?.[1] || match?.[2] || undefined
}

/** Reads a form as it comes: the headers of each part, then its data piece by piece. What is around the parts is passed over. */
export async function* readForm(
  pieces: AsyncIterable<Uint8Array>,
  boundary: string,
): AsyncGenerator<FormEvent, void, undefined> {
  const delimiter = latin1(`\r\n--${boundary}`)
  // As if a line end came before: the first delimiter may stand at the very beginning.
  let buffer: Uint8Array = latin1('\r\n')
  let state: 'data' | 'delimiter' | 'headers' | 'end' = 'data'
  let inPart = false
  for await (const piece of pieces) {
    // What follows is read all the same: breaking off would break the connection.
    if (state === 'end') continue
    buffer = join(buffer, piece)
    while (state !== 'end') {
      if (state === 'data') {
        const at = indexOf(buffer, delimiter)
        const end = at < 0 ? Math.max(0, buffer.length - delimiter.length) : at
        if (inPart && end > 0) yield { data: buffer.slice(0, end) }
        buffer = buffer.subarray(at < 0 ? end : at + delimiter.length)
        if (at < 0) break
        state = 'delimiter'
      } else if (state === 'delimiter') {
        if (buffer.length < 2) break
        state = buffer[0] === 0x2d && buffer[1] === 0x2d ? 'end' : 'headers'
      } else {
        const at = indexOf(buffer, latin1('\r\n\r\n'))
        if (at < 0 && buffer.length <= MAX_HEADER) break
        yield { part: partHeaders(fromLatin1(buffer.subarray(0, Math.max(0, at)))) }
        buffer = buffer.subarray(at < 0 ? buffer.length : at + 4)
        inPart = true
        state = 'data'
      }
    }
  }
  // Broken off: what is there counts.
  if (state === 'data' && inPart && buffer.length > 0) yield { data: buffer }
}

function partHeaders(text: string): PartHeaders {
  const lines = new Map<string, string>()
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':')
    if (colon > 0) lines.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }
  const disposition = lines.get('content-disposition') ?? ''
  return {
    name: parameter(disposition, 'name') ?? '',
    filename: parameter(disposition, 'filename') || undefined,
    type: (lines.get('content-type') ?? '').split(';')[0]?.trim() ?? '',
  }
}

function parameter(header: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"((?:\\\\.|[^"])*)"|([^;\\s]*))`, 'i').exec(header)
  return match ? (match[1]?.replace(/\\(.)/g, '$1') ?? match[2]) : undefined
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b
  const out = new Uint8Array(a.length + b.length)
  out.set(a)
  out.set(b, a.length)
  return out
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array): number {
  const [first = 0] = wanted
  for (
    let at = bytes.indexOf(first);
    at >= 0 && at + wanted.length <= bytes.length;
    at = bytes.indexOf(first, at + 1)
  ) {
    let i = 1
    while (i < wanted.length && bytes[at + i] === wanted[i]) i++
    if (i === wanted.length) return at
  }
  return -1
}

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0) & 0xff)

const fromLatin1 = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
