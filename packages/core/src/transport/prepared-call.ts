import type { ApiError } from '../errors/api-errors.ts'
import type { Body } from './options.ts'
import type { RetryPolicy } from './retry-policy.ts'

/** A call with all its options settled. */
export interface PreparedCall {
  readonly method: string
  readonly url: string
  readonly headers: Headers
  readonly bodyFor: (token: string) => Body | undefined
  readonly contentLength: number | undefined
  readonly expects: (status: number) => boolean
  readonly authenticate: boolean
  readonly decode: boolean
  /** Whether its body can be sent a second time. */
  readonly repeatable: boolean
  /** Whether sending it twice does no harm. */
  readonly idempotent: boolean
  readonly retry: RetryPolicy
  /** Errors that repeating may cure beside the transient ones. */
  readonly retryOn: ((error: unknown) => boolean) | undefined
  readonly signal: AbortSignal | undefined
  readonly timeoutMs: number | undefined
  readonly attemptTimeoutMs: number | undefined
  /** The error for a response that the call does not expect. */
  readonly toError: (response: UnexpectedResponse) => ApiError
}

/** A response that the call does not expect, as far as an error tells of it. */
export interface UnexpectedResponse {
  readonly status: number
  readonly headers: Headers
  readonly body: string
  readonly method: string
  /** With secrets masked. */
  readonly url: string
  readonly secrets: readonly string[]
}
