import { KamakiError } from './kamaki-error.ts'

/** What an {@link ApiError} tells about the failed call. */
export interface ApiErrorFields {
  /** The HTTP status of the response. A `code` in the body is ignored. */
  readonly status: number
  /** Synnefo's name of the fault (`itemNotFound`, `overLimit` ...); undefined if the body names none. */
  readonly fault: string | undefined
  /** The server's details to the message: usually a string, sometimes an array or an object. */
  readonly details: unknown
  readonly method: string
  /** The URL that responded, without query parameters that hold secrets. */
  readonly url: string
  /** The server's id of the request, if it sent one. */
  readonly requestId: string | undefined
  /** How long the server asks to wait (`Retry-After`), in milliseconds. */
  readonly retryAfterMs: number | undefined
}

/** A response with an error status. There is a subclass for each status that programs handle differently. */
export class ApiError extends KamakiError implements ApiErrorFields {
  static override readonly errorName: string = 'ApiError'

  declare readonly status: number
  declare readonly fault: string | undefined
  declare readonly details: unknown
  declare readonly method: string
  declare readonly url: string
  declare readonly requestId: string | undefined
  declare readonly retryAfterMs: number | undefined

  constructor(message: string, fields: ApiErrorFields, options?: ErrorOptions) {
    super(message, options)
    Object.assign(this, fields)
  }
}

/** 304: not modified since the time or version that the request names. */
export class NotModifiedError extends ApiError {
  static override readonly errorName: string = 'NotModifiedError'
}

/** 400: the request is malformed, not possible in the current state, or to a path that does not exist. */
export class BadRequestError extends ApiError {
  static override readonly errorName: string = 'BadRequestError'
}

/** 401: the token is invalid or has expired. */
export class UnauthorizedError extends ApiError {
  static override readonly errorName: string = 'UnauthorizedError'
}

/** 403: the user is not allowed to do this. */
export class ForbiddenError extends ApiError {
  static override readonly errorName: string = 'ForbiddenError'
}

/** 404: the resource does not exist, or is not visible to the user. */
export class NotFoundError extends ApiError {
  static override readonly errorName: string = 'NotFoundError'
}

/** 405: the resource does not support this operation. */
export class MethodNotAllowedError extends ApiError {
  static override readonly errorName: string = 'MethodNotAllowedError'
}

/** 409: the resource is busy, in the wrong state, or exists already. Pithos also responds so to list missing blocks. */
export class ConflictError extends ApiError {
  static override readonly errorName: string = 'ConflictError'
}

/** 411: the length or type of the body is missing. */
export class LengthRequiredError extends ApiError {
  static override readonly errorName: string = 'LengthRequiredError'
}

/** 412: an `If-...` condition is not met. */
export class PreconditionFailedError extends ApiError {
  static override readonly errorName: string = 'PreconditionFailedError'
}

/** 413: a quota would be exceeded (`overLimit`, `requestEntityTooLarge` or `fault`, by service). */
export class QuotaExceededError extends ApiError {
  static override readonly errorName: string = 'QuotaExceededError'
}

/** 416: the range is not within the object. */
export class RangeNotSatisfiableError extends ApiError {
  static override readonly errorName: string = 'RangeNotSatisfiableError'
}

/** 422: the body does not match its checksum, or a limit on user data keys is reached. */
export class UnprocessableError extends ApiError {
  static override readonly errorName: string = 'UnprocessableError'
}

/** 429: too many requests; see `retryAfterMs`. */
export class RateLimitedError extends ApiError {
  static override readonly errorName: string = 'RateLimitedError'
}

/** 5xx: the server failed. */
export class ServerError extends ApiError {
  static override readonly errorName: string = 'ServerError'
}

/** 501: the server does not implement this operation. */
export class NotImplementedError extends ServerError {
  static override readonly errorName: string = 'NotImplementedError'
}

/** 502: a proxy got an invalid response from the service behind it. */
export class BadGatewayError extends ServerError {
  static override readonly errorName: string = 'BadGatewayError'
}

/** 503: the service is temporarily unavailable; see `retryAfterMs`. */
export class ServiceUnavailableError extends ServerError {
  static override readonly errorName: string = 'ServiceUnavailableError'
}

/** 504: a proxy got no response from the service in time. */
export class GatewayTimeoutError extends ServerError {
  static override readonly errorName: string = 'GatewayTimeoutError'
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

function classOf(status: number): typeof ApiError {
  return classes[status] ?? (status >= 500 ? ServerError : ApiError)
}

/** What a status means, as the name of its class says it: `not found`. For responses without a body: those to HEAD requests, above all. */
export function meaningOf(status: number): string | undefined {
  const { errorName } = classOf(status)
  if (errorName === 'ApiError') return undefined
  const words = errorName.replace(/(?<!Server)Error$/, '').match(/[A-Z][a-z]+/g) ?? []
  return words.join(' ').toLowerCase()
}

/** The error for a status: of its own class, else ServerError for 5xx and ApiError for the rest. */
export function errorForStatus(message: string, fields: ApiErrorFields): ApiError {
  const Class = classOf(fields.status)
  return new Class(message, fields)
}
