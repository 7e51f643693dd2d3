import type { MediaType, Version } from '@kamaki/core'

/** A version of the registry's API. There are two, `v1.0` and its other name `v1`. */
export interface ImageVersion extends Version {
  media_types: MediaType[]
}
