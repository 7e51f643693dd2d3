import type { Cloud } from '../cloud.ts'
import { imageChanged } from '../http/changes-since.ts'
import { badRequest, Fault, itemNotFound, overLimit } from '../http/fault.ts'
import { selfLinks } from '../http/links.ts'
import type { Call } from '../http/request.ts'
import type { User } from '../identity/model.ts'
import type { Image } from '../image/model.ts'
import { isoSeconds } from '../python/dates.ts'
import { pythonText } from '../python/repr.ts'
import type { Volume } from './model.ts'

const GIB = 1024 ** 3
/** What of the server's metadata a snapshot of its root volume keeps. */
const KEPT = ['OS', 'users']

/** A snapshot as the API shows it: its metadata are never there. */
export function snapshotJson(call: Call, image: Image): Record<string, unknown> {
  const status = image.status === 'UNAVAILABLE' ? 'CREATING' : image.status
  return {
    id: image.id,
    size: Math.floor(image.size / GIB),
    display_name: image.name,
    display_description: image.description ?? '',
    status,
    user_id: image.owner,
    tenant_id: image.owner,
    'os-extended-snapshot-attribute:progress': status === 'AVAILABLE' ? '100%' : 0,
    created_at: isoSeconds(image.createdAt),
    metadata: {},
    volume_id: image.volumeId ?? null,
    links: selfLinks(`${call.origin}/cyclades/volume/v2.0/snapshots/${image.id}`),
  }
}

/** @throws {Fault} 400 no uuid, 403, 404 (also for an image that is not a snapshot) */
export function findSnapshot(cloud: Cloud, user: User, id: string): Image {
  const missing = () => itemNotFound(`Snapshot ${id} not found`)
  try {
    const image = cloud.images.get(user, id)
    if (!image.isSnapshot) throw missing()
    return image
  } catch (error) {
    throw error instanceof Fault && error.status === 404 ? missing() : error
  }
}

/** Whoever finds a snapshot may rename and delete it: the server does both in its owner's name. */
export function ownerOf(cloud: Cloud, snapshot: Image, user: User): User {
  return cloud.users.byUuid(snapshot.owner) ?? user
}

/** All snapshots that the user sees, in order of id. */
export function listSnapshots(cloud: Cloud, user: User, since: number | undefined): Image[] {
  return cloud.images
    .list(user)
    .filter(({ isSnapshot, updatedAt }) => isSnapshot && imageChanged(updatedAt, since))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

export interface SnapshotInit {
  readonly name: string
  readonly description: string
  readonly metadata: Readonly<Record<string, unknown>>
}

/**
 * Takes a snapshot of a volume that is on a server.
 * @throws {Fault} 400 detached, wrong status or type, a string too long; 413 Pithos' space
 */
export function takeSnapshot(cloud: Cloud, user: User, volume: Volume, init: SnapshotInit): Image {
  const server = volume.serverId === null ? undefined : cloud.servers.find(volume.serverId)
  if (!server) throw badRequest('Cannot snapshot a detached volume!')
  if (volume.status !== 'AVAILABLE' && volume.status !== 'IN_USE')
    throw badRequest(`Cannot create snapshot while volume is in '${volume.status}' status`)
  const { type } = volume
  if (!type.diskTemplate.startsWith('ext_'))
    throw badRequest(
      `Cannot take a snapshot from a volume with volume type '${type.id}' and '${type.diskTemplate}' disk template`,
    )
  const properties: Record<string, string> = {}
  for (const [key, value] of Object.entries(init.metadata)) properties[key] = pythonText(value)
  properties['exclude_all_tasks'] = 'yes'
  properties['description'] = init.description
  if (volume.index === 0) {
    for (const key of KEPT) {
      const value = server.metadata.get(key)
      if (value !== undefined) properties[key] = value
    }
  }
  const id = register(cloud, user, volume, { ...init, properties })
  cloud.images.planStatus(id, 'AVAILABLE')
  return cloud.images.get(user, id)
}

function register(
  cloud: Cloud,
  user: User,
  volume: Volume,
  init: SnapshotInit & { readonly properties: Readonly<Record<string, string>> },
): string {
  const { name, description, properties } = init
  const size = volume.size * GIB
  const map = `snf-snap-${volume.id}-${++volume.snapshots}`
  const volumeId = String(volume.id)
  try {
    return cloud.images.registerSnapshot(user, { name, description, size, map, volumeId, properties })
  } catch (error) {
    if (!(error instanceof Fault) || error.status !== 413) throw error
    throw overLimit(
      'Resource limit exceeded for your account. Not enough storage space to create snapshot of ' +
        `${volume.size.toFixed(volume.size < 10 ? 2 : 1)}GB size.`,
    )
  }
}
