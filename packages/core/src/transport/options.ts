import type { Hooks } from '../observe/hooks.ts'
import type { Logger, LogLevel } from '../observe/logger.ts'

/** A token, or a function that returns it. The function is called again, once, when the cloud responds 401 to its last token. */
export type TokenSource = string | (() => string | Promise<string>)

/**
 * The body of a request. A stream can be sent only once, so its call is not retried; pass a function that opens a new stream to allow
 * retries.
 */
export type Body = Uint8Array | string | Blob | ReadableStream<Uint8Array> | (() => ReadableStream<Uint8Array>)

/** When and how often a failed attempt is retried. Only calls that can safely be repeated are. */
export interface RetryOptions {
  /** Most retries after the first attempt. Default 4. */
  readonly limit?: number | undefined
  /** Longest pause before the first retry, in milliseconds; doubles with each retry. The pause is a random part of it. Default 500. */
  readonly baseMs?: number | undefined
  /** Longest pause that is not requested by the server, in milliseconds. Default 20_000. */
  readonly maxMs?: number | undefined
  /** Longest `Retry-After` to wait for, in milliseconds; if the server asks for more, the call fails at once. Default 60_000. */
  readonly maxRetryAfterMs?: number | undefined
}

/** Options of every call, in its last argument. */
export interface RequestOptions {
  /** Aborts the call, which then rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined
  /** Limit of the whole call in milliseconds, including queueing, retries, pauses and reading the body. Default: no limit. */
  readonly timeoutMs?: number | undefined
  /**
   * Limit of one attempt in milliseconds, including reading the body. If the body is returned as a stream, the limit applies to each
   * read. Default 60_000, plus a second for each 16 KiB of the request body and of the response's Content-Length.
   */
  readonly attemptTimeoutMs?: number | undefined
  /** Overrides the client's retry options; `false` for no retries. */
  readonly retry?: RetryOptions | false | undefined
  /** Additional headers. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined
}

/** Options of every client's constructor. */
export interface ClientOptions {
  /**
   * The function that sends requests. Default: the built-in `fetch`. See `createNodeFetch` in `@kamaki/core/node`. On Node, requests of these
   * two go out by what fetch sends through itself (its dispatcher), at half of fetch's cost; a function that wraps or replaces fetch is called.
   */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** As in {@link RequestOptions}, for all calls. */
  readonly retry?: RetryOptions | false | undefined
  /** As in {@link RequestOptions}, for all calls. */
  readonly timeoutMs?: number | undefined
  /** As in {@link RequestOptions}, for all calls. */
  readonly attemptTimeoutMs?: number | undefined
  /** Most requests in flight at a time; others wait in order. Default 32. */
  readonly concurrency?: number | undefined
  /** Additional headers of every request. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined
  /** Prepended to the default `User-Agent`. Has no effect in browsers, which send their own. */
  readonly userAgent?: string | undefined
  /** Receives log lines. Default: `console` if `logLevel` is set, standard error if only the variable `KAMAKI_LOG` is, else none. */
  readonly logger?: Logger | undefined
  /** Default: what the variable `KAMAKI_LOG` of the environment says, else `'info'` if there is a logger, else `'off'`. */
  readonly logLevel?: LogLevel | undefined
  /** Shows tokens and passwords in log lines. Default false. */
  readonly logToken?: boolean | undefined
  /** Logs the bodies of requests and responses at level `debug`. Default false. */
  readonly logData?: boolean | undefined
  /** Called at each step of a call, for tracing and metrics. */
  readonly hooks?: Hooks | undefined
}
