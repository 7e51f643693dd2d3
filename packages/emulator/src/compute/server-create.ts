import { badRequest, Fault, forbidden, itemNotFound } from '../http/fault.ts'
import { requireStorable } from '../http/fields.ts'
import { ownership, type User } from '../identity/model.ts'
import type { Image } from '../image/model.ts'
import { codePointLength } from '../python/code-points.ts'
import { pythonText } from '../python/repr.ts'
import { pythonTruth } from '../python/values.ts'
import { diskCharge, type PlannedDisk } from '../volume/model.ts'
import type { ComputeCloud } from './compute-cloud.ts'
import { isOpenTo } from './flavors.ts'
import type { Flavor, Server } from './model.ts'
import { runningCharges, standingCharges } from './quota.ts'
import { planDisks } from './server-disks.ts'
import { checkMetadataCount, newMetadata } from './server-metadata.ts'
import type { ServerRequest } from './server-request.ts'
import { checkTagCount, checkTagLength } from './server-tags.ts'

const NAME = 255

/**
 * Creates a server as `POST /servers` asks for it, and has it built in the background.
 * @throws {Fault} 400, 403 image or flavor, 404, 409 addresses, 413 quota, 500 a volume as a source, 501
 */
export function createServer(cloud: ComputeCloud, user: User, asked: ServerRequest): Server {
  const { flavor } = asked
  const project = asked.project ?? user.defaultProject
  if (!isOpenTo(flavor, project)) throw forbidden(`Project '${project}' has no access to flavor '${flavor.id}'.`)
  if (!flavor.allowCreate)
    throw forbidden(
      `It is not allowed to create a server from flavor with id '${flavor.id}', see 'allow_create' flavor attribute`,
    )
  if (codePointLength(asked.name) > NAME) throw badRequest('Server name is too long')
  const imageId = rootImage(asked)
  checkMetadataCount(asked.metadata)
  checkTagCount(asked.tags.length)
  const image = imageFor(cloud, user, imageId)
  if (asked.devices?.[0]?.source === 'blank') throw badRequest('Root volume cannot be blank')
  for (const name of asked.keyNames) cloud.keypairs.get(user, name)
  const id = cloud.servers.nextId()
  const ports = cloud.ports.planForServer(user, asked.networks)
  try {
    for (const port of ports) cloud.ports.attach(port, { id })
    const disks = planDisks(cloud, user, flavor, image.id, asked.devices)
    const metadata = newMetadata(asked.metadata)
    const tags = asked.tags.map(newTag)
    const owned = ownership(project, asked.shared)
    requireStorable(asked.name)
    cloud.cycladesQuota.requireMember(user.uuid, project)
    chargeFor(cloud, user, project, flavor, disks)
    const server = cloud.servers.add({
      id,
      name: asked.name,
      owner: user.uuid,
      ...owned,
      imageId: image.id,
      flavor,
      keyNames: asked.keyNames,
      metadata,
      tags: [...new Set(tags)],
    })
    server.charged = true
    cloud.servers.setPassword(server, asked.password)
    addDisks(cloud, server, disks)
    cloud.servers.queueJob(server, 'BUILD')
    return server
  } catch (error) {
    // A port that was asked for may be on another server: that one stays as it is.
    cloud.ports.discard(ports.filter(({ serverId }) => serverId === null || serverId === id))
    throw error
  }
}

function newTag(tag: unknown): string {
  const name = pythonText(tag)
  checkTagLength(name, 'Tag is too long')
  return name
}

/** The image that the root is made from: `imageRef`, or the source of the first disk. @throws {Fault} 400 */
function rootImage({ imageRef, devices }: ServerRequest): unknown {
  const root = devices?.[0]
  const source = root && (root.source === 'image' || root.source === 'snapshot') ? root.uuid : undefined
  const given = pythonTruth(imageRef) ? imageRef : undefined
  if (given !== undefined && pythonTruth(source) && given !== source)
    throw badRequest("The specified server's image is different from the the source of the first volume.")
  const image = given ?? source
  if (!pythonTruth(image)) throw badRequest('You need to specify either an image or a block device mapping.')
  return image
}

function imageFor(cloud: ComputeCloud, user: User, id: unknown): Image {
  try {
    return cloud.images.get(user, typeof id === 'string' ? id : pythonText(id))
  } catch (error) {
    if (error instanceof Fault && error.status === 404) throw itemNotFound(`Image '${pythonText(id)}' not found`)
    throw error
  }
}

function chargeFor(
  cloud: ComputeCloud,
  user: User,
  project: string,
  flavor: Flavor,
  disks: readonly PlannedDisk[],
): void {
  const size = disks.reduce((sum, disk) => sum + disk.size, 0)
  cloud.cycladesQuota.charge(user.uuid, [
    ...standingCharges(project, flavor),
    ...runningCharges(project, flavor),
    diskCharge(project, size),
  ])
}

function addDisks(cloud: ComputeCloud, server: Server, disks: readonly PlannedDisk[]): void {
  for (const [index, disk] of disks.entries()) {
    const volume = cloud.volumes.add({
      name: null,
      description: null,
      owner: server.owner,
      project: server.project,
      sharedToProject: server.sharedToProject,
      type: server.flavor.volumeType,
      size: disk.size,
      source: disk.source,
      status: 'CREATING',
    })
    cloud.volumes.place(volume, server.id, index)
  }
}
