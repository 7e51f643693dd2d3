import { KamakiError, markError } from './kamaki-error.ts'

/** An argument that cannot be right. It is refused before anything is sent. */
export class InvalidArgumentError extends KamakiError {
  static {
    markError(InvalidArgumentError, 'InvalidArgumentError')
  }

  /** The name of the parameter. */
  readonly parameter: string

  constructor(message: string, fields: { parameter: string }, options?: ErrorOptions) {
    super(message, options)
    this.parameter = fields.parameter
  }
}

/** No answer came: the host is unknown, refuses, is not reachable, or the connection broke before the reply was whole. */
export class ConnectionError extends KamakiError {
  static {
    markError(ConnectionError, 'ConnectionError')
  }

  /** The system's word for it (`ECONNREFUSED`, `ENOTFOUND`, `ECONNRESET` ...), where there is one. */
  readonly code: string | undefined
  readonly method: string
  readonly url: string

  constructor(
    message: string,
    fields: { code?: string | undefined; method: string; url: string },
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.code = fields.code
    this.method = fields.method
    this.url = fields.url
  }
}

/** The connection could not be made secure: the certificate of the host is not accepted, or one side does not speak TLS. */
export class TlsError extends KamakiError {
  static {
    markError(TlsError, 'TlsError')
  }

  /** Name and port of the other side. */
  readonly host: string
  /** The TLS library's word for it (`CERT_HAS_EXPIRED` ...). */
  readonly code: string | undefined
  readonly method: string
  readonly url: string

  constructor(
    message: string,
    fields: { host: string; code?: string | undefined; method: string; url: string },
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
 * `queue`: a free slot (`concurrency`); `token`: the token provider; `headers`, `body`: the response; `retry`: the pause before the next
 * attempt; `composite`: a call of several requests (an upload, say).
 */
export type TimeoutPhase = 'queue' | 'token' | 'headers' | 'body' | 'retry' | 'composite'

/** A call took longer than `attemptTimeoutMs` (one attempt) or `timeoutMs` (all of it). */
export class TimeoutError extends KamakiError {
  static {
    markError(TimeoutError, 'TimeoutError')
  }

  /** What the call was waiting for when the time was up. */
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
      phase: TimeoutPhase
      limit: 'attempt' | 'total'
      timeoutMs: number
      method?: string | undefined
      url?: string | undefined
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

/** A reply with a good status whose content is not what it should be, mostly because something else than the API answered. */
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
      status: number
      method: string
      url: string
      contentType?: string | undefined
      requestId?: string | undefined
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

/** The service catalog has no endpoint of this kind. */
export class EndpointNotFoundError extends KamakiError {
  static {
    markError(EndpointNotFoundError, 'EndpointNotFoundError')
  }

  readonly serviceType: string
  /** The service types that the catalog does have. */
  readonly available: readonly string[]

  constructor(message: string, fields: { serviceType: string; available?: readonly string[] }, options?: ErrorOptions) {
    super(message, options)
    this.serviceType = fields.serviceType
    this.available = fields.available ?? []
  }
}

/** What arrived, or what is stored, does not have the hash that it should have. */
export class IntegrityError extends KamakiError {
  static {
    markError(IntegrityError, 'IntegrityError')
  }

  readonly expected: string | undefined
  readonly actual: string | undefined

  constructor(
    message: string,
    fields: { expected?: string | undefined; actual?: string | undefined } = {},
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.expected = fields.expected
    this.actual = fields.actual
  }
}

/** An upload or download of many requests could not be finished; `cause` is the error that ended it. */
export class TransferError extends KamakiError {
  static {
    markError(TransferError, 'TransferError')
  }

  /** Bytes that had been moved when it ended. */
  readonly transferredBytes: number | undefined

  constructor(message: string, fields: { transferredBytes?: number | undefined } = {}, options?: ErrorOptions) {
    super(message, options)
    this.transferredBytes = fields.transferredBytes
  }
}

/** A wait that did not reach its goal. */
export class WaitError extends KamakiError {
  static {
    markError(WaitError, 'WaitError')
  }

  /** The last state that was seen, as the poll returned it; undefined if no poll came to an end. */
  readonly lastState: unknown

  constructor(message: string, fields: { lastState: unknown }, options?: ErrorOptions) {
    super(message, options)
    this.lastState = fields.lastState
  }

  /** The last state may be anything, also long or private: it is omitted. */
  override toJSON(): Record<string, unknown> {
    return { name: this.name, message: this.message }
  }
}

/** A state was reached from which the one waited for cannot come (a server in ERROR, say). */
export class WaitFailedError extends WaitError {
  static {
    markError(WaitFailedError, 'WaitFailedError')
  }
}

/** The state that was waited for did not come in time. */
export class WaitTimeoutError extends WaitError {
  static {
    markError(WaitTimeoutError, 'WaitTimeoutError')
  }
}

/** A creation of several resources, or in several steps, that failed on the way; `cause` is the error that ended it. */
export class PartialCreateError extends KamakiError {
  static {
    markError(PartialCreateError, 'PartialCreateError')
  }

  /** What was created before the failure and exists now, in order. */
  readonly created: readonly unknown[]

  constructor(message: string, fields: { created: readonly unknown[] }, options?: ErrorOptions) {
    super(message, options)
    this.created = fields.created
  }
}
