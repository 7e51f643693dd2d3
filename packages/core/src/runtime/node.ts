import type { DirectSend } from './direct-send.ts'
import { type Dispatcher, dispatch } from './dispatch.ts'
import { dispatcherOfProcess, isNodesOwn, roomyDispatcher } from './node-dispatcher.ts'
import { processEnv } from './process-env.ts'
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
  direct,
  env: processEnv,
}

/** By what Node's own fetch sends through. Not if another fetch is in its place: that may be watching. */
function direct(): DirectSend | undefined {
  // Undici 8, of a later Node, calls its handlers by other names.
  if (!isNodesOwn(globalThis.fetch) || !(Number.parseInt(process.versions['undici'] ?? '', 10) <= 7)) return undefined
  const dispatcher = (roomyDispatcher() ?? dispatcherOfProcess()) as Dispatcher | undefined
  return dispatcher === undefined ? undefined : (request) => dispatch(dispatcher, request)
}
