/** What all events tell. */
export interface CallEvent {
  /** The same for all attempts of a call. */
  readonly callId: string
  /** 1 for the first attempt. */
  readonly attempt: number
  readonly method: string
  /** Without the query parameters that hold secrets. */
  readonly url: string
}

export interface RequestEvent extends CallEvent {}

export interface ResponseEvent extends CallEvent {
  readonly status: number
  /** From sending to the reply's headers. */
  readonly headersMs: number
  readonly requestId: string | undefined
}

export interface RetryEvent extends CallEvent {
  /** Why this attempt failed. */
  readonly error: unknown
  /** The pause before the next attempt. */
  readonly delayMs: number
}

export interface FailureEvent extends CallEvent {
  readonly error: unknown
  /** Of the whole call. */
  readonly elapsedMs: number
}

/** Callbacks for tracing and metrics. What they throw is logged and otherwise ignored. */
export interface Hooks {
  /** Before an attempt is sent. What it returns is added to the headers (`traceparent`, say). */
  readonly onRequest?: ((event: RequestEvent) => Readonly<Record<string, string>> | undefined | void) | undefined
  /** When the headers of a reply, good or bad, are there. */
  readonly onResponse?: ((event: ResponseEvent) => void) | undefined
  /** When an attempt failed and another will be made. */
  readonly onRetry?: ((event: RetryEvent) => void) | undefined
  /** When a call fails for good. */
  readonly onError?: ((event: FailureEvent) => void) | undefined
}
