/** In what the runtimes differ, as far as this package has to know. There is a file for each: a new runtime is one more. */
export interface Traits {
  readonly isNode: boolean
  /** Whether requests may set `User-Agent`, `Content-Length` and `Accept-Encoding`; browsers set their own. */
  readonly setsAllHeaders: boolean
  /** Whether fetch itself states the length of a body that it is given whole, and rejects a second statement. */
  readonly fetchStatesLength: boolean
  /** Whether fetch can send a stream. Browsers can over HTTP/2 only, if at all. */
  readonly streamsRequestBodies: boolean
  /** Whether fetch sends a large buffer faster as a stream of one chunk. */
  readonly streamsLargeBodies: boolean
  /** Whether a failed fetch hides what was wrong, and redirects. */
  readonly hidesCauses: boolean
  /** What every fetch is told. */
  fetchInit(): object
  /** What a fetch is told so that a body comes as it was sent, whatever its Content-Encoding; see raw-content-encoding.ts. */
  rawInit(): Readonly<Record<string | symbol, unknown>>
}
