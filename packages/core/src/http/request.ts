import { InvalidArgumentError } from '../errors/client-errors.ts'
import { secretsIn } from '../observe/redact.ts'
import type { CallDefaults } from '../transport/call-defaults.ts'
import { requestOptionNames } from '../transport/check-options.ts'
import { addHeaders, type OutgoingHeaders } from '../transport/headers.ts'
import type { Body, RequestOptions } from '../transport/options.ts'
import type { PreparedCall } from '../transport/prepared-call.ts'
import { isRepeatable } from '../transport/request-body.ts'
import { isIdempotent, retryPolicy } from '../transport/retry-policy.ts'
import { formatValue, rejectArgument } from '../validate/invalid-argument.ts'
import {
  type OptionNames,
  requireArray,
  requireBoolean,
  requireFunction,
  requireKnownOptions,
  requireNonNegativeInteger,
  requireObject,
} from '../validate/require.ts'
import { errorFromResponse, type ResponseFailure } from './error-response.ts'
import { stringifyJson } from './json.ts'
import { encodedPath, templateOf } from './path.ts'
import { encodeQuery, type Query } from './query.ts'

/** Options of the methods of {@link Http}. */
export interface CallOptions extends RequestOptions {
  readonly query?: Query | undefined
  /** The path without what varies in it, for traces: `{account}/{container}`. Default: as `path` built it, with `{id}` for each value. */
  readonly pathTemplate?: string | undefined
  /** The JSON body, sent with its length. A function is called for each attempt with the token of that attempt. */
  readonly json?: unknown
  readonly body?: Body | undefined
  /** Length of a stream body in bytes; without it, the body is sent chunked. */
  readonly contentLength?: number | undefined
  /** The statuses that mean success. Default: any 2xx. */
  readonly expect?: number | readonly number[] | undefined
  /** Whether the request can safely be sent twice. Default: true for GET, HEAD, PUT, DELETE, OPTIONS, COPY; false for POST, MOVE, PATCH. */
  readonly idempotent?: boolean | undefined
  /** Errors to retry on besides the transient ones (network errors, attempt timeouts, 408, 429, 502, 503, 504). */
  readonly retryOn?: ((error: unknown) => boolean) | undefined
  /**
   * `false` returns the body as it was sent, whatever its Content-Encoding; for objects, whose Content-Encoding is whatever their writer
   * set. Browsers decode it in any case. Default true.
   */
  readonly decode?: boolean | undefined
  /**
   * Most bytes of the response's body that are read into memory; more is a ParseError. Default: 256 MiB where they become JSON or a string,
   * else 2 GiB. A body that is read as a stream has no limit.
   */
  readonly maxBytes?: number | undefined
  /** What the path names, for the message of a 404 that does not say it: `Image 'i'` becomes "Image 'i' does not exist". */
  readonly subject?: string | undefined
  /** What is masked in errors and logs besides the token, and besides passwords and keys in `json`: a token that its path names. */
  readonly secrets?: readonly string[] | undefined
  /** What to do about a 404, for the end of its message: `Create it with container.create()`. A function is asked about any error response. */
  readonly advice?: string | ((failure: ResponseFailure) => string | undefined) | undefined
  /** `false` sends no token. */
  readonly authenticate?: boolean | undefined
  /**
   * `true` takes no slot of the client's `concurrency`: for a request that the reader of another request's body makes, which has a slot.
   * With slots of their own, readers that take all of them would wait for each other. Default false.
   */
  readonly withinSlot?: boolean | undefined
}

/**
 * For a write that must not be sent twice blindly. After a failure that leaves its outcome unknown, `confirm` checks it: it returns what
 * the call resolves to, or undefined if the write did not happen, which is then sent again. The check is subject to the call's limits
 * and retries; pass `request` to its requests.
 */
export interface ConfirmOptions<T> {
  readonly confirm?: ((request: RequestOptions) => Promise<T | undefined>) | undefined
}

