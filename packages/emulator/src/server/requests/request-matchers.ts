import { rejectInput } from '../../base/input.ts'
import { type AssertRequestsOptions, mismatch } from './assert-requests.ts'
import { formatRequests } from './format-requests.ts'
import type { RequestPattern } from './request-pattern.ts'
import type { RequestRecord } from './request-record.ts'

/** What a matcher of vitest or jest returns. */
export interface MatcherResult {
  readonly pass: boolean
  readonly message: () => string
}

/** Matchers for `expect.extend` of vitest and jest. */
export const requestMatchers: {
  readonly toHaveReceived: (
    received: unknown,
    expected: readonly RequestPattern[],
    options?: AssertRequestsOptions,
  ) => MatcherResult
} = {
  /** Says that an emulator got exactly these requests, in this order; see `assertRequests`. */
  toHaveReceived(received, expected, options) {
    const requests = (received as { requests?: readonly RequestRecord[] } | null)?.requests
    if (!Array.isArray(requests)) return rejectInput('expect', 'must be given an emulator')
    const problem = mismatch(requests, expected, options)
    return {
      pass: problem === undefined,
      message: () => problem ?? `Expected other requests than these:\n${formatRequests(requests)}`,
    }
  },
}
