import type { Ending, Fault, FaultGroup, Meaning, Strike } from '../fault.ts'
import { bytesOf, responding, type WireResponse } from '../wire.ts'

/** A response in the words of Synnefo. */
function fault(status: number, headers: Record<string, string> = {}): WireResponse {
  const body = JSON.stringify({ fault: { message: 'Not today', code: status, details: '' } })
  return responding(status, { 'content-type': 'application/json', ...headers }, body)
}

const sends = (response: WireResponse): Strike => ({ send: () => [bytesOf(response)] })

const onceAndForAll: readonly (readonly [number, Ending])[] = [
  [400, 'BadRequestError'],
  [401, 'UnauthorizedError'],
  [403, 'ForbiddenError'],
  [404, 'NotFoundError'],
  [405, 'MethodNotAllowedError'],
  [409, 'ConflictError'],
  [410, 'ApiError'],
  [411, 'LengthRequiredError'],
  [412, 'PreconditionFailedError'],
  [413, 'QuotaExceededError'],
  [416, 'RangeNotSatisfiableError'],
  [422, 'UnprocessableError'],
  [501, 'NotImplementedError'],
  [507, 'ServerError'],
  [511, 'ServerError'],
]

const passing: readonly (readonly [number, Ending, boolean])[] = [
  [408, 'ApiError', false],
  [429, 'RateLimitedError', false],
  // A proxy in front of the service may have passed the request on.
  [502, 'BadGatewayError', true],
  [503, 'ServiceUnavailableError', false],
  [504, 'GatewayTimeoutError', true],
]

export const statuses: FaultGroup = {
  title: 'Error responses',
  about: 'The status decides. 408, 429, 502, 503 and 504 may pass; nothing else does, but 500 for writes to Pithos.',
  faults: [
    ...onceAndForAll.map(
      ([status, ending]): Fault => ({
        name: `${status}`,
        strike: sends(fault(status)),
        means: { ending },
      }),
    ),
    {
      name: '500',
      strike: sends(fault(500)),
      // Pithos responds so to writes while quotas of the user change elsewhere.
      means: { ending: 'ServerError', curable: 'quota race' },
    },
    ...passing.map(
      ([status, ending, unknown]): Fault => ({
        name: `${status}`,
        strike: sends(fault(status)),
        means: { ending, transient: true, unknown },
      }),
    ),
    {
      name: '999, a status that HTTP does not know',
      strike: { send: () => ['HTTP/1.1 999 Whatever\r\ncontent-length: 0\r\n\r\n'] },
      means: { ending: 'ServerError' },
    },
  ],
}

const limited: Meaning = { ending: 'RateLimitedError', transient: true }
const unavailable: Meaning = { ending: 'ServiceUnavailableError', transient: true }
const inTwoSeconds = (): string => new Date(Date.now() + 2_000).toUTCString()

export const retryAfter: FaultGroup = {
  title: 'Retry-After',
  about:
    'Waited for up to `maxRetryAfterMs` (60 s by default), as seconds or as a date. When the server asks for more, the call fails at once. What is neither is ignored.',
  faults: [
    { name: '429, Retry-After: 1', strike: sends(fault(429, { 'retry-after': '1' })), waitMs: 1_000, means: limited },
    {
      name: '503, Retry-After: 1',
      strike: sends(fault(503, { 'retry-after': '1' })),
      waitMs: 1_000,
      means: unavailable,
    },
    {
      name: '503, Retry-After: a date in two seconds',
      strike: { send: () => [bytesOf(fault(503, { 'retry-after': inTwoSeconds() }))] },
      // A date has no fractions of a second.
      waitMs: 900,
      means: unavailable,
    },
    {
      name: '503, Retry-After: a date long ago',
      strike: sends(fault(503, { 'retry-after': 'Sun, 06 Nov 1994 08:49:37 GMT' })),
      means: unavailable,
    },
    {
      name: '503, Retry-After: a year',
      strike: sends(fault(503, { 'retry-after': '31536000' })),
      means: { ...unavailable, sendings: 1 },
    },
    {
      name: '429, Retry-After: 10 to the power of 30',
      strike: sends(fault(429, { 'retry-after': `1${'0'.repeat(30)}` })),
      means: { ...limited, sendings: 1 },
    },
    {
      name: '503, Retry-After: soon',
      strike: sends(fault(503, { 'retry-after': 'soon' })),
      means: unavailable,
    },
    { name: '503, Retry-After: -5', strike: sends(fault(503, { 'retry-after': '-5' })), means: unavailable },
  ],
}

const html = '<!DOCTYPE html><html><head><title>Bad gateway</title></head><body><h1>Sorry</h1></body></html>'
const unavailableWith = (body: string | Buffer, type = 'application/json'): Strike =>
  sends(responding(503, { 'content-type': type }, body))
const large = JSON.stringify({ fault: { message: 'x'.repeat(10 * 1024 * 1024), code: 503 } })
const longer = 'HTTP/1.1 503 Status\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n{"fault":'

/** A 4xx whose body fails, which is still a 4xx. */
const denied = 'HTTP/1.1 403 Status\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n{"forbidden":'

export const errorBodies: FaultGroup = {
  title: 'Odd bodies of error responses',
  about: 'Of the body no more than 64 KiB is read, for no longer than 10 s. Whatever it holds, the status decides.',
  faults: [
    { name: '503 without a body', strike: unavailableWith(''), means: unavailable },
    { name: '503 with a web page', strike: unavailableWith(html, 'text/html'), means: unavailable },
    { name: '503 with JSON 100,000 levels deep', strike: unavailableWith('['.repeat(100_000)), means: unavailable },
    { name: '503 with truncated JSON', strike: unavailableWith('{"fault": {"message": "No'), means: unavailable },
    { name: '503 with bytes', strike: unavailableWith(Buffer.from([0, 255, 254, 128])), means: unavailable },
    { name: '503 with 10 MiB', strike: unavailableWith(large), means: unavailable },
    {
      name: '503, reset within the body',
      strike: { send: () => [longer], end: 'reset' },
      means: unavailable,
    },
    {
      name: '503, stalled within the body',
      strike: { send: () => [longer], end: 'stall' },
      slow: true,
      means: unavailable,
    },
    {
      name: '403, reset within the body',
      strike: { send: () => [denied], end: 'reset' },
      means: { ending: 'ForbiddenError' },
    },
    {
      name: '403, stalled within the body',
      strike: { send: () => [denied], end: 'stall' },
      slow: true,
      means: { ending: 'ForbiddenError' },
    },
  ],
}
