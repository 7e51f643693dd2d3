import type { ComputeCloud } from '../../compute/compute-cloud.ts'
import type { IdentityCloud } from '../../identity/identity-cloud.ts'
import type { ImageCloud } from '../../image/image-cloud.ts'
import type { VolumeCloud } from '../../volume/volume-cloud.ts'

/** The cloud as scenarios see it: they reach into the stores of these services. */
export type ScenarioCloud = IdentityCloud & ImageCloud & ComputeCloud & VolumeCloud
