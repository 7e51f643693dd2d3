import type { Cloud } from '../cloud.ts'
import { badRequest, internalServerError } from '../http/fault.ts'
import type { User } from '../identity/model.ts'
import type { PlannedDisk } from '../volume/model.ts'
import type { BlockDevice } from './block-devices.ts'
import type { Flavor } from './model.ts'

/**
 * The disks of a new server: those asked for, or one of the flavor's size with the image on it.
 * @throws {Fault} 400, 403, 500 for an existing volume, 501
 */
export function planDisks(
  cloud: Cloud,
  user: User,
  flavor: Flavor,
  imageId: string,
  devices: readonly BlockDevice[] | undefined,
): PlannedDisk[] {
  const image: BlockDevice = { source: 'image', uuid: imageId, size: flavor.disk, deleteOnTermination: true }
  const wanted = devices && devices.length > 0 ? devices : [image]
  return wanted.map((device, index) => planDisk(cloud, user, flavor, device, index === 0))
}

function planDisk(cloud: Cloud, user: User, flavor: Flavor, device: BlockDevice, root: boolean): PlannedDisk {
  const type = flavor.volumeType
  if (device.source === 'volume') {
    const volume = cloud.volumes.get(user, device.uuid, { nonDeleted: true, missing: badRequest })
    if (volume.type.id !== type.id)
      throw badRequest(`Volume '${volume.id}' has type '${volume.type.id}' while flavor's volume type is '${type.id}'`)
    if (volume.status !== 'AVAILABLE') throw badRequest(`Cannot use volume while it is in ${volume.status} status`)
    // The real server trips over a volume from its database, whose origin it no longer knows.
    throw internalServerError()
  }
  const { size, deleteOnTermination } = device
  const source = device.source === 'blank' ? { type: device.source } : { type: device.source, id: device.uuid }
  return cloud.volumes.plan(user, { type, source, size, root, deleteOnTermination })
}
