import type { ApiError } from '../errors/api-errors.ts'
import type { OutgoingHeaders } from './headers.ts'
import type { Body } from './options.ts'
import type { RetryPolicy } from './retry-policy.ts'

/** A call with all its options checked and resolved. */
export interface PreparedCall {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<OutgoingHeaders>
  readonly bodyFor: (token: string) => Body | undefined
  readonly contentLength: number | undefined
  /** What it does, without ids and names. */
  readonly operation: () => string
  /** What else must not show of it than the token. */
  readonly secrets: () => readonly string[]
  readonly expects: (status: number) => boolean
  readonly authenticate: boolean
  /** Whether it goes without a slot of the client's `concurrency`. */
  readonly withinSlot: boolean
  /** Most bytes of a response that is read whole; by default it depends on what becomes of them. */
  readonly maxBytes: number | undefined
  readonly decode: boolean
  /** Whether its body can be sent a second time. */
  readonly repeatable: boolean
  /** Whether it can safely be sent twice. */
  readonly idempotent: boolean
  readonly retry: RetryPolicy
  /** Errors to retry on besides the transient ones. */
  readonly retryOn: ((error: unknown) => boolean) | undefined
  readonly signal: AbortSignal | undefined
  readonly timeoutMs: number | undefined
  readonly attemptTimeoutMs: number | undefined
  /** Creates the error for a response with an unexpected status. */
  readonly toError: (response: UnexpectedResponse) => ApiError
}

/** What an error needs of a response with an unexpected status. */
export interface UnexpectedResponse {
  readonly status: number
  readonly headers: Headers
  readonly body: string
  readonly method: string
  /** With secrets masked. */
  readonly url: string
  readonly secrets: Iterable<string>
}
