import { type ApiError, errorForStatus, meaningOf } from '../errors/api-errors.ts'
import { redact, redactValue } from '../observe/redact.ts'
import { requestIdOf } from '../observe/request-id.ts'
import type { UnexpectedResponse } from '../transport/prepared-call.ts'
import { type Fault, readFault } from './fault.ts'

/** An error response, as advice on it depends on it. */
export interface ResponseFailure {
  readonly status: number
  /** What the cloud says; undefined for responses without a body, such as all to HEAD. */
  readonly message: string | undefined
}

/** What the call knows about its failures: see `CallOptions`. */
interface Known {
  readonly subject?: string | undefined
  readonly advice?: string | ((failure: ResponseFailure) => string | undefined) | undefined
}

/** The error for a response that the call does not expect. */
export function errorFromResponse(response: UnexpectedResponse, { subject, advice }: Known = {}): ApiError {
  const { status, headers, method, url, secrets } = response
  const read = withoutSecrets(readFault(redact(response.body, secrets)), secrets)
  const retryAfterMs = parseRetryAfter(headers.get('retry-after'), Date.now())
  const label = labelOf(status, read, subject)
  const said = [read.message, textOf(read.details)].filter((part) => part !== undefined).join(': ')
  const parts = [said === '' ? label : `${label}: ${said}`, adviceFor(response, read)].filter(
    (part) => part !== undefined,
  )
  const wait = retryAfterMs === undefined ? '' : `, to be tried again after ${Math.ceil(retryAfterMs / 1000)} s`
  const what = read.isHtml ? undefined : advised(advice, { status, message: read.message })
  const then = what === undefined ? '' : `. ${what}`
  return errorForStatus(`${parts.join('. ')} (${method} ${url}${wait})${then}`, {
    status,
    fault: read.fault,
    details: read.details,
    method,
    url,
    requestId: requestIdOf(headers, secrets),
    retryAfterMs,
  })
}

function advised(advice: Known['advice'], failure: ResponseFailure): string | undefined {
  if (typeof advice === 'function') return advice(failure)
  return failure.status === 404 ? advice : undefined
}

function labelOf(status: number, { fault, message }: Fault, subject: string | undefined): string {
  const isSilent = fault === undefined && message === undefined
  if (isSilent && status === 404 && subject !== undefined) return `${subject} does not exist`
  const meaning = fault ?? (isSilent ? meaningOf(status) : undefined)
  return meaning === undefined ? String(status) : `${status} ${meaning}`
}

function withoutSecrets(read: Fault, secrets: Iterable<string>): Fault {
  const masked = (text: string | undefined): string | undefined => text && redact(text, secrets)
  const { fault, message, details } = read
  return { ...read, fault: masked(fault), message: masked(message), details: redactValue(details, secrets) }
}

function textOf(details: unknown): string | undefined {
  return typeof details === 'string' && details.length <= 200 ? details.trim() : undefined
}

function adviceFor(response: UnexpectedResponse, read: Fault): string | undefined {
  const { status } = response
  if (status === 401) {
    return 'The cloud does not accept the token: it is wrong, has expired, or belongs to another cloud. Get a new one from the web interface of the cloud'
  }
  // Synnefo's words for a path that none of its routes match; with ids that are not numeric none do.
  if (status === 400 && read.message === 'API endpoint not found') {
    return 'This service has no such path: an id in it is malformed, or the endpoint URL is that of another service'
  }
  if (read.isHtml && status === 400 && /plain HTTP request/i.test(response.body)) {
    return 'This port wants TLS: use https:// in the URL'
  }
  if (read.isHtml && status === 404) {
    return "Got a web page instead of a response of a Synnefo API: check the URL (an authentication URL is like 'https://accounts.example.org/identity/v2.0')"
  }
  if (status >= 200 && status < 300) return 'Unexpected success status for this call'
  if (status >= 300 && status < 400 && status !== 304) return 'The redirect is not followed'
  return undefined
}

/** The milliseconds that a `Retry-After` header asks to wait: seconds or a date; undefined if it is neither. */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined
  const text = value.trim()
  if (/^\d+(?:\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000)
  if (!/[a-z]/i.test(text)) return undefined
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
