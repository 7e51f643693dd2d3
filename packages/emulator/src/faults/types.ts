/** What goes wrong with a request on purpose. */
export type InjectedFault =
  /** Waits before the request is handled (real time). */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Slows bodies down: those of responses, of requests (`upload`), or both. */
  | {
      readonly kind: 'bandwidth'
      readonly bytesPerSecond: number
      readonly upload?: boolean | undefined
      readonly download?: boolean | undefined
    }
  /** The response's body stops after so many bytes (default 0), and nothing more comes until the caller gives up. */
  | { readonly kind: 'stall'; readonly afterBytes?: number | undefined }
  /**
   * The connection is reset: `before` the request is handled; after it was, within the `headers` of the response; in the
   * response's `body` after so many bytes (default: half of it); or while the request's body comes in (`upload`).
   * In process, `fetch` rejects with a TypeError, or the body does.
   */
  | {
      readonly kind: 'reset'
      readonly when: 'before' | 'headers' | 'body' | 'upload'
      readonly afterBytes?: number | undefined
    }
  /** The response's body ends early, after so many bytes (default: half of it), though its headers promise more. */
  | { readonly kind: 'truncate'; readonly afterBytes?: number | undefined }
  /**
   * A response with this status takes the place of the real one. The request is not handled, unless `handled` is set:
   * then it is, and only the response is lost. `retryAfter` is a number of seconds or a date.
   */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly retryAfter?: number | string | undefined
      readonly message?: string | undefined
      readonly handled?: boolean | undefined
      readonly headers?: Readonly<Record<string, string>> | undefined
    }
  /** So many bytes (default 1) of the response's body are flipped. */
  | { readonly kind: 'corrupt'; readonly bytes?: number | undefined }

/** Which requests a fault strikes. What is left out matches all. */
export interface FaultRule {
  readonly method?: string | readonly string[] | undefined
  /**
   * The request target, as sent and with its query: a pattern, or a string in which `*` stands for anything
   * (`/pithos/*\/images/*`). A string without `*` need only be contained.
   */
  readonly path?: string | RegExp | undefined
  /** Strikes that often, then no more. Default: always. */
  readonly times?: number | undefined
  /** Lets that many matching requests through first. Default 0. */
  readonly skip?: number | undefined
  /** Strikes a matching request with this probability, 0 to 1. Default 1. */
  readonly probability?: number | undefined
  /** Seed of the probability's dice: the same seed strikes the same requests. Default: the emulator's. */
  readonly seed?: number | undefined
  readonly fault: InjectedFault | readonly InjectedFault[]
}
