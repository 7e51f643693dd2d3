import type { MediaType, Version } from '@kamaki/core'
import type { LiteralUnion } from '@kamaki/core/toolkit'

/** A version of the compute API. */
export interface ComputeVersion extends Version {
  /** ISO 8601. */
  updated: string
}

/** A version of the compute API in full. */
export interface ComputeVersionDetail extends ComputeVersion {
  media_types: MediaType[]
}

/** A version of the block storage API. There are two, `v2.0` and its alias `v2`. */
export interface VolumeVersion extends Version {
  id: LiteralUnion<'v2.0' | 'v2'>
  min_version: string
  version: string
  media_types: MediaType[]
}
