import { roomyDispatcher } from './node-dispatcher.ts'
import { rawContentEncodingInit } from './raw-content-encoding.ts'
import type { Traits } from './traits.ts'

/** Node. Its fetch behaves the same inside a function that wraps it. */
export const node: Traits = {
  isNode: true,
  setsAllHeaders: true,
  fetchStatesLength: true,
  streamsRequestBodies: true,
  streamsLargeBodies: true,
  hidesCauses: false,
  fetchInit(builtIn) {
    const dispatcher = builtIn ? roomyDispatcher() : undefined
    return dispatcher === undefined ? {} : { dispatcher }
  },
  rawInit: rawContentEncodingInit,
}

/** Marks a fetch that is Node's own with other connections, so that it is treated like Node's own. */
export const nodeFetchMark: symbol = Symbol.for('@kamaki/core/node-fetch')
