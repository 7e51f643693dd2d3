import type { Cloud } from '../cloud.ts'
import type { PithosService } from './pithos-service.ts'

/** The cloud as this service sees it: its own store whole, those of the others by what they offer. */
export interface PithosCloud extends Cloud {
  readonly pithos: PithosService
}
