import { percentEncode } from './path.ts'

/**
 * Percent-encodes a string as UTF-8 for a header value, or for the user's part of a header name (a metadata key). Header values are
 * Latin-1 on the wire, and Pithos and the image registry decode them. Encodes everything that `encodeURIComponent` does, except `/`.
 *
 * @throws {InvalidArgumentError} for a string with an unpaired surrogate.
 */
export function encodeHeaderValue(value: string): string {
  return percentEncode(value, 'headers').replaceAll('%2F', '/')
}

/** Reverses {@link encodeHeaderValue}. Also decodes raw UTF-8 bytes; returns anything that is not valid UTF-8 unchanged. */
export function decodeHeaderValue(value: string): string {
  if (!/[%\u0080-\u00ff]/.test(value)) return value
  const bytes: number[] = []
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index)
    if (code > 0xff) return value
    const hex = code === 0x25 ? /^[0-9a-f]{2}/i.exec(value.slice(index + 1, index + 3))?.[0] : undefined
    if (hex === undefined) {
      bytes.push(code)
    } else {
      bytes.push(Number.parseInt(hex, 16))
      index += 2
    }
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes))
  } catch {
    return value
  }
}
