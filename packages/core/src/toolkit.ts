export { type CreateAndWaitSteps, createAndWait } from './client/create-and-wait.ts'
export { serviceRoot } from './client/endpoint.ts'
export { findByName, type LookupRules } from './client/find-by-name.ts'
export type { LiteralUnion } from './client/literal-union.ts'
export { reassignBody } from './client/reassignment.ts'
export { Resource } from './client/resource.ts'
export { StatusResource } from './client/status-resource.ts'
export { type StatusRules, waitUntilDeleted, waitUntilStatus, waitWhileStatus } from './client/status-wait.ts'
export { Versions } from './client/versions.ts'
export { CHANGES_SINCE_LIMIT_MS, changesSinceQuery } from './http/changes-since.ts'
export {
  type BareListOptions,
  misshapen,
  type SuccessfulCall,
  type UnwrapOptions,
  unwrap,
  unwrapList,
  unwrapped,
} from './http/envelope.ts'
export { decodeHeaderValue, encodeHeaderValue } from './http/headers.ts'
export { type BytesResponse, Http } from './http/http.ts'
export { parseJson, stringifyJson } from './http/json.ts'
export { omitUndefined } from './http/omit-undefined.ts'
export { encodedPath, path, percentEncode } from './http/path.ts'
export { isoDate } from './http/query.ts'
export type { ConfirmOptions } from './http/request.ts'
export { longestText, responseError } from './http/response.ts'
export { hideSecrets } from './observe/hide-secrets.ts'
export { safeUrl } from './observe/redact.ts'
export { AbortScope, sleep } from './runtime/abort-scope.ts'
export { Limiter } from './runtime/limiter.ts'
export { mapLimit } from './runtime/map-limit.ts'
export { onAbort } from './runtime/on-abort.ts'
export { type FlightOptions, SingleFlight } from './runtime/single-flight.ts'
export {
  clientOptionNames,
  pickRequestOptions,
  requestOptionNames,
  requireRequestOptions,
} from './transport/check-options.ts'
export { formatValue, reasonOf, rejectArgument } from './validate/invalid-argument.ts'
export {
  type OptionNames,
  parseIpv4,
  requireArray,
  requireBoolean,
  requireDate,
  requireFunction,
  requireId,
  requireIpv4,
  requireKnownFields,
  requireKnownOptions,
  requireMilliseconds,
  requireNonNegativeInteger,
  requireObject,
  requireOneOf,
  requireOptions,
  requirePositiveInteger,
  requireSignal,
  requireString,
  requireStringValues,
  type StringLimits,
} from './validate/require.ts'
