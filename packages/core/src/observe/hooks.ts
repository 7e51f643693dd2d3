/** Fields common to all events. */
export interface CallEvent {
  /** The type of the client's service: `compute`. Undefined for a client that names none. */
  readonly service: string | undefined
  /** What is done, without ids and names, so that calls can be counted by it: `GET servers/{id}`, `POST servers/{id}/action reboot`. */
  readonly operation: string
  /** The same for all attempts of a call. */
  readonly callId: string
  /** 1 for the first attempt. */
  readonly attempt: number
  readonly method: string
  /** With secrets masked: query parameters, credentials, a token in the path. */
  readonly url: string
}

/** An attempt begins. */
export interface RequestEvent extends CallEvent {
  /** Milliseconds since the call began: earlier attempts and pauses, and waiting for a free slot. */
  readonly elapsedMs: number
}

/** An attempt got a response, good or bad; its body may still be on the way. */
export interface ResponseEvent extends CallEvent {
  readonly status: number
  /** From sending to the headers of the response. */
  readonly headersMs: number
  /** The id that the server gave the request. */
  readonly requestId: string | undefined
}

/** An attempt failed, and another will be made. */
export interface RetryEvent extends CallEvent {
  readonly error: unknown
  /** The pause before the next attempt; 0 when a new token is tried at once. */
  readonly delayMs: number
}

/** A call failed for good. */
export interface FailureEvent extends CallEvent {
  /** What is thrown: one of our errors, or the caller's `signal.reason`. */
  readonly error: unknown
  /** Of the whole call. */
  readonly elapsedMs: number
}

/** A call is over, for better or worse; with the body of its response, if that is read as a stream. */
export interface EndEvent extends CallEvent {
  /** Of the last response; undefined if there was none. */
  readonly status: number | undefined
  /** What was thrown; undefined for success. */
  readonly error: unknown
  /** Of the whole call. */
  readonly elapsedMs: number
  /** Attempts that failed and were made again. */
  readonly retries: number
  /** Bytes of bodies, in all attempts: as they are before a compression by the runtime, and after it is undone. */
  readonly sentBytes: number
  readonly receivedBytes: number
}

/**
 * Callbacks for tracing and metrics. They are called while a call runs, so they should be quick. What they throw, or what the promise of an
 * async one rejects with, is logged and otherwise ignored.
 */
export interface Hooks {
  /**
   * Before an attempt is sent. An object that it returns, or a Headers, is added to the headers (`traceparent`, say). A promise is waited for,
   * within the limits of the attempt.
   */
  readonly onRequest?: ((event: RequestEvent) => unknown) | undefined
  /** When the headers of a response are there. */
  readonly onResponse?: ((event: ResponseEvent) => void) | undefined
  /** When an attempt failed and another will be made. */
  readonly onRetry?: ((event: RetryEvent) => void) | undefined
  /** When a call fails for good. */
  readonly onError?: ((event: FailureEvent) => void) | undefined
  /** Once for each call, at its end. */
  readonly onEnd?: ((event: EndEvent) => void) | undefined
}
