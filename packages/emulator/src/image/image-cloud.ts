import type { Cloud } from '../cloud.ts'
import type { ImageStore } from './image-store.ts'

/** The cloud as this service sees it: its own store whole, those of the others by what they offer. */
export interface ImageCloud extends Cloud {
  readonly images: ImageStore
}
