import { ApiError, type ApiErrorFields } from './api-error.ts'
import {
  BadGatewayError,
  BadRequestError,
  ConflictError,
  ForbiddenError,
  GatewayTimeoutError,
  LengthRequiredError,
  MethodNotAllowedError,
  NotFoundError,
  NotImplementedError,
  NotModifiedError,
  PreconditionFailedError,
  QuotaExceededError,
  RangeNotSatisfiableError,
  RateLimitedError,
  ServerError,
  ServiceUnavailableError,
  UnauthorizedError,
  UnprocessableError,
} from './status-errors.ts'

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
