import type { Link, MediaType, Version } from '@kamaki/core'
import type { LiteralUnion } from '@kamaki/core/toolkit'

/** The status of a volume: in lower case, and `in_use` where OpenStack writes `in-use`. The last four are never seen. */
export type VolumeStatus = LiteralUnion<
  | 'creating'
  | 'available'
  | 'attaching'
  | 'detaching'
  | 'in_use'
  | 'deleting'
  | 'deleted'
  | 'error'
  | 'error_deleting'
  | 'backing_up'
  | 'restoring_backup'
  | 'error_restoring'
>

/** A volume as in the short list. */
export interface VolumeSummary {
  /** Digits. */
  id: string
  display_name: string | null
  links: Link[]
}

/** A volume as `create` returns it: `get` has the rest. */
export type CreatedVolume = VolumeSummary

/** A volume, with all fields. */
export interface Volume extends VolumeSummary {
  status: VolumeStatus
  /** GiB. */
  size: number
  display_description: string | null
  /** ISO 8601 with the offset +00:00. */
  created_at: string
  metadata: Record<string, string>
  /** The snapshot it was created from. */
  snapshot_id: string | null
  source_volid: string | null
  /** The image it was created from. */
  image_id: string | null
  /** The server that has it, if one has. */
  attachments: VolumeServerAttachment[]
  /** The id of its type. */
  volume_type: number
  deleted: boolean
  /** Whether it is deleted with its server. */
  delete_on_termination: boolean
  /** The owner's uuid. */
  user_id: string
  /** The project that is charged. */
  tenant_id: string | null
  shared_to_project: boolean
}

export interface VolumeServerAttachment {
  server_id: number
  /** A number here, a string in the volume itself. */
  volume_id: number
  /** 0 for the root volume. */
  device_index: number | null
}

/** The status of a snapshot: in upper case, unlike volumes. */
export type SnapshotStatus = LiteralUnion<'CREATING' | 'AVAILABLE' | 'ERROR' | 'DELETED' | 'UNKNOWN'>

/** A snapshot of a volume. It is an image as well: servers can be created from it. */
export interface Snapshot {
  /** A uuid. */
  id: string
  display_name: string
  display_description: string
  status: SnapshotStatus
  /** GiB. */
  size: number
  /** The owner's uuid. */
  user_id: string
  /** The owner's uuid as well, not a project. */
  tenant_id: string
  /** `100%` when `AVAILABLE`, the number 0 before. */
  'os-extended-snapshot-attribute:progress': string | number
  created_at: string
  /** Always empty here; `snapshots.metadata.list` has it. */
  metadata: Record<string, never>
  /** Digits. */
  volume_id: string | null
  links: Link[]
}

/** Where and how volumes are stored. */
export interface VolumeType {
  id: number
  name: string
  deleted: boolean
  /** `ext_vlmc` or `drbd`, say. */
  'SNF:disk_template': string
  /**
   * Whether such volumes can be attached and detached. The cloud goes by the name of the type here, and by the disk
   * template when it attaches or detaches: rarely, the two differ.
   */
  'SNF:detachable': boolean
}

/** A version of the block storage API. There are two, `v2.0` and its alias `v2`. */
export interface VolumeVersion extends Version {
  id: LiteralUnion<'v2.0' | 'v2'>
  min_version: string
  version: string
  media_types: MediaType[]
}
