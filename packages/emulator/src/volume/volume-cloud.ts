import type { Cloud } from '../cloud.ts'
import type { VolumeStore } from './volume-store.ts'

/** The cloud as this service sees it: its own store whole, those of the others by what they offer. */
export interface VolumeCloud extends Cloud {
  readonly volumes: VolumeStore
}
