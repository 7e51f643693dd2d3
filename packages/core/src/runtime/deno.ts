import type { Traits } from './traits.ts'

export const deno: Traits = {
  isNode: false,
  setsAllHeaders: true,
  fetchStatesLength: false,
  streamsRequestBodies: true,
  streamsLargeBodies: false,
  hidesCauses: false,
  fetchInit: () => ({}),
  // It decodes no body where Accept-Encoding is stated.
  rawInit: () => ({}),
}
