import { badRequest } from '../http/fault.ts'
import type { Call } from '../http/request.ts'
import { unquote, utf8 } from '../http/target.ts'
import { pythonQuote } from '../python/quote.ts'
import { lower } from '../python/text.ts'
import type { Image } from './model.ts'

/** What a request says of an image in its headers. */
export interface ImageParams {
  /** Known names (`name`, `disk_format` ...); all decoded but the location. */
  readonly attributes: Readonly<Record<string, string>>
  readonly isPublic: boolean | undefined
  readonly properties: Readonly<Record<string, string>>
}

const KNOWN: ReadonlySet<string> = new Set([
  'name',
  'disk_format',
  'container_format',
  'size',
  'checksum',
  'location',
  'created_at',
  'updated_at',
  'deleted_at',
  'status',
  'is_public',
  'owner',
  'id',
  'is_snapshot',
  'description',
  'store',
])

const META = 'x-image-meta-'
const PROPERTY = 'x-image-meta-property-'

/** Letters in lower case, every character of punctuation an underscore. */
function normalize(name: string): string {
  return lower(name.replace(/[!-/:-@[-`{-~]/g, '_'))
}

/**
 * Reads `x-image-meta-*`. What is not known is passed over.
 * @throws {Fault} 400 if a name or a property is not valid UTF-8
 */
export function readImageHeaders(call: Call): ImageParams {
  const attributes: Record<string, string> = {}
  const properties: Record<string, string> = {}
  let isPublic: boolean | undefined
  for (const [header, value] of call.headers) {
    if (header.startsWith(PROPERTY)) {
      // Before it is decoded a header's name is in capitals with underscores, as WSGI has it.
      const name = header.slice(PROPERTY.length).toUpperCase().replaceAll('-', '_')
      properties[normalize(decode(name))] = decode(value)
    } else if (header.startsWith(META)) {
      const name = normalize(header.slice(META.length))
      if (!KNOWN.has(name)) continue
      if (name === 'is_public') isPublic = value.toLowerCase() === 'true'
      else if (name === 'name') attributes[name] = decode(value)
      // The location is decoded later, part by part.
      else attributes[name] = name === 'location' ? value : (utf8(value) ?? value)
    }
  }
  return { attributes, isPublic, properties }
}

function decode(text: string): string {
  const decoded = unquote(text)
  if (decoded === null) throw badRequest('Could not decode request as UTF-8 string')
  return decoded
}

/** `2026-11-23 08:07:41` in UTC. */
export function imageDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ')
}

/** States in headers have older names. */
const STATES: Readonly<Record<string, string>> = {
  AVAILABLE: 'AVAILABLE',
  UNAVAILABLE: 'SAVING',
  ERROR: 'ERROR',
  DELETED: 'DELETED',
}

const python = (value: boolean) => (value ? 'True' : 'False')

/** The headers that show an image. */
export function imageHeaders(image: Image): Record<string, string> {
  const headers: Record<string, string> = {
    'x-image-meta-id': image.id,
    'x-image-meta-name': pythonQuote(image.name ?? ''),
    'x-image-meta-description': pythonQuote(image.description ?? ''),
    'x-image-meta-location': image.location,
    'x-image-meta-status': STATES[image.status.toUpperCase()] ?? 'UNKNOWN',
    'x-image-meta-disk-format': image.diskFormat ?? '',
    'x-image-meta-container-format': image.containerFormat ?? '',
    'x-image-meta-size': String(image.size),
    'x-image-meta-checksum': image.checksum,
    'x-image-meta-created-at': imageDate(image.createdAt),
    'x-image-meta-updated-at': imageDate(image.updatedAt),
    'x-image-meta-deleted-at': '',
    'x-image-meta-is-public': python(image.isPublic),
    'x-image-meta-is-snapshot': python(image.isSnapshot),
    'x-image-meta-owner': image.owner,
  }
  for (const [name, value] of Object.entries(image.properties)) {
    headers[pythonQuote(`x-image-meta-property-${name.replaceAll('_', '-')}`)] = pythonQuote(value)
  }
  return headers
}
