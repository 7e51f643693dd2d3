import { badRequest, internalServerError } from '../http/fault.ts'
import { attribute, requireStorable } from '../http/fields.ts'
import { codePointLength } from '../python/code-points.ts'
import { dictItems } from '../python/dict-order.ts'
import { pythonText } from '../python/repr.ts'
import type { Volume } from './model.ts'

const MAX_ITEMS = 10
const KEY = 64
const VALUE = 255

/** The items that a call carries, values as strings. @throws {Fault} 400 malformed or too long, 500 null */
export function volumeMetadata(body: unknown): Map<string, string> {
  const items = new Map<string, string>()
  for (const [key, value] of dictItems(attribute(body, 'metadata', 'object'))) {
    // Numbers become strings; the database has no place for null.
    if (value === null) throw internalServerError()
    const text = pythonText(value)
    if (codePointLength(key) > KEY) throw badRequest('Metadata key is too long.')
    if (codePointLength(text) > VALUE) throw badRequest('Metadata value is too long.')
    requireStorable(key, text)
    items.set(key, text)
  }
  return items
}

/** Merges items into a volume's metadata, or puts them in its place. @throws {Fault} 400 too many */
export function setVolumeMetadata(volume: Volume, items: ReadonlyMap<string, string>, replace: boolean): void {
  const kept = replace ? new Map<string, string>() : new Map(volume.metadata)
  for (const [key, value] of items) kept.set(key, value)
  if (kept.size > MAX_ITEMS) throw badRequest(`Volumes cannot have more than ${MAX_ITEMS} metadata items`)
  volume.metadata = kept
}
