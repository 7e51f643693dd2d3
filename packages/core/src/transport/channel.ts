import { type DirectSend, nodeFetchMark } from '../runtime/direct-send.ts'
import { platform } from '../runtime/platform.ts'
import type { ClientOptions } from './options.ts'

/** What sends for a client. */
export interface Channel {
  readonly fetch: typeof globalThis.fetch
  /** Whether that is the runtime's own. */
  readonly builtIn: boolean
  readonly fastStreams: boolean
  /** What sends as that fetch would, for less, if there is something at the time. */
  readonly direct: (() => DirectSend | undefined) | undefined
}

export function channelOf({ fetch }: ClientOptions): Channel {
  const builtIn = fetch === undefined || fetch === globalThis.fetch
  return {
    builtIn,
    // Looked up at each call, so that a patched global is used; called without a receiver, as the built-in fetch requires.
    fetch: fetch === undefined ? (input, init) => globalThis.fetch(input, init) : (input, init) => fetch(input, init),
    fastStreams: platform.streamsLargeBodies && (builtIn || nodeFetchMark in fetch),
    direct: builtIn ? platform.direct : directOf(fetch),
  }
}

/** What `createNodeFetch` of this version marks its functions with. */
function directOf(fetch: object): (() => DirectSend) | undefined {
  const mark: unknown = Reflect.get(fetch, nodeFetchMark)
  return typeof mark === 'function' ? () => mark as DirectSend : undefined
}
