import type { Cloud } from '../cloud.ts'
import type { KeypairStore } from './keypair-store.ts'
import type { ServerStore } from './server-store.ts'

/** The cloud as this service sees it: its own stores whole, those of the others by what they offer. */
export interface ComputeCloud extends Cloud {
  readonly servers: ServerStore
  readonly keypairs: KeypairStore
}
