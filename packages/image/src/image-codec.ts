import { decodeHeaderValue, encodeHeaderValue } from '@kamaki/core/toolkit'
import type { Image, ImageChanges, ImageStatus, ImageSummary } from './image-types.ts'

const META = 'x-image-meta-'
const PROPERTY = 'x-image-meta-property-'

/** Lists have other words for some states than headers have; what headers say is what an image shows here. */
const STATUSES: Readonly<Record<string, ImageStatus>> = {
  AVAILABLE: 'AVAILABLE',
  UNAVAILABLE: 'SAVING',
  ERROR: 'ERROR',
  DELETED: 'DELETED',
}

/** An entry of the short list. Only its id has been checked. */
export interface SummaryRow {
  readonly id: string
  readonly name?: unknown
  readonly status?: unknown
  readonly disk_format?: unknown
  readonly container_format?: unknown
  readonly size?: unknown
}

/** An entry of the detailed list. */
export interface ImageRow extends SummaryRow {
  readonly description?: unknown
  readonly location?: unknown
  readonly checksum?: unknown
  readonly created_at?: unknown
  readonly updated_at?: unknown
  readonly is_public?: unknown
  readonly is_snapshot?: unknown
  readonly owner?: unknown
  readonly properties?: unknown
}

/** A string, empty where there is none. */
function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The image that an entry of the short list shows. */
export function readSummary(row: SummaryRow): ImageSummary {
  return {
    id: row.id,
    name: text(row.name),
    status: STATUSES[text(row.status).toUpperCase()] ?? 'UNKNOWN',
    diskFormat: text(row.disk_format),
    containerFormat: text(row.container_format),
    size: typeof row.size === 'number' ? row.size : Number.NaN,
  }
}

/** The image that an entry of the detailed list shows: the same as its headers do. */
export function readImageRow(row: ImageRow): Image {
  return {
    ...readSummary(row),
    description: text(row.description),
    location: text(row.location),
    checksum: text(row.checksum),
    createdAt: imageDate(text(row.created_at)),
    updatedAt: imageDate(text(row.updated_at)),
    isPublic: row.is_public === true,
    isSnapshot: row.is_snapshot === true,
    owner: text(row.owner),
    properties: strings(row.properties),
  }
}

/** The image that the headers of a response show. */
export function readImage(headers: Headers): Image {
  const header = (name: string) => headers.get(META + name) ?? ''
  const properties = Object.fromEntries(
    [...headers].flatMap(([name, value]) => {
      if (!name.startsWith(PROPERTY)) return []
      const key = decodeHeaderValue(name.slice(PROPERTY.length)).toLowerCase().replaceAll('-', '_')
      return [[key, decodeHeaderValue(value)] as const]
    }),
  )
  return {
    id: header('id'),
    name: decodeHeaderValue(header('name')),
    description: decodeHeaderValue(header('description')),
    location: header('location'),
    status: header('status'),
    diskFormat: header('disk-format'),
    containerFormat: header('container-format'),
    size: Number(header('size')),
    checksum: header('checksum'),
    createdAt: imageDate(header('created-at')),
    updatedAt: imageDate(header('updated-at')),
    isPublic: header('is-public') === 'True',
    isSnapshot: header('is-snapshot') === 'True',
    owner: header('owner'),
    properties,
  }
}

/** What of an object has strings as values. */
function strings(properties: unknown): Record<string, string> {
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) return {}
  return Object.fromEntries(
    Object.entries(properties as Record<string, unknown>).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  )
}

/** A date of the registry: `2026-11-23 08:07:41`, in UTC. */
function imageDate(date: string): Date {
  return new Date(`${date.replace(' ', 'T')}Z`)
}

/** What to say of an image in headers: the location encoded already, properties by names as the registry keeps them. */
export interface ImageHeaderFields extends ImageChanges {
  readonly location?: string | undefined
  readonly checksum?: string | undefined
}

/** The headers that say so. */
export function writeImage(fields: ImageHeaderFields): Record<string, string> {
  const headers: Record<string, string> = {}
  const set = (name: string, value: string | undefined) => {
    if (value !== undefined) headers[META + name] = value
  }
  set('name', fields.name === undefined ? undefined : encodeHeaderValue(fields.name))
  set('location', fields.location)
  set('disk-format', fields.diskFormat)
  set('container-format', fields.containerFormat)
  set('is-public', fields.isPublic === undefined ? undefined : fields.isPublic ? 'True' : 'False')
  set('checksum', fields.checksum)
  for (const [name, value] of Object.entries(fields.properties ?? {}))
    headers[PROPERTY + encodeHeaderValue(name)] = encodeHeaderValue(value)
  return headers
}
