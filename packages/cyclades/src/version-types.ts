import type { Open } from '@kamaki/core'
import type { Link } from './link.ts'

/** A version of the API. */
export interface Version {
  /** `v2.0`, say. */
  id: string
  status: Open<'CURRENT' | 'SUPPORTED' | 'DEPRECATED'>
  updated: string
  links: Link[]
}

export interface MediaType {
  base: string
  type: string
}

/** A version of the compute API in full. */
export interface VersionDetail extends Version {
  media_types: MediaType[]
}

/** A version of the block storage API. There are two, `v2.0` and its alias `v2`. */
export interface VolumeVersion {
  id: Open<'v2.0' | 'v2'>
  status: Open<'CURRENT' | 'SUPPORTED' | 'DEPRECATED'>
  links: Link[]
  min_version: string
  version: string
  media_types: MediaType[]
}
