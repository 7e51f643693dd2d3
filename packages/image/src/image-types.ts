import type { LiteralUnion } from '@kamaki/core/toolkit'

/** How the disk is stored. */
export type DiskFormat = LiteralUnion<'diskdump' | 'extdump' | 'ntfsdump'>

export type ContainerFormat = LiteralUnion<'aki' | 'ari' | 'ami' | 'bare' | 'ovf'>

/** Where an image stands, as lists say it (headers say SAVING for UNAVAILABLE). */
export type ImageStatus = LiteralUnion<'AVAILABLE' | 'UNAVAILABLE' | 'ERROR' | 'UNKNOWN'>

/** An image in a list. */
export interface ImageSummary {
  /** Uuid. */
  id: string
  name?: string
  status: ImageStatus
  disk_format?: DiskFormat
  container_format?: ContainerFormat
  /** Bytes. */
  size: number
}

/** An image in a detailed list. */
export interface Image extends ImageSummary {
  /** `pithos://account/container/object`, its parts percent-encoded: `parseLocation` takes it apart. */
  location: string
  /** The object's Merkle root (of a snapshot, the name of its map), not an MD5. */
  checksum: string | null
  /** `YYYY-MM-DD HH:MM:SS` in UTC: when it was last changed, the same as `updated_at`. */
  created_at: string
  updated_at: string
  /** Always empty. */
  deleted_at: string
  is_public: boolean
  is_snapshot: boolean
  /** Uuid of the account of the object. */
  owner: string
  /** Snapshots only. */
  description?: string
  /** By name, with underscores. */
  properties: Record<string, string>
}

export const DISK_FORMATS: readonly string[] = ['diskdump', 'extdump', 'ntfsdump']

export const CONTAINER_FORMATS: readonly string[] = ['aki', 'ari', 'ami', 'bare', 'ovf']
