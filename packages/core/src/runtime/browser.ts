import type { Traits } from './traits.ts'

/** Browsers and their workers. */
export const browser: Traits = {
  isNode: false,
  setsAllHeaders: false,
  fetchStatesLength: true,
  streamsRequestBodies: false,
  streamsLargeBodies: false,
  hidesCauses: true,
  // A cached response does not show the current state. Some workers outside of browsers reject the option.
  fetchInit: () => ('cache' in Request.prototype ? { cache: 'no-store' } : {}),
  // Browsers always decode bodies.
  rawInit: () => ({}),
  env: () => undefined,
}
