/** Query parameters as Django's QueryDict has them. */
export interface Query {
  /** The last value, undefined if the key is not there. */
  get(key: string): string | undefined
  getAll(key: string): readonly string[]
  has(key: string): boolean
  keys(): Iterable<string>
}

const decoder: TextDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lossy: TextDecoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Percent-decodes to bytes; a `%` without two hex digits stays, as in Python's `unquote`. */
function unquoteBytes(text: string): Uint8Array {
  const out = new Uint8Array(text.length)
  let length = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x25 && /^[0-9a-fA-F]{2}$/.test(text.slice(i + 1, i + 3))) {
      out[length++] = Number.parseInt(text.slice(i + 1, i + 3), 16)
      i += 2
    } else out[length++] = code & 0xff
  }
  return out.subarray(0, length)
}

/** The path decoded as UTF-8, or null if its bytes are not valid UTF-8. */
export function wsgiPath(rawPath: string): string | null {
  // A proxy's form of the target, "http://host/path".
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(rawPath)?.[0]
  const raw = path === undefined ? rawPath : rawPath.slice(path.length) || '/'
  if (!/[%\u0080-\uffff]/.test(raw)) return raw
  try {
    return decoder.decode(unquoteBytes(raw))
  } catch {
    return null
  }
}

/** A header value as it came, in Latin-1, read as UTF-8; null if it is not valid. */
export function utf8(latin1: string): string | null {
  if (!/[\u0080-\uffff]/.test(latin1)) return latin1
  try {
    return decoder.decode(Uint8Array.from(latin1, (char) => char.charCodeAt(0) & 0xff))
  } catch {
    return null
  }
}

/** `unquote` of a Latin-1 header value, read as UTF-8; null if it is not valid. */
export function unquote(latin1: string): string | null {
  try {
    return decoder.decode(unquoteBytes(latin1))
  } catch {
    return null
  }
}

/** What Django makes of a value: bytes that are not UTF-8 are taken for Latin-1. */
function utf8OrLatin1(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    let text = ''
    for (const byte of bytes) text += String.fromCharCode(byte)
    return text
  }
}

export function parseQuery(rawQuery: string): Query {
  const values = new Map<string, string[]>()
  for (const part of rawQuery.split(/[&;]/)) {
    if (part === '') continue
    const at = part.indexOf('=')
    const bytes = (text: string) => unquoteBytes(text.replaceAll('+', ' '))
    const key = lossy.decode(bytes(at < 0 ? part : part.slice(0, at)))
    const value = at < 0 ? '' : utf8OrLatin1(bytes(part.slice(at + 1)))
    const list = values.get(key)
    if (list) list.push(value)
    else values.set(key, [value])
  }
  return {
    get: (key) => values.get(key)?.at(-1),
    getAll: (key) => values.get(key) ?? [],
    has: (key) => values.has(key),
    keys: () => values.keys(),
  }
}
