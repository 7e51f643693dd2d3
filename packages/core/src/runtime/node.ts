import { rawContentEncodingInit } from './raw-content-encoding.ts'
import type { Traits } from './traits.ts'

/** Node itself. What its fetch does holds below a function that wraps it, too. */
export const node: Traits = {
  isNode: true,
  setsAllHeaders: true,
  fetchStatesLength: true,
  streamsRequestBodies: true,
  streamsLargeBodies: true,
  hidesCauses: false,
  fetchInit: () => ({}),
  rawInit: rawContentEncodingInit,
}

/** The mark of a fetch that is Node's own with other connections: what is known of the one holds for the other. */
export const nodeFetchMark: symbol = Symbol.for('@kamaki/core/node-fetch')
