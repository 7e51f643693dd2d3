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

/** An entry of the short list. */
export interface SummaryRow {
  readonly id: string
  readonly name?: string | null
  readonly status?: string
  readonly disk_format?: string | null
  readonly container_format?: string | null
  readonly size: number
}

/** An entry of the detailed list. */
export interface ImageRow extends SummaryRow {
  readonly description?: string | null
  readonly location?: string
  readonly checksum?: string | null
  readonly created_at?: string
  readonly updated_at?: string
  readonly is_public?: boolean
  readonly is_snapshot?: boolean
  readonly owner?: string
  readonly properties?: Record<string, string>
}

/** The image that an entry of the short list shows. */
export function readSummary(row: SummaryRow): ImageSummary {
  return {
    id: row.id,
    name: row.name ?? '',
    status: STATUSES[row.status?.toUpperCase() ?? ''] ?? 'UNKNOWN',
    diskFormat: row.disk_format ?? '',
    containerFormat: row.container_format ?? '',
    size: row.size,
  }
}

/** The image that an entry of the detailed list shows: the same as its headers do. */
export function readImageRow(row: ImageRow): Image {
  return {
    ...readSummary(row),
    description: row.description ?? '',
    location: row.location ?? '',
    checksum: row.checksum ?? '',
    createdAt: imageDate(row.created_at ?? ''),
    updatedAt: imageDate(row.updated_at ?? ''),
    isPublic: row.is_public === true,
    isSnapshot: row.is_snapshot === true,
    owner: row.owner ?? '',
    properties: row.properties ?? {},
  }
}

/** The image that the headers of a response show. */
export function readImage(headers: Headers): Image {
  const header = (name: string) => headers.get(META + name) ?? ''
  const properties: Record<string, string> = {}
  for (const [name, value] of headers) {
    if (!name.startsWith(PROPERTY)) continue
    const key = decodeHeaderValue(name.slice(PROPERTY.length)).toLowerCase().replaceAll('-', '_')
    properties[key] = decodeHeaderValue(value)
  }
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
