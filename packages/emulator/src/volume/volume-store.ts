import { Sequence } from '../base/random.ts'
import type { Cloud } from '../cloud.ts'
import type { Server } from '../compute/model.ts'
import { diskCharge, giveBack } from '../compute/quota.ts'
import { badRequest, type Fault, itemNotFound } from '../http/fault.ts'
import type { User } from '../identity/user-store.ts'
import { pythonInt } from '../python/int.ts'
import { pythonText } from '../python/repr.ts'
import type { Volume } from './model.ts'

export type VolumeInit = Pick<
  Volume,
  'name' | 'description' | 'owner' | 'project' | 'sharedToProject' | 'type' | 'size' | 'source' | 'status'
>

/** The volumes of block storage. */
export class VolumeStore {
  readonly #cloud: Cloud
  readonly #byId: Map<number, Volume> = new Map()
  readonly #ids: Sequence = new Sequence()
  /** The live volumes of each server. */
  readonly #onServer: Map<number, Set<Volume>> = new Map()

  constructor(cloud: Cloud) {
    this.#cloud = cloud
  }

  /** Every volume there ever was, in order of id. */
  all(): Volume[] {
    return [...this.#byId.values()]
  }

  sees(user: User, volume: Volume): boolean {
    if (volume.owner === user.uuid) return true
    return volume.sharedToProject && this.#cloud.projectsOf(user.uuid).includes(volume.project)
  }

  /** All that a user sees, deleted ones included, in order of id. */
  visible(user: User): Volume[] {
    return this.all().filter((volume) => this.sees(user, volume))
  }

  /**
   * A volume that the user sees.
   * @throws {Fault} 400 if the id is no number or (with `nonDeleted`) the volume is deleted; `missing` (404 by default) if there is none
   */
  get(user: User, id: unknown, options: { nonDeleted?: boolean; missing?: (message: string) => Fault } = {}): Volume {
    const number = pythonInt(id)
    if (number === undefined) throw badRequest(`Invalid volume id: ${pythonText(id)}`)
    const volume = this.#byId.get(number)
    if (!volume || !this.sees(user, volume)) throw (options.missing ?? itemNotFound)(`Volume ${number} not found`)
    if (options.nonDeleted && volume.deleted) throw badRequest(`Volume '${number}' has been deleted.`)
    return volume
  }

  /** The live volumes of a server, in order of id. */
  of(serverId: number): Volume[] {
    return [...(this.#onServer.get(serverId) ?? [])].sort((a, b) => a.id - b.id)
  }

  /** Puts a volume on a server, or takes it off. */
  place(volume: Volume, serverId: number | null, index: number | null): void {
    if (volume.serverId !== null) this.#onServer.get(volume.serverId)?.delete(volume)
    volume.serverId = serverId
    volume.index = index
    this.touch(volume)
    if (serverId === null) return
    const there = this.#onServer.get(serverId)
    if (there) there.add(volume)
    else this.#onServer.set(serverId, new Set([volume]))
  }

  /** The place that the next disk of a server takes: behind the last. */
  nextIndex(server: Server): number {
    // The disk that a helper starts from is no volume here.
    const last = server.helper ? 0 : -1
    return 1 + Math.max(last, ...this.of(server.id).map(({ index }) => index ?? -1))
  }

  /** Makes a volume; what it costs is charged already. */
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
    this.#byId.set(volume.id, volume)
    return volume
  }

  touch(volume: Volume): void {
    volume.updated = this.#cloud.clock.now()
  }

  /** The volume is gone: what it cost is given back. */
  remove(volume: Volume): void {
    if (volume.deleted) return
    volume.status = 'DELETED'
    volume.deleted = true
    // It still tells where it was, but is no longer among the server's.
    if (volume.serverId !== null) this.#onServer.get(volume.serverId)?.delete(volume)
    this.touch(volume)
    giveBack(this.#cloud, volume.owner, [diskCharge(volume.project, volume.size)])
  }

  /** The server is gone, and its volumes with it. */
  removeOf(server: Server): void {
    for (const volume of this.of(server.id)) {
      this.remove(volume)
      this.place(volume, null, null)
    }
  }

  /** The server was built: its volumes are in use. */
  builtOn(server: Server): void {
    for (const volume of this.of(server.id)) {
      volume.status = 'IN_USE'
      volume.hasData = true
      this.touch(volume)
    }
  }
}
