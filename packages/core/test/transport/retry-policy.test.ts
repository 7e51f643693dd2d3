import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { errorForStatus } from '../../src/errors/api-errors.ts'
import { parseRetryAfter } from '../../src/http/error-response.ts'
import { retryDelay, retryPolicy } from '../../src/transport/retry-policy.ts'

const now = Date.UTC(2026, 0, 1)

function busy(retryAfterMs: number | undefined) {
  return errorForStatus('busy', {
    status: 503,
    fault: undefined,
    details: undefined,
    method: 'GET',
    url: '',
    requestId: undefined,
    retryAfterMs,
  })
}

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    [' 120 ', 120_000],
    ['1.5', 1500],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['-5', undefined],
    ['soon', undefined],
    ['', undefined],
    ['2026', 2_026_000],
    [null, undefined],
  ])('%j is %j', (value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected)
  })

  it('is never negative, and is the time until a date', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), (seconds) => {
        expect(parseRetryAfter(new Date(now + seconds * 1000).toUTCString(), now)).toBe(Math.max(0, seconds * 1000))
      }),
    )
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(parseRetryAfter(value, now) ?? 0).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})

describe('the pause before a retry', () => {
  const policy = retryPolicy(undefined, undefined)

  it('is between zero and a span that doubles up to a cap', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (retry, random) => {
          const delay = retryDelay(policy, retry, busy(undefined), random)!
          expect(delay).toBeGreaterThanOrEqual(0)
          expect(delay).toBeLessThanOrEqual(Math.min(policy.maxMs, policy.baseMs * 2 ** (retry - 1)))
        },
      ),
    )
    expect(retryDelay(policy, 1, busy(undefined), 0.999_999)).toBe(500)
    expect(retryDelay(policy, 3, busy(undefined), 0.5)).toBe(1000)
    expect(retryDelay(policy, 50, busy(undefined), 0.999_999)).toBe(20_000)
  })

  it('is never shorter than what the server asks for, and undefined if that is too long', () => {
    expect(retryDelay(policy, 1, busy(60_000), 0)).toBe(60_000)
    expect(retryDelay(policy, 1, busy(60_001), 0)).toBeUndefined()
  })

  it('follows the options of the call over those of the client', () => {
    expect(retryPolicy({ limit: 1, baseMs: 7 }, { limit: 2 })).toMatchObject({ limit: 2, baseMs: 7 })
    expect(retryPolicy(false, undefined).limit).toBe(0)
    expect(retryPolicy(false, { limit: 2 }).limit).toBe(2)
    expect(retryPolicy({ limit: 2 }, false).limit).toBe(0)
    expect(retryPolicy({ limit: 1 }, { limit: undefined }).limit).toBe(1)
  })
})
