export { CHANGES_SINCE_LIMIT_MS, type ChangesSinceOptions, changesSinceQuery } from './changes-since.ts'
export { Client, type ClientClass } from './client.ts'
export { defined } from './defined.ts'
export { ApiError, type ApiErrorFields } from './errors/api-error.ts'
export { ConnectionError } from './errors/connection-error.ts'
export { EndpointNotFoundError } from './errors/endpoint-not-found-error.ts'
export { IntegrityError } from './errors/integrity-error.ts'
export { InvalidArgumentError } from './errors/invalid-argument-error.ts'
export { isMarked as isMarkedError, KamakiError, mark as markError } from './errors/kamaki-error.ts'
export { ParseError } from './errors/parse-error.ts'
export {
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
} from './errors/status-errors.ts'
export { TimeoutError, type TimeoutPhase } from './errors/timeout-error.ts'
export { TlsError } from './errors/tls-error.ts'
export { TransferError } from './errors/transfer-error.ts'
export { WaitFailedError } from './errors/wait-failed-error.ts'
export { WaitTimeoutError } from './errors/wait-timeout-error.ts'
export { decodeHeaderValue, encodeHeaderValue } from './headers.ts'
export type { CallEvent, FailureEvent, Hooks, RequestEvent, ResponseEvent, RetryEvent } from './hooks.ts'
export { type BytesResponse, Http } from './http.ts'
export { parseJson, stringifyJson } from './json.ts'
export { Limiter } from './limit.ts'
export type { Link } from './link.ts'
export { List } from './list.ts'
export type { Logger, LogLevel } from './logger.ts'
export { mapLimit } from './map-limit.ts'
export { listChanges, listMember, member, memberOf } from './member.ts'
export type { Open } from './open.ts'
export type { Body, CallOptions, ClientOptions, RequestOptions, RetryOptions, TokenSource } from './options.ts'
export { encodedPath, type Path, path } from './path.ts'
export { isoDate, type Query } from './query.ts'
export { type Reassignment, reassignBody } from './reassignment.ts'
export { refuse, shown } from './refuse.ts'
export { requestOf } from './request-of.ts'
export { Resource } from './resource.ts'
export type { ApiResponse } from './response.ts'
export { serviceRoot } from './service-root.ts'
export { StatusResource } from './status-resource.ts'
export {
  type StatusRules,
  type StatusTarget,
  waitUntilDeleted,
  waitUntilStatus,
  waitWhileStatus,
} from './status-wait.ts'
export {
  requireBoolean,
  requireDate,
  requireId,
  requireIpv4,
  requireList,
  requireMilliseconds,
  requireNonNegativeInteger,
  requireOneOf,
  requirePositiveInteger,
  requireText,
  type TextLimits,
} from './validate.ts'
export { type MediaType, type Version, Versions } from './versions.ts'
export { type WaitGoal, type WaitOptions, waitFor } from './wait.ts'
