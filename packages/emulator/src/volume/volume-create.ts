import type { Cloud } from '../cloud.ts'
import type { Server } from '../compute/model.ts'
import { badRequest, Fault } from '../http/fault.ts'
import { attribute, optional } from '../http/fields.ts'
import { ownership, type User } from '../identity/model.ts'
import { type Integer, pythonInt } from '../python/int.ts'
import { pythonText } from '../python/repr.ts'
import { pythonTruth } from '../python/values.ts'
import { type AskedSource, diskCharge, VOLUME_TYPES, type Volume, type VolumeType } from './model.ts'
import type { VolumeCloud } from './volume-cloud.ts'
import { checkSize, checkSource, checkVolumeDescription, checkVolumeName } from './volume-plan.ts'
import { requireDetachable } from './volume-store.ts'

/**
 * Creates a volume as `POST /volumes` asks for it.
 * @throws {Fault} 400, 403 no permission on its source, 409 its server is being built, 413
 */
export function createVolume(cloud: VolumeCloud, user: User, body: unknown): Volume {
  const asked = attribute(body, 'volume', 'object')
  const name = attribute(asked, 'display_name', 'string')
  const askedGib = askedSize(asked)
  const typeId = optional(asked, 'volume_type', 'string or integer')
  const description = optional(asked, 'display_description', 'string') ?? ''
  optional(asked, 'metadata', 'object')
  const serverId = optional(asked, 'server_id', 'any')
  const project = pythonText(optional(asked, 'project', 'any') ?? user.defaultProject)

  // An empty one, or 0, names no server.
  const server = pythonTruth(serverId) ? serverFor(cloud, user, serverId) : undefined
  const type = typeFor(typeId, server)
  const source = askedSource(asked)
  checkVolumeName(name)
  checkVolumeDescription(description)
  const size = checkSize(askedGib)
  const content = checkSource(cloud, user, source, { type, size, root: false })
  if (server) {
    cloud.volumes.requireRoom(server)
    cloud.servers.checkAction(server, 'ATTACH_VOLUME')
  }
  const owned = ownership(project, asked['shared_to_project'])
  cloud.cycladesQuota.requireMember(user.uuid, project)
  cloud.cycladesQuota.charge(user.uuid, [diskCharge(project, size)])
  const volume = cloud.volumes.add({
    name,
    description,
    owner: user.uuid,
    ...owned,
    type,
    size,
    source: content,
    status: server ? 'CREATING' : 'AVAILABLE',
  })
  if (server) cloud.volumes.putOn(server, volume, 'CREATING')
  cloud.incidents.volumeCreated(volume)
  return volume
}

function askedSize(asked: unknown): Integer {
  const value = attribute(asked, 'size', 'string or integer')
  const size = pythonInt(value)
  if (size === undefined || size <= 0)
    throw badRequest(
      `Volume 'size' needs to be a positive integer value. '${size ?? pythonText(value)}' cannot be accepted.`,
    )
  return size
}

function askedSource(asked: unknown): AskedSource {
  const sources: AskedSource[] = []
  const add = (type: 'volume' | 'snapshot' | 'image', member: string) => {
    const id = optional(asked, member, 'any')
    if (id !== undefined) sources.push({ type, id })
  }
  add('volume', 'source_volid')
  add('snapshot', 'snapshot_id')
  add('image', 'imageRef')
  if (sources.length > 1) throw badRequest('Volume can not have more than one source!')
  return sources[0] ?? { type: 'blank' }
}

function serverFor(cloud: Cloud, user: User, id: unknown): Server {
  try {
    return cloud.servers.get(user, id, { nonDeleted: true, nonSuspended: true })
  } catch (error) {
    if (error instanceof Fault && error.status === 404) throw badRequest(`Server ${pythonText(id)} not found`)
    throw error
  }
}

function typeFor(id: unknown, server: Server | undefined): VolumeType {
  if (!server) {
    const type = volumeType(id)
    requireDetachable(type)
    return type
  }
  const own = server.flavor.volumeType
  if (id === undefined) return own
  const type = volumeType(id)
  if (type.id !== own.id)
    throw badRequest(`Cannot create a volume with type '${type.id}' to a server with volume type '${own.id}'.`)
  return type
}

/** @throws {Fault} 400 */
function volumeType(id: unknown): VolumeType {
  const number = pythonInt(id)
  if (number === undefined) throw badRequest(`Invalid volume type id: ${pythonText(id)}`)
  const type = VOLUME_TYPES.find((known) => known.id === number && !known.deleted)
  if (!type) throw badRequest(`Volume type ${number} not found`)
  return type
}
