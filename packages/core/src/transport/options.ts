import type { Hooks } from '../observe/hooks.ts'
import type { Logger, LogLevel } from '../observe/logger.ts'

/** A token, or a function that gives it. The function is asked again, once, when the cloud answers 401 to the token it gave last. */
export type TokenSource = string | (() => string | Promise<string>)

/**
 * The body of a request. Streams can be sent once, so a call with one is not repeated; give a function that opens the stream anew
 * where repeating should be possible.
 */
export type Body = Uint8Array | string | Blob | ReadableStream<Uint8Array> | (() => ReadableStream<Uint8Array>)

/** When and how often a failed attempt is made again. Only calls that are safe to repeat ever are. */
export interface RetryOptions {
  /** Attempts after the first. Default 4. */
  readonly limit?: number | undefined
  /** The longest pause before the first retry; it doubles with each further one, and the pause is a random part of it. Default 500. */
  readonly baseMs?: number | undefined
  /** The longest pause that is chosen by us. Default 20_000. */
  readonly maxMs?: number | undefined
  /** The longest `Retry-After` that is waited for; if the server asks for more, the call fails at once and says so. Default 60_000. */
  readonly maxRetryAfterMs?: number | undefined
}

/** The last argument of every call. */
export interface RequestOptions {
  /** Ends the call at any point; it then rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined
  /** Most time for the whole call, with its queueing, retries, pauses and the reply's body. Default: none. */
  readonly timeoutMs?: number | undefined
  /**
   * Most time for one attempt with its reply's body. Where the body is handed on as a stream, each wait for its next bytes counts by
   * itself. Default 60_000, plus a second for each 16 KiB that are sent or announced in the reply.
   */
  readonly attemptTimeoutMs?: number | undefined
  /** Overrides the client's policy; `false` for no retries. */
  readonly retry?: RetryOptions | false | undefined
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined
}

/** What every client's constructor takes. */
export interface ClientOptions {
  /** The function to make requests with. Default: the built-in `fetch`. See `createNodeFetch` in `@kamaki/core/node`. */
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly retry?: RetryOptions | false | undefined
  readonly timeoutMs?: number | undefined
  readonly attemptTimeoutMs?: number | undefined
  /** Requests in flight at a time; more wait in order. Default 32. */
  readonly concurrency?: number | undefined
  /** Headers for every request. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined
  /** Put before our own `User-Agent`. Browsers send their own. */
  readonly userAgent?: string | undefined
  /** Where log lines go. Default: `console` if `logLevel` is set, else nowhere. */
  readonly logger?: Logger | undefined
  /** Default `'info'` with a logger, else `'off'`. */
  readonly logLevel?: LogLevel | undefined
  /** Lets tokens and passwords stand in log lines. Never by default. */
  readonly logToken?: boolean | undefined
  /** Logs the bodies of requests and replies at level `debug`. Never by default. */
  readonly logData?: boolean | undefined
  /** Called at each step of each call: for tracing and metrics. */
  readonly hooks?: Hooks | undefined
}

/** The part of a method's options that is about the request, without what is about the resource. */
export function pickRequestOptions(options: RequestOptions = {}): RequestOptions {
  const { signal, timeoutMs, attemptTimeoutMs, retry, headers } = options
  return { signal, timeoutMs, attemptTimeoutMs, retry, headers }
}
