import { badRequest } from '../http/fault.ts'
import type { PithosObject } from '../pithos/model.ts'
import { locationUrl } from './location.ts'
import type { Image } from './model.ts'

/** The domain of metadata by which an object is an image. */
export const DOMAIN = 'plankton'

const PREFIX = 'plankton:'
const PROPERTY = 'property:'
const MAX_KEY = 111
const MAX_VALUE = 256

/** Metadata as they are stored: names with their prefix; an empty string deletes one. */
export type Stored = Record<string, string>

/**
 * What to store for attributes (`name`, `disk_format` ...) and properties.
 * @throws {Fault} 400 a name or a value that is too long
 */
export function toStored(
  attributes: Readonly<Record<string, string>>,
  properties: Readonly<Record<string, string>>,
): Stored {
  const stored: Stored = {}
  for (const [name, value] of Object.entries(attributes)) stored[PREFIX + name] = value
  for (const [name, value] of Object.entries(properties)) stored[PREFIX + PROPERTY + name] = value
  for (const [key, value] of Object.entries(stored)) {
    if ([...key].length > MAX_KEY) throw badRequest(`Metadata keys should be less than ${MAX_KEY} characters`)
    if ([...value].length > MAX_VALUE) throw badRequest(`Metadata values should be less than ${MAX_VALUE} characters.`)
  }
  return stored
}

/** Is the object registered as an image? */
export function isImage(object: PithosObject): boolean {
  return nameKey in object.meta(DOMAIN)
}

const nameKey = `${PREFIX}name`

/** The image that an object is. */
export function toImage(object: PithosObject): Image {
  const meta = object.meta(DOMAIN)
  const properties: Record<string, string> = {}
  for (const [key, value] of Object.entries(meta)) {
    if (key.startsWith(PREFIX + PROPERTY)) properties[key.slice(PREFIX.length + PROPERTY.length)] = value
  }
  const { read } = object.permissions
  const attribute = (name: string) => meta[PREFIX + name]
  return {
    id: object.uuid,
    name: attribute('name'),
    status: attribute('status') ?? state(object.available),
    owner: object.account,
    isPublic: read.includes('*'),
    isSnapshot: object.isSnapshot,
    location: locationUrl(object),
    size: object.bytes,
    checksum: object.hash,
    createdAt: object.modified,
    updatedAt: object.modified,
    diskFormat: attribute('disk_format'),
    containerFormat: attribute('container_format'),
    description: attribute('description'),
    volumeId: attribute('volume_id'),
    properties,
    users: read.filter((user) => user !== '*'),
  }
}

function state(available: number): string {
  if (available > 0) return 'AVAILABLE'
  return available < 0 ? 'ERROR' : 'UNAVAILABLE'
}
