import { ApiError } from './api-error.ts'
import { isMarked, mark } from './kamaki-error.ts'

/** 304: nothing has changed since the moment or version named in the request. */
export class NotModifiedError extends ApiError {
  static {
    mark(NotModifiedError.prototype, 'NotModifiedError')
  }

  static override isInstance(value: unknown): value is NotModifiedError {
    return isMarked(value, 'NotModifiedError')
  }
}

/** 400: the request is malformed, not possible in the present state, or to a path that does not exist. */
export class BadRequestError extends ApiError {
  static {
    mark(BadRequestError.prototype, 'BadRequestError')
  }

  static override isInstance(value: unknown): value is BadRequestError {
    return isMarked(value, 'BadRequestError')
  }
}

/** 401: the token is wrong or has expired. */
export class UnauthorizedError extends ApiError {
  static {
    mark(UnauthorizedError.prototype, 'UnauthorizedError')
  }

  static override isInstance(value: unknown): value is UnauthorizedError {
    return isMarked(value, 'UnauthorizedError')
  }
}

/** 403: the user may not do this. */
export class ForbiddenError extends ApiError {
  static {
    mark(ForbiddenError.prototype, 'ForbiddenError')
  }

  static override isInstance(value: unknown): value is ForbiddenError {
    return isMarked(value, 'ForbiddenError')
  }
}

/** 404: there is no such thing, or the user cannot see it. */
export class NotFoundError extends ApiError {
  static {
    mark(NotFoundError.prototype, 'NotFoundError')
  }

  static override isInstance(value: unknown): value is NotFoundError {
    return isMarked(value, 'NotFoundError')
  }
}

/** 405: this cannot be done to that. */
export class MethodNotAllowedError extends ApiError {
  static {
    mark(MethodNotAllowedError.prototype, 'MethodNotAllowedError')
  }

  static override isInstance(value: unknown): value is MethodNotAllowedError {
    return isMarked(value, 'MethodNotAllowedError')
  }
}

/** 409: the thing is busy, in another state, or exists already; also the reply that lists missing blocks. */
export class ConflictError extends ApiError {
  static {
    mark(ConflictError.prototype, 'ConflictError')
  }

  static override isInstance(value: unknown): value is ConflictError {
    return isMarked(value, 'ConflictError')
  }
}

/** 411: length or type of the body is missing. */
export class LengthRequiredError extends ApiError {
  static {
    mark(LengthRequiredError.prototype, 'LengthRequiredError')
  }

  static override isInstance(value: unknown): value is LengthRequiredError {
    return isMarked(value, 'LengthRequiredError')
  }
}

/** 412: an `If-…` condition does not hold. */
export class PreconditionFailedError extends ApiError {
  static {
    mark(PreconditionFailedError.prototype, 'PreconditionFailedError')
  }

  static override isInstance(value: unknown): value is PreconditionFailedError {
    return isMarked(value, 'PreconditionFailedError')
  }
}

/** 413: a quota would be exceeded (`overLimit`, `requestEntityTooLarge` or `fault`, by service). */
export class QuotaExceededError extends ApiError {
  static {
    mark(QuotaExceededError.prototype, 'QuotaExceededError')
  }

  static override isInstance(value: unknown): value is QuotaExceededError {
    return isMarked(value, 'QuotaExceededError')
  }
}

/** 416: the range lies outside of the object, or overruns its end. */
export class RangeNotSatisfiableError extends ApiError {
  static {
    mark(RangeNotSatisfiableError.prototype, 'RangeNotSatisfiableError')
  }

  static override isInstance(value: unknown): value is RangeNotSatisfiableError {
    return isMarked(value, 'RangeNotSatisfiableError')
  }
}

/** 422: the body does not fit its checksum, or a limit on user data keys is reached. */
export class UnprocessableError extends ApiError {
  static {
    mark(UnprocessableError.prototype, 'UnprocessableError')
  }

  static override isInstance(value: unknown): value is UnprocessableError {
    return isMarked(value, 'UnprocessableError')
  }
}

/** 429: too many requests; see `retryAfterMs`. */
export class RateLimitedError extends ApiError {
  static {
    mark(RateLimitedError.prototype, 'RateLimitedError')
  }

  static override isInstance(value: unknown): value is RateLimitedError {
    return isMarked(value, 'RateLimitedError')
  }
}

/** 5xx: the server failed. */
export class ServerError extends ApiError {
  static {
    mark(ServerError.prototype, 'ServerError')
  }

  static override isInstance(value: unknown): value is ServerError {
    return isMarked(value, 'ServerError')
  }
}

/** 501: the server does not offer this operation. */
export class NotImplementedError extends ServerError {
  static {
    mark(NotImplementedError.prototype, 'NotImplementedError')
  }

  static override isInstance(value: unknown): value is NotImplementedError {
    return isMarked(value, 'NotImplementedError')
  }
}

/** 502: a proxy got no proper answer from the service behind it. */
export class BadGatewayError extends ServerError {
  static {
    mark(BadGatewayError.prototype, 'BadGatewayError')
  }

  static override isInstance(value: unknown): value is BadGatewayError {
    return isMarked(value, 'BadGatewayError')
  }
}

/** 503: the service is down for the moment; see `retryAfterMs`. */
export class ServiceUnavailableError extends ServerError {
  static {
    mark(ServiceUnavailableError.prototype, 'ServiceUnavailableError')
  }

  static override isInstance(value: unknown): value is ServiceUnavailableError {
    return isMarked(value, 'ServiceUnavailableError')
  }
}

/** 504: a proxy got no answer from the service in time. */
export class GatewayTimeoutError extends ServerError {
  static {
    mark(GatewayTimeoutError.prototype, 'GatewayTimeoutError')
  }

  static override isInstance(value: unknown): value is GatewayTimeoutError {
    return isMarked(value, 'GatewayTimeoutError')
  }
}