/** Prepares a call: checks its options, builds its URL, merges its headers. */
export function prepareCall(
  endpointUrl: string,
  method: string,
  path: string,
  options: CallOptions,
  client: CallDefaults,
): PreparedCall {
  if (typeof method !== 'string' || !/^[A-Z]+$/.test(method))
    rejectArgument('method', `must be in upper case, such as 'GET'; got ${formatValue(method)}`)
  const hasBody = options.json !== undefined || options.body !== undefined
  if (options.json !== undefined && options.body !== undefined) {
    throw new InvalidArgumentError('A call takes either json or body, not both', { parameter: 'body' })
  }
  if (hasBody && (method === 'GET' || method === 'HEAD')) {
    throw new InvalidArgumentError(`A ${method} request cannot have a body`, { parameter: 'body' })
  }
  requireKnownOptions(options, callOptionNames, false)
  const headers = mergeHeaders(options, client.headers)
  return {
    method,
    url: joinUrl(endpointUrl, path, options),
    headers,
    bodyFor: bodyMaker(options),
    contentLength: options.contentLength,
    secrets: () => secretsOf(headers, options),
    operation: () => operationOf(method, path, options),
    expects: expectation(options.expect),
    authenticate: options.authenticate ?? true,
    withinSlot: options.withinSlot ?? false,
    maxBytes: options.maxBytes,
    decode: options.decode ?? true,
    repeatable: isRepeatable(options.body),
    idempotent: options.idempotent ?? isIdempotent(method),
    retry: options.retry === undefined ? client.retry : retryPolicy(client.retryOptions, options.retry),
    retryOn: options.retryOn,
    signal: options.signal,
    timeoutMs: options.timeoutMs ?? client.timeoutMs,
    attemptTimeoutMs: options.attemptTimeoutMs ?? client.attemptTimeoutMs,
    toError: (response) => errorFromResponse(response, options),
  }
}

const callOptionNames: OptionNames<CallOptions & ConfirmOptions<unknown>> = {
  ...requestOptionNames,
  query: requireObject,
  pathTemplate: true,
  json: true,
  body: true,
  contentLength: requireNonNegativeInteger,
  expect: true,
  idempotent: requireBoolean,
  retryOn: requireFunction,
  decode: requireBoolean,
  maxBytes: requireNonNegativeInteger,
  subject: true,
  secrets: requireArray,
  advice: true,
  authenticate: requireBoolean,
  withinSlot: requireBoolean,
  confirm: true,
}

function joinUrl(endpointUrl: string, path: string, options: CallOptions): string {
  const checked = encodedPath(path)
  const joined = checked === '' || checked.startsWith('/') ? endpointUrl + checked : `${endpointUrl}/${checked}`
  const query = options.query === undefined ? '' : encodeQuery(options.query)
  return query === '' ? joined : `${joined}?${query}`
}

function bodyMaker({ json, body }: CallOptions): (token: string) => Body | undefined {
  if (typeof json === 'function') return (token) => stringifyJson(json(token))
  if (json === undefined) return () => body
  const text = stringifyJson(json)
  return () => text
}

/** What a call does, without ids and names: with the flags of its query, and the name of an action. */
function operationOf(method: string, path: string, { pathTemplate, query = {}, json }: CallOptions): string {
  const template = pathTemplate ?? templateOf(path)
  const flags = Object.keys(query).filter((name) => query[name] === null)
  const action = template.endsWith('/action') && typeof json === 'object' ? Object.keys(json ?? {})[0] : undefined
  return `${method} ${template || '/'}${flags.length === 0 ? '' : `?${flags.join('&')}`}${action === undefined ? '' : ` ${action}`}`
}

function expectation(expect: number | readonly number[] | undefined): (status: number) => boolean {
  if (expect === undefined) return (status) => status >= 200 && status < 300
  if (typeof expect === 'number') return (status) => status === expect
  const statuses = requireArray(expect, 'expect')
  return (status) => statuses.includes(status)
}

function mergeHeaders(options: CallOptions, client: Readonly<OutgoingHeaders>): OutgoingHeaders {
  const headers = { ...client }
  addHeaders(headers, options.headers)
  if (headers['x-auth-token'] !== undefined && options.authenticate !== false) {
    throw new InvalidArgumentError(
      'headers must not contain X-Auth-Token. Pass the token to the constructor of the client',
      { parameter: 'headers' },
    )
  }
  if (options.json !== undefined) headers['content-type'] ??= 'application/json'
  return headers
}

/** What authenticates beside the token, what the body calls a secret, and what the caller names. */
function secretsOf(headers: Readonly<OutgoingHeaders>, { secrets: named = [], json }: CallOptions): readonly string[] {
  const { authorization } = headers
  const credentials = authorization?.replace(/^\S+\s+/, '')
  const own = [...named, headers['x-auth-token'], authorization, credentials, ...secretsIn(json)]
  return own.filter((secret) => typeof secret === 'string')
}
