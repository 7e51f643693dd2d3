import type { Traits } from './traits.ts'

/** Browsers and their workers. */
export const browser: Traits = {
  isNode: false,
  setsAllHeaders: false,
  fetchStatesLength: true,
  streamsRequestBodies: false,
  streamsLargeBodies: false,
  hidesCauses: true,
  // What a browser keeps of an earlier response tells nothing of how things are now. Some workers that are not a browser's reject the option.
  fetchInit: () => ('cache' in Request.prototype ? { cache: 'no-store' } : {}),
  // Browsers decode every body.
  rawInit: () => ({}),
}
