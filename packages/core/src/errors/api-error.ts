import { isMarked, KamakiError, mark } from './kamaki-error.ts'

/** What is known of a refused call. */
export interface ApiErrorFields {
  /** Status of the HTTP reply; what the body claims as `code` is ignored. */
  readonly status: number
  /** Synnefo's name of the fault (`itemNotFound`, `overLimit` ...), or undefined where the body had none. */
  readonly fault: string | undefined
  /** What the server adds to the message: mostly text, sometimes a list or an object. */
  readonly details: unknown
  readonly method: string
  /** Where the reply came from; query parameters that hold secrets are left out. */
  readonly url: string
  /** The server's id of the request, if it named one. */
  readonly requestId: string | undefined
  /** How long the server asked to wait (`Retry-After`), in milliseconds. */
  readonly retryAfterMs: number | undefined
}

/** A cloud answered, but not with success. There is a subclass for each meaning that programs tell apart. */
export class ApiError extends KamakiError implements ApiErrorFields {
  static {
    mark(ApiError.prototype, 'ApiError')
  }

  readonly status: number
  readonly fault: string | undefined
  readonly details: unknown
  readonly method: string
  readonly url: string
  readonly requestId: string | undefined
  readonly retryAfterMs: number | undefined

  constructor(message: string, fields: ApiErrorFields, options?: ErrorOptions) {
    super(message, options)
    this.status = fields.status
    this.fault = fields.fault
    this.details = fields.details
    this.method = fields.method
    this.url = fields.url
    this.requestId = fields.requestId
    this.retryAfterMs = fields.retryAfterMs
  }

  static override isInstance(value: unknown): value is ApiError {
    return isMarked(value, 'ApiError')
  }
}
