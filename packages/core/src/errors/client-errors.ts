import { KamakiError, markError } from './kamaki-error.ts'

/** An invalid argument. It is rejected before anything is sent. */
export class InvalidArgumentError extends KamakiError {
  static {
    markError(InvalidArgumentError, 'InvalidArgumentError')
  }

  /** The name of the parameter. */
  readonly parameter: string

  constructor(message: string, fields: { readonly parameter: string }, options?: ErrorOptions) {
    super(message, options)
    this.parameter = fields.parameter
  }
}

/** No complete response: the host is unknown or unreachable, the connection was refused, or it broke before the response ended. */
export class ConnectionError extends KamakiError {
  static {
    markError(ConnectionError, 'ConnectionError')
  }

  /** The system's error code (`ECONNREFUSED`, `ENOTFOUND`, `ECONNRESET` ...), if there is one. */
  readonly code: string | undefined
  /** Whether the same request may well succeed a little later. */
  readonly transient: boolean
  readonly method: string
  readonly url: string

  constructor(
    message: string,
    fields: {
      readonly code?: string | undefined
      readonly method: string
      readonly url: string
      readonly transient?: boolean | undefined
    },
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.code = fields.code
    this.transient = fields.transient ?? true
    this.method = fields.method
    this.url = fields.url
  }
}

/** No secure connection: the certificate of the host is not trusted, or one side does not speak TLS. */
export class TlsError extends KamakiError {
  static {
    markError(TlsError, 'TlsError')
  }

  /** The host's name and port. */
  readonly host: string
  /** The TLS library's error code (`CERT_HAS_EXPIRED` ...). */
  readonly code: string | undefined
  readonly method: string
  readonly url: string

  constructor(
    message: string,
    fields: {
      readonly host: string
      readonly code?: string | undefined
      readonly method: string
      readonly url: string
    },
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.host = fields.host
    this.code = fields.code
    this.method = fields.method
    this.url = fields.url
  }
}

/**
 * `queue`: a free slot (`concurrency`); `token`: the token function; `headers`, `body`: the response; `retry`: the pause before the next
 * attempt; `composite`: a call of several requests, such as an upload.
 */
export type TimeoutPhase = 'queue' | 'token' | 'headers' | 'body' | 'retry' | 'composite'

/** A call took longer than `attemptTimeoutMs` (one attempt) or `timeoutMs` (the whole call). */
export class TimeoutError extends KamakiError {
  static {
    markError(TimeoutError, 'TimeoutError')
  }

  /** What the call was waiting for when it timed out. */
  readonly phase: TimeoutPhase
  /** Which limit was reached. */
  readonly limit: 'attempt' | 'total'
  readonly timeoutMs: number
  /** Undefined for a composite call. */
  readonly method: string | undefined
  readonly url: string | undefined

  constructor(
    message: string,
    fields: {
      readonly phase: TimeoutPhase
      readonly limit: 'attempt' | 'total'
      readonly timeoutMs: number
      readonly method?: string | undefined
      readonly url?: string | undefined
    },
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.phase = fields.phase
    this.limit = fields.limit
    this.timeoutMs = fields.timeoutMs
    this.method = fields.method
    this.url = fields.url
  }
}

/** A successful response with unexpected content, usually because it does not come from the API. */
export class ParseError extends KamakiError {
  static {
    markError(ParseError, 'ParseError')
  }

  readonly status: number
  readonly method: string
  readonly url: string
  readonly contentType: string | undefined
  readonly requestId: string | undefined

  constructor(
    message: string,
    fields: {
      readonly status: number
      readonly method: string
      readonly url: string
      readonly contentType?: string | undefined
      readonly requestId?: string | undefined
    },
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.status = fields.status
    this.method = fields.method
    this.url = fields.url
    this.contentType = fields.contentType
    this.requestId = fields.requestId
  }
}

/** The service catalog has no such endpoint. */
export class EndpointNotFoundError extends KamakiError {
  static {
    markError(EndpointNotFoundError, 'EndpointNotFoundError')
  }

  readonly serviceType: string
  /** The service types in the catalog. */
  readonly available: readonly string[]

  constructor(
    message: string,
    fields: { readonly serviceType: string; readonly available?: readonly string[] | undefined },
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.serviceType = fields.serviceType
    this.available = fields.available ?? []
  }
}

/** Received or stored content does not have the expected hash. */
export class IntegrityError extends KamakiError {
  static {
    markError(IntegrityError, 'IntegrityError')
  }

  readonly expected: string | undefined
  readonly actual: string | undefined

  constructor(
    message: string,
    fields: { readonly expected?: string | undefined; readonly actual?: string | undefined } = {},
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.expected = fields.expected
    this.actual = fields.actual
  }
}

/** An upload or download of several requests failed; `cause` is the error that ended it. */
export class TransferError extends KamakiError {
  static {
    markError(TransferError, 'TransferError')
  }

  /** Bytes transferred before the failure. */
  readonly transferredBytes: number | undefined

  constructor(
    message: string,
    fields: { readonly transferredBytes?: number | undefined } = {},
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.transferredBytes = fields.transferredBytes
  }
}

/** A wait that did not reach its goal. */
export class WaitError extends KamakiError {
  static {
    markError(WaitError, 'WaitError')
  }

  /** The last state that a poll returned; undefined if none did. */
  readonly lastState: unknown

  constructor(message: string, fields: { readonly lastState: unknown }, options?: ErrorOptions) {
    super(message, options)
    this.lastState = fields.lastState
  }

  /** Omits the last state, which may be long or private. */
  override toJSON(): Record<string, unknown> {
    return { name: this.name, message: this.message }
  }
}

/** The awaited state can no longer be reached: a server is in ERROR, for example. */
export class WaitFailedError extends WaitError {
  static {
    markError(WaitFailedError, 'WaitFailedError')
  }
}

/** The awaited state was not reached in time. */
export class WaitTimeoutError extends WaitError {
  static {
    markError(WaitTimeoutError, 'WaitTimeoutError')
  }
}

/** The creation of several resources, or in several steps, failed halfway; `cause` is the error that ended it. */
export class PartialCreateError extends KamakiError {
  static {
    markError(PartialCreateError, 'PartialCreateError')
  }

  /** What was created before the failure and still exists, in order. */
  readonly created: readonly unknown[]

  constructor(message: string, fields: { readonly created: readonly unknown[] }, options?: ErrorOptions) {
    super(message, options)
    this.created = fields.created
  }
}

/** No resource has the name that was looked for, or several have it. */
export class LookupError extends KamakiError {
  static {
    markError(LookupError, 'LookupError')
  }

  /** What was looked for: `server`, `image` ... */
  readonly noun: string
  /** The name that was looked for. */
  readonly wanted: string
  /** The ids of those that have the name: none, or several. */
  readonly matches: readonly (string | number)[]

  constructor(
    message: string,
    fields: { readonly noun: string; readonly wanted: string; readonly matches: readonly (string | number)[] },
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.noun = fields.noun
    this.wanted = fields.wanted
    this.matches = fields.matches
  }
}
