import type { ComputeCloud } from '../compute/compute-cloud.ts'
import type { IdentityCloud } from '../identity/identity-cloud.ts'
import type { ImageCloud } from '../image/image-cloud.ts'
import type { NetworkCloud } from '../network/network-cloud.ts'
import type { PithosCloud } from '../pithos/pithos-cloud.ts'
import type { VolumeCloud } from '../volume/volume-cloud.ts'

/** The cloud with the stores of all services whole: for scenarios and contents, which reach into them. */
export type WholeCloud = IdentityCloud & PithosCloud & ImageCloud & NetworkCloud & ComputeCloud & VolumeCloud
