import type { OutgoingHeaders } from './headers.ts'
import type { ClientOptions, RetryOptions } from './options.ts'
import { clientHeaders } from './outgoing-headers.ts'
import { type RetryPolicy, retryPolicy } from './retry-policy.ts'

/** What the options of a client mean for each of its calls, found once. */
export interface CallDefaults {
  readonly headers: Readonly<OutgoingHeaders>
  readonly retry: RetryPolicy
  readonly retryOptions: RetryOptions | false | undefined
  readonly timeoutMs: number | undefined
  readonly attemptTimeoutMs: number | undefined
}

/** @throws {InvalidArgumentError} for headers that cannot be sent. */
export function callDefaults(options: ClientOptions): CallDefaults {
  const { retry, timeoutMs, attemptTimeoutMs } = options
  const headers = clientHeaders(options)
  return { headers, retry: retryPolicy(retry, undefined), retryOptions: retry, timeoutMs, attemptTimeoutMs }
}
