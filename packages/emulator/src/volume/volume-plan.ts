import type { Cloud } from '../cloud.ts'
import { badRequest, Fault, notImplemented } from '../http/fault.ts'
import { requireStorable } from '../http/fields.ts'
import type { User } from '../identity/model.ts'
import { codePointLength } from '../python/code-points.ts'
import { pythonInt } from '../python/int.ts'
import { pythonText } from '../python/repr.ts'
import {
  type AskedDisk,
  type AskedSource,
  canClone,
  type PlannedDisk,
  type VolumeSource,
  type VolumeType,
} from './model.ts'

/** CYCLADES_VOLUME_MAX_SIZE, in GiB. */
const MAX_SIZE = 200
const NAME = 255
const DESCRIPTION = 255

export function checkVolumeName(name: string): void {
  if (codePointLength(name) > NAME) throw badRequest('Volume name is too long')
  requireStorable(name)
}

export function checkVolumeDescription(description: string): void {
  if (codePointLength(description) > DESCRIPTION) throw badRequest('Volume description is too long')
  requireStorable(description)
}

/** Volumes always end with their server. @throws {Fault} 501, or 400 for types other than ext */
export function checkTermination(type: VolumeType, deleteOnTermination: boolean): void {
  if (deleteOnTermination) return
  if (!type.diskTemplate.startsWith('ext_'))
    throw badRequest(
      `Volumes of '${type.diskTemplate}' disk template cannot have 'delete_on_termination' attribute set to 'False'`,
    )
  throw notImplemented("Volumes with the 'delete_on_termination' attribute set to False are not supported")
}

/** Checks a disk of a new server, in the server's order. @throws {Fault} 400, 403, 501 */
export function planDisk(cloud: Cloud, user: User, disk: AskedDisk): PlannedDisk {
  checkTermination(disk.type, disk.deleteOnTermination)
  if (disk.size === undefined) throw badRequest('Volume size is required')
  const size = checkSize(disk.size)
  return { size, source: checkSource(cloud, user, disk.source, { type: disk.type, size, root: disk.root }) }
}

/** @throws {Fault} 400 no positive integer, or too large */
export function checkSize(value: unknown): number {
  const size = pythonInt(value)
  if (size === undefined || size < 1) throw badRequest('Volume size must be a positive integer')
  if (size > MAX_SIZE) throw badRequest(`Maximum volume size is ${MAX_SIZE}GB`)
  return Number(size)
}

/**
 * Checks where a volume's content is to come from.
 * @throws {Fault} 400 unknown, not there yet, too large, or the type takes no source; 403 no permission
 */
export function checkSource(
  cloud: Cloud,
  user: User,
  source: AskedSource,
  into: { readonly type: VolumeType; readonly size: number; readonly root: boolean },
): VolumeSource {
  if (source.type === 'blank') return { type: 'blank' }
  if (!into.root && !canClone(into.type))
    throw badRequest(
      `Cannot specify a 'source' attribute for volume type '${into.type.id}' with disk template '${into.type.diskTemplate}'`,
    )
  // Archipelago cannot clone a volume.
  if (source.type === 'volume') throw badRequest('Cloning a volume is not supported')
  const kind = source.type
  const image = imageOf(cloud, user, source.id, kind)
  const status = image.status.toUpperCase()
  if (status !== 'AVAILABLE')
    throw badRequest(`Cannot create volume from ${kind}, while ${kind} is in '${status}' status`)
  const room = into.size * 1024 ** 3
  if (room < image.size) throw badRequest(`Volume size '${room}' is smaller than ${kind}'s size '${image.size}'`)
  return { type: kind, id: image.id }
}

function imageOf(cloud: Cloud, user: User, id: unknown, kind: 'image' | 'snapshot') {
  const missing = () => badRequest(`${kind === 'image' ? 'Image' : 'Snapshot'} ${pythonText(id)} not found`)
  try {
    const image = cloud.images.get(user, pythonText(id))
    if (kind === 'snapshot' && !image.isSnapshot) throw missing()
    return image
  } catch (error) {
    throw error instanceof Fault && error.status === 404 ? missing() : error
  }
}
