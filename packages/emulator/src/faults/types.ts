/** What goes wrong with a request on purpose. */
export type InjectedFault =
  /** Waits before the request is handled (real time). */
  | { kind: 'delay'; ms: number }
  /** Slows bodies down: those of answers, of requests (`upload`), or both. */
  | { kind: 'bandwidth'; bytesPerSecond: number; upload?: boolean; download?: boolean }
  /** The answer's body stops after so many bytes (default 0), and nothing more comes until the caller gives up. */
  | { kind: 'stall'; afterBytes?: number }
  /**
   * The connection is reset: `before` the request is handled; after it was, within the `headers` of the answer; in the
   * answer's `body` after so many bytes (default: half of it); or while the request's body comes in (`upload`).
   * In process, `fetch` rejects with a TypeError, or the body does.
   */
  | { kind: 'reset'; when: 'before' | 'headers' | 'body' | 'upload'; afterBytes?: number }
  /** The answer's body ends early, after so many bytes (default: half of it), though its headers promise more. */
  | { kind: 'truncate'; afterBytes?: number }
  /**
   * An answer with this status takes the place of the real one. The request is not handled, unless `handled` is set:
   * then it is, and only the answer is lost. `retryAfter` is a number of seconds or a date.
   */
  | {
      kind: 'status'
      status: number
      retryAfter?: number | string
      message?: string
      handled?: boolean
      headers?: Readonly<Record<string, string>>
    }
  /** So many bytes (default 1) of the answer's body are flipped. */
  | { kind: 'corrupt'; bytes?: number }

/** Which requests a fault strikes. What is left out matches all. */
export interface FaultRule {
  method?: string | readonly string[]
  /**
   * The request target, as sent and with its query: a pattern, or text in which `*` stands for anything
   * (`/pithos/*\/images/*`). Text without `*` need only be contained.
   */
  path?: string | RegExp
  /** Strikes that often, then no more. Default: always. */
  times?: number
  /** Lets that many matching requests through first. Default 0. */
  skip?: number
  /** Strikes a matching request with this probability, 0 to 1. Default 1. */
  probability?: number
  /** Seed of the probability's dice: the same seed strikes the same requests. Default: the emulator's. */
  seed?: number
  fault: InjectedFault | readonly InjectedFault[]
}
