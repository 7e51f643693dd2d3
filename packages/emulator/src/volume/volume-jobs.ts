import type { Cloud } from '../cloud.ts'
import type { Server } from '../compute/model.ts'
import { charge, diskCharge, requireMember } from '../compute/quota.ts'
import { checkAction, queueJob, runJob } from '../compute/server-jobs.ts'
import { badRequest } from '../http/fault.ts'
import { isDetachable, type Volume, type VolumeType } from './model.ts'

/** GANETI_MAX_DISKS_PER_INSTANCE */
const MAX_DISKS = 8

/** @throws {Fault} 400 */
export function requireDetachable(type: VolumeType): void {
  if (!isDetachable(type)) throw badRequest(`Volume type '${type.name}' is not detachable`)
}

function requireStatus(volume: Volume, verb: string, statuses: readonly Volume['status'][]): void {
  if (!statuses.includes(volume.status))
    throw badRequest(`Cannot ${verb} volume while volume is in '${volume.status}' status.`)
}

/** @throws {Fault} 400 the server has as many disks as it can */
export function requireRoomForDisk(cloud: Cloud, server: Server): void {
  if (cloud.volumes.of(server.id).length >= MAX_DISKS) throw badRequest('Maximum volumes per server limit reached')
}

/** @throws {Fault} 400 */
export function requireAttached(server: Server, volume: Volume): void {
  if (volume.serverId !== server.id) throw badRequest(`Volume '${volume.id}' is not attached to server '${server.id}'`)
}

/** @throws {Fault} 400 wrong volume status, type or server state, no room; 409 being built */
export function attachVolume(cloud: Cloud, server: Server, volume: Volume): void {
  requireStatus(volume, 'attach', ['AVAILABLE'])
  requireDetachable(volume.type)
  if (volume.type.id !== server.flavor.volumeType.id)
    throw badRequest(
      'Volume and server must have the same volume type. Volume has volume type ' +
        `'${volume.type.id}' while server has '${server.flavor.volumeType.id}'`,
    )
  requireRoomForDisk(cloud, server)
  checkAction(server, 'ATTACH_VOLUME')
  putOn(cloud, server, volume, 'ATTACHING')
}

/** Puts a volume on a server that can take it now. */
export function putOn(cloud: Cloud, server: Server, volume: Volume, status: 'ATTACHING' | 'CREATING'): void {
  cloud.volumes.place(volume, server.id, cloud.volumes.nextIndex(server))
  volume.status = status
  queueJob(cloud, server, 'ATTACH_VOLUME', {
    commission: status === 'CREATING',
    done: () => {
      volume.status = 'IN_USE'
      volume.hasData = true
      cloud.volumes.touch(volume)
    },
  })
}

/** @throws {Fault} 400 not attached here, root, wrong volume status, type or server state; 409 being built */
export function detachVolume(cloud: Cloud, server: Server, volume: Volume): void {
  requireDetachable(volume.type)
  requireAttached(server, volume)
  requireStatus(volume, 'detach', ['IN_USE', 'ERROR'])
  if (volume.index === 0) throw badRequest(`Cannot detach the root volume of server <vm:${server.id}@backend:1>.`)
  runJob(cloud, server, 'DETACH_VOLUME', {
    done: () => {
      cloud.volumes.place(volume, null, null)
      volume.status = 'AVAILABLE'
    },
  })
  volume.status = 'DETACHING'
  cloud.volumes.touch(volume)
}

/** @throws {Fault} 400 root, wrong volume status or server state; 409 its server is being built */
export function deleteVolume(cloud: Cloud, volume: Volume): void {
  const server = volume.serverId === null ? undefined : cloud.servers.find(volume.serverId)
  if (server) {
    requireStatus(volume, 'delete', ['IN_USE', 'ERROR'])
    if (volume.index === 0) throw badRequest(`Cannot delete the root volume of server <vm:${server.id}@backend:1>.`)
    runJob(cloud, server, 'DELETE_VOLUME', { commission: true, done: () => cloud.volumes.remove(volume) })
    volume.status = 'DELETING'
    cloud.volumes.touch(volume)
    return
  }
  requireStatus(volume, 'delete', ['AVAILABLE', 'ERROR'])
  if (volume.hasData) deleteByHelper(cloud, volume)
  else cloud.volumes.remove(volume)
}

/** Only a server can destroy a disk: a detached one is hung on a helper of the provider for that. */
function deleteByHelper(cloud: Cloud, volume: Volume): void {
  const helper = cloud.servers.helper()
  cloud.volumes.place(volume, helper.id, cloud.volumes.nextIndex(helper))
  volume.status = 'DELETING'
  cloud.later(() => cloud.volumes.remove(volume))
}

/** Moves a volume to another project, at once. @throws {Fault} 400, 409 its server is being built, 413 */
export function reassignVolume(cloud: Cloud, volume: Volume, project: string, shared: boolean): void {
  const server = volume.serverId === null ? undefined : cloud.servers.find(volume.serverId)
  if (server) checkAction(server, 'REASSIGN')
  if (volume.project !== project) {
    requireMember(cloud, volume.owner, project)
    charge(cloud, volume.owner, [diskCharge(volume.project, volume.size, -1), diskCharge(project, volume.size)])
  }
  volume.project = project
  volume.sharedToProject = shared
  cloud.volumes.touch(volume)
}
