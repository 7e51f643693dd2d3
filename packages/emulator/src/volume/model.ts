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

export type VolumeStatus =
  | 'CREATING'
  | 'AVAILABLE'
  | 'ATTACHING'
  | 'DETACHING'
  | 'IN_USE'
  | 'DELETING'
  | 'DELETED'
  | 'ERROR'

export type VolumeSource = { readonly type: 'image' | 'snapshot'; readonly id: string } | { readonly type: 'blank' }

export interface Volume {
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
  readonly metadata: Map<string, string>
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
