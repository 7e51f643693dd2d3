import { KamakiError } from './kamaki-error.ts'

/** An invalid argument. It is rejected before anything is sent. */
export class InvalidArgumentError extends KamakiError {
  static override readonly errorName: string = 'InvalidArgumentError'

  /** The name of the parameter. */
  declare readonly parameter: string

  constructor(message: string, fields: { readonly parameter: string }, options?: ErrorOptions) {
    super(message, options)
    Object.assign(this, fields)
  }
}

/** No complete response: the host is unknown or unreachable, the connection was refused, or it broke before the response ended. */
export class ConnectionError extends KamakiError {
  static override readonly errorName: string = 'ConnectionError'

  /** The system's error code (`ECONNREFUSED`, `ENOTFOUND`, `ECONNRESET` ...), if there is one. */
  declare readonly code: string | undefined
  /** Whether the same request may well succeed a little later. */
  declare readonly transient: boolean
  declare readonly method: string
  declare readonly url: string

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
    Object.assign(this, fields, { transient: fields.transient ?? true })
  }
}

/** No secure connection: the certificate of the host is not trusted, or one side does not speak TLS. */
export class TlsError extends KamakiError {
  static override readonly errorName: string = 'TlsError'

  /** The host's name and port. */
  declare readonly host: string
  /** The TLS library's error code (`CERT_HAS_EXPIRED` ...). */
  declare readonly code: string | undefined
  declare readonly method: string
  declare readonly url: string

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
    Object.assign(this, fields)
  }
}

/**
 * `queue`: a free slot (`concurrency`); `token`: the token function; `headers`, `body`: the response; `retry`: the pause before the next
 * attempt; `composite`: a call of several requests, such as an upload.
 */
export type TimeoutPhase = 'queue' | 'token' | 'headers' | 'body' | 'retry' | 'composite'

/** A call took longer than `attemptTimeoutMs` (one attempt) or `timeoutMs` (the whole call). */
export class TimeoutError extends KamakiError {
  static override readonly errorName: string = 'TimeoutError'

  /** What the call was waiting for when it timed out. */
  declare readonly phase: TimeoutPhase
  /** Which limit was reached. */
  declare readonly limit: 'attempt' | 'total'
  declare readonly timeoutMs: number
  /** Undefined for a composite call. */
  declare readonly method: string | undefined
  declare readonly url: string | undefined

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
    Object.assign(this, fields)
  }
}

/** A successful response with unexpected content, usually because it does not come from the API. */
export class ParseError extends KamakiError {
  static override readonly errorName: string = 'ParseError'

  declare readonly status: number
  declare readonly method: string
  declare readonly url: string
  declare readonly contentType: string | undefined
  declare readonly requestId: string | undefined

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
    Object.assign(this, fields)
  }
}

/** The service catalog has no such endpoint. */
export class EndpointNotFoundError extends KamakiError {
  static override readonly errorName: string = 'EndpointNotFoundError'

  declare readonly serviceType: string
  /** The service types in the catalog. */
  declare readonly available: readonly string[]

  constructor(
    message: string,
    fields: { readonly serviceType: string; readonly available?: readonly string[] | undefined },
    options?: ErrorOptions,
  ) {
    super(message, options)
    Object.assign(this, fields, { available: fields.available ?? [] })
  }
}

/** Received or stored content does not have the expected hash. */
export class IntegrityError extends KamakiError {
  static override readonly errorName: string = 'IntegrityError'

  declare readonly expected: string | undefined
  declare readonly actual: string | undefined

  constructor(
    message: string,
    fields: { readonly expected?: string | undefined; readonly actual?: string | undefined } = {},
    options?: ErrorOptions,
  ) {
    super(message, options)
    Object.assign(this, fields)
  }
}

/** An upload or download of several requests failed; `cause` is the error that ended it. */
export class TransferError extends KamakiError {
  static override readonly errorName: string = 'TransferError'

  /** Bytes transferred before the failure. */
  declare readonly transferredBytes: number | undefined

  constructor(
    message: string,
    fields: { readonly transferredBytes?: number | undefined } = {},
    options?: ErrorOptions,
  ) {
    super(message, options)
    Object.assign(this, fields)
  }
}

/** A wait that did not reach its goal. */
export class WaitError extends KamakiError {
  static override readonly errorName: string = 'WaitError'

  /** The last state that a poll returned; undefined if none did. */
  declare readonly lastState: unknown

  constructor(message: string, fields: { readonly lastState: unknown }, options?: ErrorOptions) {
    super(message, options)
    Object.assign(this, fields)
  }

  /** Omits the last state, which may be long or private. */
  override toJSON(): Record<string, unknown> {
    return { name: this.name, message: this.message }
  }
}

/** The awaited state can no longer be reached: a server is in ERROR, for example. */
export class WaitFailedError extends WaitError {
  static override readonly errorName: string = 'WaitFailedError'
}

/** The awaited state was not reached in time. */
export class WaitTimeoutError extends WaitError {
  static override readonly errorName: string = 'WaitTimeoutError'
}

/** The creation of several resources, or in several steps, failed halfway; `cause` is the error that ended it. */
export class PartialCreateError extends KamakiError {
  static override readonly errorName: string = 'PartialCreateError'

  /** What was created before the failure and still exists, in order. */
  declare readonly created: readonly unknown[]

  constructor(message: string, fields: { readonly created: readonly unknown[] }, options?: ErrorOptions) {
    super(message, options)
    Object.assign(this, fields)
  }
}

/** No resource has the name that was looked for, or several have it. */
export class LookupError extends KamakiError {
  static override readonly errorName: string = 'LookupError'

  /** What was looked for: `server`, `image` ... */
  declare readonly noun: string
  /** The name that was looked for. */
  declare readonly wanted: string
  /** The ids of those that have the name: none, or several. */
  declare readonly matches: readonly (string | number)[]

  constructor(
    message: string,
    fields: { readonly noun: string; readonly wanted: string; readonly matches: readonly (string | number)[] },
    options?: ErrorOptions,
  ) {
    super(message, options)
    Object.assign(this, fields)
  }
}
