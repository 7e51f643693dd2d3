import type { LiteralUnion } from '@kamaki/core/toolkit'

/** An account in the list of those that share something. */
export interface AccountListingEntry {
  /** Uuid of the account's owner. */
  name: string
  /** ISO 8601, UTC. */
  last_modified: string
  [field: string]: unknown
}

/** A container's settings as listings show them: the quota in bytes as text (0: no limit), or as a number where it is the default. */
export interface ContainerPolicyEntry {
  quota: string | number
  versioning: LiteralUnion<'auto' | 'none'>
  project?: string | null
  [field: string]: unknown
}

/** A container of a listing. What is optional is only told to the owner. */
export interface ContainerListingEntry {
  name: string
  /** Number of objects. */
  count?: number
  bytes?: number
  /** ISO 8601, UTC; the latest change, whatever `until` says. */
  last_modified: string
  x_container_until_timestamp?: string
  x_container_policy?: ContainerPolicyEntry
  [field: string]: unknown
}

/** An object of a listing. */
export interface ObjectListingEntry {
  name: string
  bytes: number
  content_type: string
  /** MD5, or empty where the cloud computes none. Not the ETag: that is `x_object_hash`. */
  hash: string
  /** ISO 8601, UTC. Absent with `until`. */
  last_modified?: string
  /** Merkle root of the block hashes; of a snapshot the name of its map. */
  x_object_hash: string | null
  x_object_uuid: string
  x_object_version: number
  /** Seconds since 1970 as decimal text (a number with some databases). */
  x_object_version_timestamp: string | number
  x_object_modified_by: string
  /** 1: the data is there, 0: not yet, -1: never. */
  available?: 1 | 0 | -1
  map_check_timestamp?: string | number | null
  /** `read=…; write=…`, where this very object holds permissions. */
  x_object_sharing?: string
  x_object_shared_by?: string
  x_object_allowed_to?: LiteralUnion<'read' | 'write'>
  /** Public URL; only told to the owner. */
  x_object_public?: string
  subdir?: never
  [field: string]: unknown
}

/** A virtual directory: what the names below it have in common, up to and with the delimiter. */
export interface SubdirEntry {
  subdir: string
  name?: never
}

/** Block hashes of an object, as the server gives them. */
export interface Hashmap {
  /** Bytes of a block. */
  block_size: number
  block_hash: string
  /** Bytes of the object. */
  bytes: number
  /** One hash a block, in order. An empty object has one: that of nothing. */
  hashes: string[]
}

/** A version of an object. */
export interface ObjectVersion {
  version: number
  created: Date
}
