export { Client, type ClientClass } from './client/client.ts'
export type { Link } from './client/link.ts'
export type { Open } from './client/literal-union.ts'
export { type Reassignment, reassignBody } from './client/reassignment.ts'
export { Resource } from './client/resource.ts'
export { serviceRoot } from './client/service-root.ts'
export { StatusResource } from './client/status-resource.ts'
export {
  type StatusRules,
  type StatusTarget,
  waitUntilDeleted,
  waitUntilStatus,
  waitWhileStatus,
} from './client/status-wait.ts'
export { type MediaType, type Version, Versions } from './client/versions.ts'
export { type WaitGoal, type WaitOptions, waitFor } from './client/wait.ts'
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
export { CHANGES_SINCE_LIMIT_MS, type ChangesSinceOptions, changesSinceQuery } from './http/changes-since.ts'
export { listChanges, listMember, member, memberOf } from './http/envelope.ts'
export { decodeHeaderValue, encodeHeaderValue } from './http/headers.ts'
export { type BytesResponse, Http } from './http/http.ts'
export { parseJson, stringifyJson } from './http/json.ts'
export { List } from './http/list.ts'
export { defined } from './http/omit-undefined.ts'
export { encodedPath, type Path, path } from './http/path.ts'
export { isoDate, type Query } from './http/query.ts'
export type { ApiResponse } from './http/response.ts'
export type { CallEvent, FailureEvent, Hooks, RequestEvent, ResponseEvent, RetryEvent } from './observe/hooks.ts'
export type { Logger, LogLevel } from './observe/logger.ts'
export { Limiter } from './runtime/limiter.ts'
export { mapLimit } from './runtime/map-limit.ts'
export type {
  Body,
  CallOptions,
  ClientOptions,
  RequestOptions,
  RetryOptions,
  TokenSource,
} from './transport/options.ts'
export { requestOf } from './transport/request-of.ts'
export { refuse, shown } from './validate/invalid-argument.ts'
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
} from './validate/require.ts'
