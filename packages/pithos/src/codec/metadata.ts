import { decodeHeaderValue, encodeHeaderValue, formatValue } from '@kamaki/core/toolkit'
import { invalid } from '../invalid.ts'

/**
 * User metadata. Names are lower case with `-` for `_`: that is all the server keeps apart. White space at the ends of a value is
 * stored, but lost when it is read (HTTP drops it).
 */
export type Metadata = Record<string, string>

/** Changes of metadata: null deletes an item, what is not named stays. */
export type MetadataChanges = Record<string, string | null>

/** A metadata name in the one form in which it can be compared: the server keeps neither case nor `_`. */
export function normaliseMetadataName(name: string): string {
  return name.replaceAll('_', '-').toLowerCase()
}

/** Header names hold no parentheses and nothing beyond ASCII; the server decodes percent-encoded UTF-8 in them. */
export function encodeHeaderName(name: string): string {
  try {
    return encodeURIComponent(name).replace(/[()]/g, (char) => (char === '(' ? '%28' : '%29'))
  } catch {
    throw invalid('metadata', 'the name of an item holds half of a surrogate pair')
  }
}

const length = (text: string): number => [...text].length

function checkItem(prefix: string, name: string, value: string): void {
  if (name === '') throw invalid('metadata', 'the name of an item must not be empty')
  if (name.includes('/')) {
    // The server would send it back as it is in the name of a header: such a reply no HTTP client can read.
    throw invalid('metadata', `"${name}" cannot be the name of an item: it holds a slash`)
  }
  if (/[\r\n\0]/.test(name)) throw invalid('metadata', `"${name}" cannot be the name of an item`)
  if (length(prefix) + length(name) > 128) {
    throw invalid('metadata', `the name "${name}" is too long: the server takes ${128 - prefix.length} characters`)
  }
  if (typeof value !== 'string')
    throw invalid('metadata', `the value of "${name}" must be text; got ${formatValue(value)}`)
  if (length(value) > 256) throw invalid('metadata', `the value of "${name}" has more than 256 characters`)
  if (value.includes('~')) {
    throw invalid('metadata', `the value of "${name}" holds a "~", which the server would drop: encode it your own way`)
  }
}

/**
 * Headers of metadata under `prefix` (`X-Object-Meta-` say). With `changes` an item may be null (it is deleted) and may
 * not be empty, since the server deletes such an item too.
 */
export function metadataHeaders(
  prefix: string,
  items: MetadataChanges,
  options: { changes?: boolean } = {},
): Record<string, string> {
  const headers: Record<string, string> = {}
  const seen = new Map<string, string>()
  for (const [name, value] of Object.entries(items)) {
    checkItem(prefix, name, value === null ? '' : value)
    if (value === null && options.changes !== true) {
      throw invalid('metadata', `"${name}" is null: leave an item out where all are replaced`)
    }
    if (value === '' && options.changes === true) {
      throw invalid('metadata', `"${name}" is empty, which would delete it: pass null to delete an item`)
    }
    const known = normaliseMetadataName(name)
    const twin = seen.get(known)
    if (twin !== undefined) throw invalid('metadata', `"${twin}" and "${name}" are the same item to the server`)
    seen.set(known, name)
    headers[prefix + encodeHeaderName(name)] = encodeHeaderValue(value ?? '')
  }
  if (seen.size > 90) throw invalid('metadata', 'a request may carry at most 90 items')
  return headers
}

/** Items of a reply's headers under `prefix` (lower case, `x-object-meta-`), decoded; names as {@link normaliseMetadataName} has them. */
export function readPrefixed(headers: Headers, prefix: string): Metadata {
  const items: Metadata = {}
  for (const [header, value] of headers) {
    if (!header.startsWith(prefix)) continue
    items[normaliseMetadataName(decodeHeaderValue(header.slice(prefix.length)))] = decodeHeaderValue(value)
  }
  return items
}
