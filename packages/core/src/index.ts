export { Client, type ClientClass, type CloudContext } from './client/client.ts'
export type { UrlWording } from './client/endpoint.ts'
export type { Reassignment } from './client/reassignment.ts'
export type { StatusTarget } from './client/status-wait.ts'
export type { Link, MediaType, Version } from './client/versions.ts'
export { type WaitGoal, type WaitOptions, waitFor } from './client/wait.ts'
export {
  ApiError,
  type ApiErrorFields,
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
} from './errors/api-errors.ts'
export {
  ConnectionError,
  EndpointNotFoundError,
  IntegrityError,
  InvalidArgumentError,
  LookupError,
  ParseError,
  PartialCreateError,
  TimeoutError,
  type TimeoutPhase,
  TlsError,
  TransferError,
  WaitError,
  WaitFailedError,
  WaitTimeoutError,
} from './errors/client-errors.ts'
export { KamakiError } from './errors/kamaki-error.ts'
export type { ChangesSinceOptions } from './http/changes-since.ts'
export type { ResponseFailure } from './http/error-response.ts'
export { List } from './http/list.ts'
export type { Path } from './http/path.ts'
export type { Query } from './http/query.ts'
export type { CallOptions } from './http/request.ts'
export type { ApiResponse } from './http/response.ts'
export type {
  CallEvent,
  EndEvent,
  FailureEvent,
  Hooks,
  RequestEvent,
  ResponseEvent,
  RetryEvent,
} from './observe/hooks.ts'
export type { Logger, LogLevel } from './observe/logger.ts'
export type {
  Body,
  ClientOptions,
  RequestOptions,
  RetryOptions,
  TokenSource,
} from './transport/options.ts'
