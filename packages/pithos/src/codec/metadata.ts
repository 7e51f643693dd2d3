import { decodeHeaderValue, encodeHeaderValue, formatValue, rejectArgument, requireObject } from '@kamaki/core/toolkit'
import type { Metadata, MetadataChanges } from '../model/metadata.ts'
import { encodeHeaderName, rejectLineBreaks } from './percent-encoding.ts'

/** A metadata name in the one form in which it can be compared: the server keeps neither case nor `_`. */
export function normaliseMetadataName(name: string): string {
  return name.replaceAll('_', '-').toLowerCase()
}

const length = (text: string): number => [...text].length

function checkItem(prefix: string, name: string, value: string | null): void {
  const item = `metadata.${name}`
  if (name === '') rejectArgument('metadata', 'must not have an item with an empty name')
  // The server would send it back as it is in the name of a header: no HTTP client can read such a response.
  if (name.includes('/')) rejectArgument(item, 'must not have a slash in its name')
  // What another program has stored can be deleted.
  if (value !== null) rejectLineBreaks(name, 'metadata')
  if (length(prefix) + length(name) > 128)
    rejectArgument(item, `must have a name of at most ${128 - prefix.length} characters`)
  if (value === null) return
  if (typeof value !== 'string') rejectArgument(item, `must be a string; got ${formatValue(value)}`)
  if (length(value) > 256) rejectArgument(item, 'must be at most 256 characters long')
  if (value.includes('~')) rejectArgument(item, 'must not contain "~", which the server drops: encode it your own way')
  // The server sends them back as they are, and a header begins and ends with what is not a space.
  if (/^ | $/.test(value))
    rejectArgument(
      item,
      'must not begin or end with a space, which nobody who reads it would get: encode it your own way',
    )
  rejectLineBreaks(value, item)
}

/**
 * Headers of metadata under `prefix` (`X-Object-Meta-` say). With `changes` an item may be null (it is deleted) and must not be empty,
 * since the server deletes such an item too.
 */
export function metadataHeaders(
  prefix: string,
  items: MetadataChanges,
  options: { changes?: boolean } = {},
): Record<string, string> {
  const headers: Record<string, string> = {}
  const seen = new Map<string, string>()
  for (const [name, value] of Object.entries(requireObject(items, 'metadata'))) {
    checkItem(prefix, name, value)
    if (value === null && options.changes !== true)
      rejectArgument(`metadata.${name}`, 'must not be null: omit an item where all are replaced')
    if (value === '' && options.changes === true)
      rejectArgument(`metadata.${name}`, 'must not be empty, which would delete it: pass null to delete an item')
    const known = normaliseMetadataName(name)
    const twin = seen.get(known)
    if (twin !== undefined)
      rejectArgument('metadata', `must not have both "${twin}" and "${name}": they are the same item to the server`)
    seen.set(known, name)
    headers[prefix + encodeHeaderName(name, 'metadata')] = encodeHeaderValue(value ?? '')
  }
  if (seen.size > 90) rejectArgument('metadata', `must have at most 90 items; it has ${seen.size}`)
  return headers
}

/** Items of a response's headers under `prefix` (lower case, `x-object-meta-`), decoded; names as {@link normaliseMetadataName} has them. */
export function readPrefixed(headers: Headers, prefix: string): Metadata {
  const items: Metadata = {}
  for (const [header, value] of headers) {
    if (!header.startsWith(prefix)) continue
    items[normaliseMetadataName(decodeHeaderValue(header.slice(prefix.length)))] = decodeHeaderValue(value)
  }
  return items
}
