import { badRequest, type Fault } from '../http/fault.ts'
import type { Charge, Owned, User } from '../identity/model.ts'
import type { Integer } from '../python/int.ts'

/** A kind of volume. */
export interface VolumeType {
  readonly id: number
  readonly name: string
  readonly diskTemplate: string
  readonly deleted: boolean
}

/** The types of the recorded installation: one whose volumes come off a server, one whose do not. */
export const VOLUME_TYPES: readonly VolumeType[] = [
  { id: 1, name: 'ext_archipelago', diskTemplate: 'ext_archipelago', deleted: false },
  { id: 2, name: 'drbd', diskTemplate: 'drbd', deleted: false },
]

const DETACHABLE: readonly string[] = ['ext_archipelago', 'ext_vlmc']
/** GANETI_CLONE_PROVIDERS: what can be filled from an image or a snapshot though it is no root volume. */
const CLONES: readonly string[] = ['archipelago', 'vlmc']

type VolumeStatus = 'CREATING' | 'AVAILABLE' | 'ATTACHING' | 'DETACHING' | 'IN_USE' | 'DELETING' | 'DELETED' | 'ERROR'

export type VolumeSource = { readonly type: 'image' | 'snapshot'; readonly id: string } | { readonly type: 'blank' }

export interface Volume extends Owned {
  readonly id: number
  name: string | null
  description: string | null
  /** Uuid of the user it belongs to. */
  readonly owner: string
  project: string
  sharedToProject: boolean
  readonly type: VolumeType
  /** GiB */
  readonly size: number
  readonly source: VolumeSource
  status: VolumeStatus
  /** The server it is on (see `VolumeStore.place`); stays when it is deleted from there. */
  serverId: number | null
  /** Place among the server's disks; 0 is the root. */
  index: number | null
  /** It was on a server once: only one can delete it then. */
  hasData: boolean
  deleted: boolean
  deleteOnTermination: boolean
  readonly created: number
  updated: number
  metadata: ReadonlyMap<string, string>
  /** How many snapshots were taken of it: the next one's map has the number in its name. */
  snapshots: number
}

export function isDetachable(type: VolumeType): boolean {
  return DETACHABLE.includes(type.diskTemplate)
}

/** What the API says about a type: the server compares its name with the detachable templates. */
export function showsDetachable(type: VolumeType): boolean {
  return DETACHABLE.includes(type.name)
}

/** `archipelago` of `ext_archipelago`; undefined for templates without a provider. */
function providerOf(type: VolumeType): string | undefined {
  return type.diskTemplate.startsWith('ext_') ? type.diskTemplate.slice(4) : undefined
}

export function canClone(type: VolumeType): boolean {
  const provider = providerOf(type)
  return provider !== undefined && CLONES.includes(provider)
}

/** @throws {Fault} 400 */
export function requireAttached(volume: Volume, serverId: number): void {
  if (volume.serverId !== serverId) throw badRequest(`Volume '${volume.id}' is not attached to server '${serverId}'`)
}

const GIB = 1024n ** 3n

/** What volumes cost; `size` in GiB. */
export function diskCharge(project: string, size: number, sign: 1 | -1 = 1): Charge {
  return { project, resource: 'cyclades.disk', quantity: BigInt(sign * size) * GIB }
}

/** What a volume is created from. */
export type VolumeInit = Pick<
  Volume,
  'name' | 'description' | 'owner' | 'project' | 'sharedToProject' | 'type' | 'size' | 'source' | 'status'
>

/** Where a volume's content is to come from, as a caller names it. */
export type AskedSource =
  | { readonly type: 'image' | 'snapshot' | 'volume'; readonly id: unknown }
  | { readonly type: 'blank' }

/** A disk that a new server asks for. */
export interface AskedDisk {
  readonly type: VolumeType
  readonly source: AskedSource
  /** GiB, as it was asked for */
  readonly size: Integer | undefined
  readonly root: boolean
  readonly deleteOnTermination: boolean
}

/** A disk of a server that is to be created. */
export interface PlannedDisk {
  /** GiB */
  readonly size: number
  readonly source: VolumeSource
}

/** What other services ask about volumes. */
export interface Volumes {
  /**
   * A volume that the user sees.
   * @throws {Fault} 400 if the id is not a number or (with `nonDeleted`) the volume is deleted; `missing` (404 by default) if there is none
   */
  get(user: User, id: unknown, options?: { nonDeleted?: boolean; missing?: (message: string) => Fault }): Volume
  /** The live volumes of a server, in order of id. */
  of(serverId: number): Volume[]
  /** Checks a disk of a new server. @throws {Fault} 400, 403, 501 */
  plan(user: User, disk: AskedDisk): PlannedDisk
  /** Creates a volume; what it costs is charged already. */
  add(init: VolumeInit): Volume
  /** Puts a volume on a server, or takes it off. */
  place(volume: Volume, serverId: number | null, index: number | null): void
  /** The server has been built: its volumes are in use. */
  builtOn(serverId: number): void
  /** The server is gone, and its volumes with it. */
  removeOf(serverId: number): void
  /** @throws {Fault} 400 wrong volume status, type or server state, no room; 409 being built */
  attach(volume: Volume, serverId: number): void
  /** @throws {Fault} 400 not attached here, root, wrong volume status, type or server state; 409 being built */
  detach(volume: Volume, serverId: number): void
}
