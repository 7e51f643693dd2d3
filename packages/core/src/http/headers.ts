import { InvalidArgumentError } from '../errors/client-errors.ts'

/**
 * Percent-encodes text for a header value, or for the part of a header's name that is the user's (a metadata key).
 * Header values on the wire are Latin-1, and Pithos and the image registry decode what comes: so all beyond ASCII, spaces,
 * and always the `%` itself are encoded as UTF-8. A `/` stays.
 *
 * @throws {InvalidArgumentError} for text with a lone surrogate.
 */
export function encodeHeaderValue(text: string): string {
  try {
    return encodeURIComponent(text).replaceAll('%2F', '/')
  } catch (cause) {
    throw new InvalidArgumentError(
      'Text with a lone surrogate cannot be encoded as UTF-8',
      { parameter: 'headers' },
      { cause },
    )
  }
}

/** Undoes {@link encodeHeaderValue}; text that is not valid percent-encoded UTF-8 comes back as it is. Raw UTF-8 bytes are read too. */
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
