import type { Traits } from './traits.ts'

export const deno: Traits = {
  isNode: false,
  setsAllHeaders: true,
  fetchStatesLength: false,
  streamsRequestBodies: true,
  streamsLargeBodies: false,
  hidesCauses: false,
  fetchInit: () => ({}),
  // Deno does not decode bodies if the request has an Accept-Encoding.
  rawInit: () => ({}),
}
