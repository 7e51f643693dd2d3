import type { Plan } from '../base/jobs.ts'
import type { Sequence } from '../base/random.ts'
import { Table } from '../base/table.ts'
import type { Cloud } from '../cloud.ts'
import type { Server } from '../compute/model.ts'
import { badRequest, type Fault, itemNotFound } from '../http/fault.ts'
import { ownership, type User } from '../identity/model.ts'
import { pythonInt } from '../python/int.ts'
import { pythonText } from '../python/repr.ts'
import {
  type AskedDisk,
  diskCharge,
  isDetachable,
  type PlannedDisk,
  requireAttached,
  type Volume,
  type VolumeInit,
  type Volumes,
  type VolumeType,
} from './model.ts'
import { planDisk } from './volume-plan.ts'

/** GANETI_MAX_DISKS_PER_INSTANCE */
const MAX_DISKS = 8

/** The volumes of block storage. */
export class VolumeStore implements Volumes {
  readonly #cloud: Cloud
  readonly #byId: Table<number, Volume>
  readonly #ids: Sequence
  /** The live volumes of each server. */
  readonly #onServer: Map<number, Set<Volume>> = new Map()
  readonly #planRemoval: Plan<{ readonly volume: number }>
  readonly #planFailure: Plan<{ readonly volume: number }>

  constructor(cloud: Cloud) {
    this.#cloud = cloud
    const { records, jobs, servers } = cloud
    this.#byId = new Table(
      records,
      'volume',
      ({ id }) => id,
      (volume) => this.#index(volume),
    )
    this.#ids = records.sequence('volume')
    const withVolume = (run: (volume: Volume) => void) => (id: number) => {
      const volume = this.#byId.get(id)
      if (volume) run(volume)
    }
    const attached = withVolume((volume) => this.#attached(volume))
    const detached = withVolume((volume) => this.#detached(volume))
    const remove = withVolume((volume) => this.remove(volume))
    servers.defineJob('ATTACH_VOLUME', { done: (_server, volume: number) => attached(volume) })
    servers.defineJob('DETACH_VOLUME', { done: (_server, volume: number) => detached(volume) })
    servers.defineJob('DELETE_VOLUME', { done: (_server, volume: number) => remove(volume) })
    this.#planRemoval = jobs.define('removal of a volume', ({ volume }) => remove(volume))
    const fail = withVolume((volume) => this.fail(volume))
    this.#planFailure = jobs.define('failure of a volume', ({ volume }) => fail(volume))
  }

  #attached(volume: Volume): void {
    volume.status = 'IN_USE'
    volume.hasData = true
    this.touch(volume)
  }

