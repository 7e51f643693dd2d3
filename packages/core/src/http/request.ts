import { InvalidArgumentError } from '../errors/client-errors.ts'
import type { Body, CallOptions, ClientOptions } from '../transport/options.ts'
import { isRepeatable } from '../transport/request-body.ts'
import { isIdempotent, type RetryPolicy, retryPolicy } from '../transport/retry-policy.ts'
import { requireMilliseconds } from '../validate/require.ts'
import { stringifyJson } from './json.ts'
import { encodedPath } from './path.ts'
import { encodeQuery } from './query.ts'

/** A call with all its options settled. */
export interface Call {
  readonly method: string
  readonly url: string
  readonly headers: Headers
  readonly bodyFor: (token: string) => Body | undefined
  readonly contentLength: number | undefined
  readonly expects: (status: number) => boolean
  readonly authenticate: boolean
  readonly decode: boolean
  readonly repeatable: boolean
  readonly retry: RetryPolicy
  readonly signal: AbortSignal | undefined
  readonly timeoutMs: number | undefined
  readonly attemptTimeoutMs: number | undefined
}

/** Settles a call: checks it, joins its URL, merges its headers. */
export function prepareCall(
  endpointUrl: string,
  method: string,
  path: string,
  options: CallOptions,
  client: ClientOptions,
): Call {
  if (!/^[A-Z]+$/.test(method)) {
    throw new InvalidArgumentError(`A method is a word in capitals, such as 'GET', not ${JSON.stringify(method)}`, {
      parameter: 'method',
    })
  }
  const hasBody = options.json !== undefined || options.body !== undefined
  if (options.json !== undefined && options.body !== undefined) {
    throw new InvalidArgumentError('A call has either json or body, not both', { parameter: 'body' })
  }
  if (hasBody && (method === 'GET' || method === 'HEAD')) {
    throw new InvalidArgumentError(`A ${method} request cannot have a body`, { parameter: 'body' })
  }
  const timeoutMs = options.timeoutMs ?? client.timeoutMs
  const attemptTimeoutMs = options.attemptTimeoutMs ?? client.attemptTimeoutMs
  return {
    method,
    url: joinUrl(endpointUrl, path, options),
    headers: mergeHeaders(options, client),
    bodyFor: bodyMaker(options),
    contentLength: options.contentLength,
    expects: expectation(options.expect),
    authenticate: options.authenticate ?? true,
    decode: options.decode ?? true,
    repeatable: isRepeatable(options.body),
    retry:
      (options.idempotent ?? isIdempotent(method))
        ? retryPolicy(client.retry, options.retry)
        : retryPolicy(false, false),
    signal: options.signal,
    timeoutMs: timeoutMs === undefined ? undefined : requireMilliseconds(timeoutMs, 'timeoutMs'),
    attemptTimeoutMs:
      attemptTimeoutMs === undefined ? undefined : requireMilliseconds(attemptTimeoutMs, 'attemptTimeoutMs'),
  }
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

function expectation(expect: number | readonly number[] | undefined): (status: number) => boolean {
  if (expect === undefined) return (status) => status >= 200 && status < 300
  const statuses = new Set(typeof expect === 'number' ? [expect] : expect)
  return (status) => statuses.has(status)
}

function mergeHeaders(options: CallOptions, client: ClientOptions): Headers {
  const headers = new Headers()
  for (const source of [client.headers, options.headers]) {
    for (const [name, value] of Object.entries(source ?? {})) if (value !== undefined) setHeader(headers, name, value)
  }
  if (headers.has('x-auth-token') && options.authenticate !== false) {
    throw new InvalidArgumentError('The token is given to the constructor of the client, not as a header', {
      parameter: 'headers',
    })
  }
  if (options.json !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json')
  return headers
}

/** Sets a header, or says which one cannot be sent, without quoting its value. */
export function setHeader(headers: Headers, name: string, value: string): void {
  try {
    headers.set(name, value)
  } catch {
    throw new InvalidArgumentError(
      `The header ${JSON.stringify(name)} cannot be sent: names are plain ASCII words, values one line of Latin-1 (encodeHeaderValue encodes the rest)`,
      { parameter: 'headers' },
    )
  }
}
