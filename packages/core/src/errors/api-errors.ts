import { KamakiError, markError } from './kamaki-error.ts'

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
    markError(ApiError, 'ApiError')
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
}

/** 304: nothing has changed since the moment or version named in the request. */
export class NotModifiedError extends ApiError {
  static {
    markError(NotModifiedError, 'NotModifiedError')
  }
}

/** 400: the request is malformed, not possible in the present state, or to a path that does not exist. */
export class BadRequestError extends ApiError {
  static {
    markError(BadRequestError, 'BadRequestError')
  }
}

/** 401: the token is wrong or has expired. */
export class UnauthorizedError extends ApiError {
  static {
    markError(UnauthorizedError, 'UnauthorizedError')
  }
}

/** 403: the user may not do this. */
export class ForbiddenError extends ApiError {
  static {
    markError(ForbiddenError, 'ForbiddenError')
  }
}

/** 404: there is no such thing, or the user cannot see it. */
export class NotFoundError extends ApiError {
  static {
    markError(NotFoundError, 'NotFoundError')
  }
}

/** 405: this cannot be done to that. */
export class MethodNotAllowedError extends ApiError {
  static {
    markError(MethodNotAllowedError, 'MethodNotAllowedError')
  }
}

/** 409: the thing is busy, in another state, or exists already; also the reply that lists missing blocks. */
export class ConflictError extends ApiError {
  static {
    markError(ConflictError, 'ConflictError')
  }
}

/** 411: length or type of the body is missing. */
export class LengthRequiredError extends ApiError {
  static {
    markError(LengthRequiredError, 'LengthRequiredError')
  }
}

/** 412: an `If-…` condition does not hold. */
export class PreconditionFailedError extends ApiError {
  static {
    markError(PreconditionFailedError, 'PreconditionFailedError')
  }
}

/** 413: a quota would be exceeded (`overLimit`, `requestEntityTooLarge` or `fault`, by service). */
export class QuotaExceededError extends ApiError {
  static {
    markError(QuotaExceededError, 'QuotaExceededError')
  }
}

/** 416: the range lies outside of the object, or overruns its end. */
export class RangeNotSatisfiableError extends ApiError {
  static {
    markError(RangeNotSatisfiableError, 'RangeNotSatisfiableError')
  }
}

/** 422: the body does not fit its checksum, or a limit on user data keys is reached. */
export class UnprocessableError extends ApiError {
  static {
    markError(UnprocessableError, 'UnprocessableError')
  }
}

/** 429: too many requests; see `retryAfterMs`. */
export class RateLimitedError extends ApiError {
  static {
    markError(RateLimitedError, 'RateLimitedError')
  }
}

/** 5xx: the server failed. */
export class ServerError extends ApiError {
  static {
    markError(ServerError, 'ServerError')
  }
}

/** 501: the server does not offer this operation. */
export class NotImplementedError extends ServerError {
  static {
    markError(NotImplementedError, 'NotImplementedError')
  }
}

/** 502: a proxy got no proper answer from the service behind it. */
export class BadGatewayError extends ServerError {
  static {
    markError(BadGatewayError, 'BadGatewayError')
  }
}

/** 503: the service is down for the moment; see `retryAfterMs`. */
export class ServiceUnavailableError extends ServerError {
  static {
    markError(ServiceUnavailableError, 'ServiceUnavailableError')
  }
}

/** 504: a proxy got no answer from the service in time. */
export class GatewayTimeoutError extends ServerError {
  static {
    markError(GatewayTimeoutError, 'GatewayTimeoutError')
  }
}

const classes: Readonly<Record<number, typeof ApiError>> = {
  304: NotModifiedError,
  400: BadRequestError,
  401: UnauthorizedError,
  403: ForbiddenError,
  404: NotFoundError,
  405: MethodNotAllowedError,
  409: ConflictError,
  411: LengthRequiredError,
  412: PreconditionFailedError,
  413: QuotaExceededError,
  416: RangeNotSatisfiableError,
  422: UnprocessableError,
  429: RateLimitedError,
  501: NotImplementedError,
  502: BadGatewayError,
  503: ServiceUnavailableError,
  504: GatewayTimeoutError,
}

/** The error for a status: its own class, ServerError for other 5xx, ApiError for the rest. */
export function errorForStatus(message: string, fields: ApiErrorFields): ApiError {
  const Class = classes[fields.status] ?? (fields.status >= 500 ? ServerError : ApiError)
  return new Class(message, fields)
}
