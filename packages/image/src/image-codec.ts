import { decodeHeaderValue, encodeHeaderValue, type LiteralUnion } from '@kamaki/core/toolkit'
import type { ContainerFormat, DiskFormat } from './image-types.ts'

/** Where an image stands, as headers say it. SAVING: a snapshot that is being taken. */
export type ImageMetaStatus = LiteralUnion<'AVAILABLE' | 'SAVING' | 'ERROR' | 'DELETED' | 'UNKNOWN'>

/** An image, as its own metadata show it. */
export interface ImageMeta {
  /** Uuid of the object behind it: the image keeps it through new versions and names of the object. */
  id: string
  name: string
  /** Empty unless it is a snapshot that has one. */
  description: string
  /** `pithos://account/container/object`, its parts percent-encoded: `parseLocation` takes it apart. */
  location: string
  status: ImageMetaStatus
  diskFormat: DiskFormat
  containerFormat: ContainerFormat
  /** Bytes. */
  size: number
  /** The object's Merkle root (of a snapshot, the name of its map), not an MD5. */
  checksum: string
  /** When it was last changed: the server gives the same as `updatedAt`. */
  createdAt: Date
  updatedAt: Date
  isPublic: boolean
  isSnapshot: boolean
  /** Uuid of the account of the object. */
  owner: string
  /** By name, with underscores. */
  properties: Record<string, string>
}

const META = 'x-image-meta-'
const PROPERTY = 'x-image-meta-property-'

/** A date of the registry: `2026-11-23 08:07:41`, in UTC. */
export function imageDate(text: string): Date {
  return new Date(`${text.replace(' ', 'T')}Z`)
}

/** What the headers of a reply say of an image. */
export function readImageMeta(headers: Headers): ImageMeta {
  const text = (name: string) => headers.get(META + name) ?? ''
  const properties: Record<string, string> = {}
  for (const [name, value] of headers) {
    if (!name.startsWith(PROPERTY)) continue
    const key = decodeHeaderValue(name.slice(PROPERTY.length)).toLowerCase().replaceAll('-', '_')
    properties[key] = decodeHeaderValue(value)
  }
  return {
    id: text('id'),
    name: decodeHeaderValue(text('name')),
    description: decodeHeaderValue(text('description')),
    location: text('location'),
    status: text('status'),
    diskFormat: text('disk-format'),
    containerFormat: text('container-format'),
    size: Number(text('size')),
    checksum: text('checksum'),
    createdAt: imageDate(text('created-at')),
    updatedAt: imageDate(text('updated-at')),
    isPublic: text('is-public') === 'True',
    isSnapshot: text('is-snapshot') === 'True',
    owner: text('owner'),
    properties,
  }
}

/** What to say of an image in headers. */
export interface ImageHeaderFields {
  name?: string | undefined
  location?: string | undefined
  diskFormat?: string | undefined
  containerFormat?: string | undefined
  isPublic?: boolean | undefined
  checksum?: string | undefined
  properties?: Readonly<Record<string, string>> | undefined
}

/** The headers that say so. The location comes encoded already, properties by names as the registry keeps them. */
export function writeImageMeta(fields: ImageHeaderFields): Record<string, string> {
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
