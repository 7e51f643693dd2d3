import type { DirectSend } from './direct-send.ts'

/** How runtimes differ, as far as it matters here. Each runtime has a file of its own. */
export interface Traits {
  readonly isNode: boolean
  /** Whether requests may set `User-Agent`, `Content-Length` and `Accept-Encoding`; browsers set their own. */
  readonly setsAllHeaders: boolean
  /** Whether fetch sets the Content-Length of a body that is not a stream, and rejects one set by the caller. */
  readonly fetchStatesLength: boolean
  /** Whether fetch can send a stream. Browsers can only over HTTP/2, if at all. */
  readonly streamsRequestBodies: boolean
  /** Whether fetch sends a large buffer faster as a stream of one chunk. */
  readonly streamsLargeBodies: boolean
  /** Whether fetch hides the cause of a failure, and redirects. */
  readonly hidesCauses: boolean
  /** A variable of the environment, where there is one that may be read without asking. */
  env(name: string): string | undefined
  /** The init of every fetch. `builtIn`: the client was given no other than the runtime's own. */
  fetchInit(builtIn: boolean): object
  /** The init of a fetch that returns bodies as they were sent, whatever their Content-Encoding; see raw-content-encoding.ts. */
  rawInit(builtIn: boolean): Readonly<Record<string | symbol, unknown>>
  /** What sends as the built-in fetch would, for less; undefined where there is nothing that does. */
  direct?(): DirectSend | undefined
}