  #detached(volume: Volume): void {
    this.place(volume, null, null)
    volume.status = 'AVAILABLE'
  }

  /** Every volume there ever was, in order of id. */
  all(): Volume[] {
    return [...this.#byId.values()]
  }

  /** All that a user sees, deleted ones included, in order of id. */
  visible(user: User): Volume[] {
    return this.all().filter((volume) => this.#cloud.projects.mayUse(user, volume))
  }

  get(user: User, id: unknown, options: { nonDeleted?: boolean; missing?: (message: string) => Fault } = {}): Volume {
    const number = pythonInt(id)
    if (number === undefined) throw badRequest(`Invalid volume id: ${pythonText(id)}`)
    const volume = this.#byId.get(Number(number))
    if (!volume || !this.#cloud.projects.mayUse(user, volume))
      throw (options.missing ?? itemNotFound)(`Volume ${number} not found`)
    if (options.nonDeleted && volume.deleted) throw badRequest(`Volume '${number}' has been deleted.`)
    return volume
  }

  of(serverId: number): Volume[] {
    return [...(this.#onServer.get(serverId) ?? [])].sort((a, b) => a.id - b.id)
  }

  place(volume: Volume, serverId: number | null, index: number | null): void {
    if (volume.serverId !== null) this.#onServer.get(volume.serverId)?.delete(volume)
    volume.serverId = serverId
    volume.index = index
    this.touch(volume)
    this.#index(volume)
  }

  #index(volume: Volume): void {
    const { serverId, deleted } = volume
    if (serverId === null || deleted) return
    const there = this.#onServer.get(serverId)
    if (there) there.add(volume)
    else this.#onServer.set(serverId, new Set([volume]))
  }

  /** The place that the next disk of a server takes: behind the last. */
  #nextIndex(server: Server): number {
    // The disk that a helper starts from is not a volume here.
    const last = server.helper ? 0 : -1
    return 1 + Math.max(last, ...this.of(server.id).map(({ index }) => index ?? -1))
  }

  add(init: VolumeInit): Volume {
    const now = this.#cloud.clock.now()
    const volume: Volume = {
      ...init,
      id: this.#ids.next(),
      serverId: null,
      index: null,
      hasData: false,
      deleteOnTermination: true,
      deleted: false,
      created: now,
      updated: now,
      metadata: new Map(),
      snapshots: 0,
    }
    return this.#byId.add(volume)
  }

  touch(volume: Volume): void {
    volume.updated = this.#cloud.clock.now()
  }

  /** The volume is broken, unless it is gone. */
  fail(volume: Volume): void {
    if (volume.deleted) return
    volume.status = 'ERROR'
    this.touch(volume)
  }

  /** A volume that was just created will be broken as soon as it would be there. */
  failLater(volume: Volume): void {
    const server = volume.serverId === null ? undefined : this.#cloud.servers.find(volume.serverId)
    volume.status = 'CREATING'
    // Behind the end of the job that puts it on its server.
    const wait = server ? server.busyUntil - this.#cloud.clock.now() : this.#cloud.options.transitionMs
    this.#planFailure(wait, { volume: volume.id })
  }

  /** The volume is gone: what it cost is given back. */
  remove(volume: Volume): void {
    if (volume.deleted) return
    volume.status = 'DELETED'
    volume.deleted = true
    // It still tells where it was, but is no longer among the server's.
    if (volume.serverId !== null) this.#onServer.get(volume.serverId)?.delete(volume)
    this.touch(volume)
    this.#cloud.cycladesQuota.giveBack(volume.owner, [diskCharge(volume.project, volume.size)])
  }

  removeOf(serverId: number): void {
    for (const volume of this.of(serverId)) {
      this.remove(volume)
      this.place(volume, null, null)
    }
  }

  builtOn(serverId: number): void {
    for (const volume of this.of(serverId)) {
      volume.status = 'IN_USE'
      volume.hasData = true
      this.touch(volume)
    }
  }

  plan(user: User, disk: AskedDisk): PlannedDisk {
    return planDisk(this.#cloud, user, disk)
  }

  /** @throws {Fault} 400 the server has as many disks as it can */
  requireRoom(server: Server): void {
    if (this.of(server.id).length >= MAX_DISKS) throw badRequest('Maximum volumes per server limit reached')
  }

  attach(volume: Volume, serverId: number): void {
    const server = this.#server(serverId)
    requireStatus(volume, 'attach', ['AVAILABLE'])
    requireDetachable(volume.type)
    if (volume.type.id !== server.flavor.volumeType.id)
      throw badRequest(
        'Volume and server must have the same volume type. Volume has volume type ' +
          `'${volume.type.id}' while server has '${server.flavor.volumeType.id}'`,
      )
    this.requireRoom(server)
    this.#cloud.servers.checkAction(server, 'ATTACH_VOLUME')
    this.putOn(server, volume, 'ATTACHING')
  }

  /** Puts a volume on a server that can take it now. */
  putOn(server: Server, volume: Volume, status: 'ATTACHING' | 'CREATING'): void {
    this.place(volume, server.id, this.#nextIndex(server))
    volume.status = status
    this.#cloud.servers.queueJob(server, 'ATTACH_VOLUME', { commission: status === 'CREATING', args: volume.id })
  }

  detach(volume: Volume, serverId: number): void {
    const server = this.#server(serverId)
    requireDetachable(volume.type)
    requireAttached(volume, serverId)
    requireStatus(volume, 'detach', ['IN_USE', 'ERROR'])
    if (volume.index === 0) throw badRequest(`Cannot detach the root volume of server <vm:${server.id}@backend:1>.`)
    this.#cloud.servers.runJob(server, 'DETACH_VOLUME', { args: volume.id })
    volume.status = 'DETACHING'
    this.touch(volume)
  }

  /** @throws {Fault} 400 root, wrong volume status or server state; 409 its server is being built */
  delete(volume: Volume): void {
    const server = volume.serverId === null ? undefined : this.#cloud.servers.find(volume.serverId)
    if (server) {
      requireStatus(volume, 'delete', ['IN_USE', 'ERROR'])
      if (volume.index === 0) throw badRequest(`Cannot delete the root volume of server <vm:${server.id}@backend:1>.`)
      this.#cloud.servers.runJob(server, 'DELETE_VOLUME', { commission: true, args: volume.id })
      volume.status = 'DELETING'
      this.touch(volume)
      return
    }
    requireStatus(volume, 'delete', ['AVAILABLE', 'ERROR'])
    if (volume.hasData) this.#deleteByHelper(volume)
    else this.remove(volume)
  }

  /** Only a server can destroy a disk: a detached one is hung on a helper of the provider for that. */
  #deleteByHelper(volume: Volume): void {
    const helper = this.#cloud.servers.helper()
    this.place(volume, helper.id, this.#nextIndex(helper))
    volume.status = 'DELETING'
    this.#planRemoval(this.#cloud.options.transitionMs, { volume: volume.id })
  }

  /** Moves a volume to another project, at once. @throws {Fault} 400, 409 its server is being built, 413 */
  reassign(volume: Volume, to: unknown, shared: unknown): void {
    const { cycladesQuota, servers } = this.#cloud
    const server = volume.serverId === null ? undefined : servers.find(volume.serverId)
    if (server) servers.checkAction(server, 'REASSIGN')
    const { project, sharedToProject } = ownership(to, shared)
    if (volume.project !== project) {
      cycladesQuota.requireMember(volume.owner, project)
      cycladesQuota.charge(volume.owner, [
        diskCharge(volume.project, volume.size, -1),
        diskCharge(project, volume.size),
      ])
    }
    volume.project = project
    volume.sharedToProject = sharedToProject
    this.touch(volume)
  }

  #server(id: number): Server {
    const server = this.#cloud.servers.find(id)
    if (!server) throw new Error(`No server ${id}.`)
    return server
  }
}

/** @throws {Fault} 400 */
export function requireDetachable(type: VolumeType): void {
  if (!isDetachable(type)) throw badRequest(`Volume type '${type.name}' is not detachable`)
}

function requireStatus(volume: Volume, verb: string, statuses: readonly Volume['status'][]): void {
  if (!statuses.includes(volume.status))
    throw badRequest(`Cannot ${verb} volume while volume is in '${volume.status}' status.`)
}
