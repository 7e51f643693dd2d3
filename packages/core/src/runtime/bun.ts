import { processEnv } from './process-env.ts'
import type { Traits } from './traits.ts'

export const bun: Traits = {
  isNode: false,
  setsAllHeaders: true,
  fetchStatesLength: false,
  streamsRequestBodies: true,
  streamsLargeBodies: false,
  hidesCauses: false,
  fetchInit: () => ({}),
  rawInit: () => ({ decompress: false }),
  env: processEnv,
}
