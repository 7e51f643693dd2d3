import { badRequest, internalServerError } from '../http/fault.ts'
import { requireStorable } from '../http/fields.ts'
import type { JsonObject } from '../http/json-body.ts'
import { codePointLength } from '../python/code-points.ts'
import { dictItems } from '../python/dict-order.ts'
import { pythonText } from '../python/repr.ts'
import { hasLength } from '../python/values.ts'
import type { Server } from './model.ts'

const MAX_ITEMS = 10
const KEY = 50
const VALUE = 500

const tooMany = () => badRequest(`Virtual Machines cannot have more than ${MAX_ITEMS} metadata items`)

/** The metadata of a server that is to be created. @throws {Fault} 400 too many or too long, 500 null */
export function newMetadata(items: JsonObject): ReadonlyMap<string, string> {
  return new Map(
    dictItems(items).map(([key, value]) => {
      if (codePointLength(key) > KEY) throw badRequest('Metadata key is too long')
      // Numbers become strings; the database has no place for null.
      if (value === null) throw internalServerError()
      const text = pythonText(value)
      if (codePointLength(text) > VALUE) throw badRequest('Metadata value is too long')
      requireStorable(key, text)
      return [key, text]
    }),
  )
}

/** @throws {Fault} 400 more than a new server may have */
export function checkMetadataCount(items: JsonObject): void {
  if (Object.keys(items).length > MAX_ITEMS) throw tooMany()
}

function checkItem(key: string, value: unknown): void {
  if (codePointLength(key) > KEY) throw badRequest('Malformed Request. Metadata key is too long')
  if (!hasLength(value)) throw internalServerError()
  const length = typeof value === 'string' ? codePointLength(value) : Object.keys(Object(value)).length
  if (length > VALUE) throw badRequest('Malformed Request. Metadata value is too long')
}

/** Merges items into a server's metadata: all or none. @throws {Fault} 400 too many or too long, 500 */
export function mergeMetadata(server: Server, items: JsonObject): void {
  const added = Object.keys(items).filter((key) => !server.metadata.has(key)).length
  if (server.metadata.size + added > MAX_ITEMS) throw tooMany()
  const entries: [string, string][] = []
  for (const [key, value] of dictItems(items)) {
    checkItem(key, value)
    if (typeof value !== 'string') throw badRequest('Malformed Request. Invalid metadata.')
    requireStorable(key, value)
    entries.push([key, value])
  }
  server.metadata = new Map([...server.metadata, ...entries])
}

/** Sets one item: lists and objects become strings. @throws {Fault} 400 too many or too long, 500 */
export function setMetadataItem(server: Server, key: string, value: unknown): void {
  checkItem(key, value)
  if (server.metadata.size - (server.metadata.has(key) ? 1 : 0) === MAX_ITEMS) throw tooMany()
  const text = pythonText(value)
  // No longer than the column is wide.
  if (codePointLength(text) > VALUE) throw internalServerError()
  requireStorable(key, text)
  server.metadata = new Map([...server.metadata, [key, text]])
}
