import {
  Client,
  type ClientOptions,
  InvalidArgumentError,
  ParseError,
  type RequestOptions,
  waitFor,
} from '@kamaki/core'
import { Http, path, requireOptions } from '@kamaki/core/toolkit'
import { describe, expect, it } from 'vitest'
import { rejection } from '../support/servers.ts'

const url = 'http://cloud.test/v1'

/** Options of every call, and of every client, with what is wrong with them: the parameter, and what the message says. */
const common: readonly (readonly [options: object, parameter: string, says: string])[] = [
  ...[0, 1, true, null, 'no', []].map((retry) => [{ retry }, 'retry', 'must be'] as const),
  [{ retry: 0 }, 'retry', 'must be false for no retries, or an object such as { limit: 2 }; got 0'],
  [{ retry: { retries: 0 } }, 'retry.retries', "Unknown field 'retry.retries'. Allowed fields: limit, baseMs"],
  [{ retry: { limit: -1 } }, 'retry.limit', 'non-negative integer'],
  [{ retry: { limit: null } }, 'retry.limit', 'non-negative integer'],
  [{ retry: { baseMs: '5' } }, 'retry.baseMs', 'milliseconds; got "5"'],
  [{ retry: { maxMs: Number.NaN } }, 'retry.maxMs', 'milliseconds'],
  [{ retry: { maxRetryAfterMs: -1 } }, 'retry.maxRetryAfterMs', 'milliseconds'],
  ...['5', -1, Number.NaN, null, new Date(), Number.POSITIVE_INFINITY].flatMap((ms) => [
    [{ timeoutMs: ms }, 'timeoutMs', 'must be a non-negative number of milliseconds'] as const,
    [{ attemptTimeoutMs: ms }, 'attemptTimeoutMs', 'must be a non-negative number of milliseconds'] as const,
  ]),
  ...[null, 'x-a: b', 7, Promise.resolve({})].map((headers) => [{ headers }, 'headers', 'must be an object'] as const),
  ...[new Headers({ 'x-a': 'b' }), new Map([['x-a', 'b']]), [['x-a', 'b']]].map(
    (headers) => [{ headers }, 'headers', 'pass Object.fromEntries(headers)'] as const,
  ),
  [{ headers: { 'x-a': 5 } }, 'headers["x-a"]', 'must be a string; got 5'],
  [{ headers: { 'x-a': null } }, 'headers["x-a"]', 'must be a string; got null'],
]

const ofClients: readonly (readonly [options: object, parameter: string, says: string])[] = [
  [{ fetch: 'fetch' }, 'fetch', 'must be a function'],
  [{ fetch: null }, 'fetch', 'must be a function'],
  [{ concurrency: 0 }, 'concurrency', 'positive integer'],
  [{ concurrency: '4' }, 'concurrency', 'positive integer'],
  [{ userAgent: 'a\nb' }, 'userAgent', 'one line of ASCII'],
  [{ userAgent: 5 }, 'userAgent', 'string'],
  [{ logger: {} }, 'logger.debug', 'must be a function; got undefined'],
  [{ logger: console.log }, 'logger', 'must be an object; got a function'],
  [{ logLevel: 'verbose' }, 'logLevel', "must be one of 'debug', 'info'"],
  [{ logToken: 'yes' }, 'logToken', 'true or false'],
  [{ logData: 1 }, 'logData', 'true or false'],
  [{ hooks: () => undefined }, 'hooks', 'must be an object'],
  [
    { hooks: { onRespone: () => undefined } },
    'hooks.onRespone',
    "Unknown field 'hooks.onRespone'. Did you mean 'onResponse'? Allowed fields: onRequest",
  ],
  [{ timeout: 5 }, 'timeout', "Unknown option 'timeout'. Did you mean 'timeoutMs'? Allowed options: "],
  [{ signal: AbortSignal.abort() }, 'signal', "Unknown option 'signal'. Allowed options: fetch, retry"],
  [{ hooks: { onRetry: true } }, 'hooks.onRetry', 'must be a function'],
]

const ofCalls: readonly (readonly [options: object, parameter: string, says: string])[] = [
  ...[null, 'stop', {}, new AbortController(), new EventTarget(), { aborted: false, addEventListener() {} }].map(
    (signal) => [{ signal }, 'signal', 'must be an AbortSignal, such as controller.signal'] as const,
  ),
  ...[null, 'a=b', ['a']].map((query) => [{ query }, 'query', 'must be an object'] as const),
  [{ query: { a: ['b'] } }, 'a', 'must be a string, a number, a boolean or a Date; got an array'],
  [{ query: { a: Promise.resolve('b') } }, 'a', 'Is an await missing?'],
  [{ timeoutMS: 5 }, 'timeoutMS', "Unknown option 'timeoutMS'. Did you mean 'timeoutMs'?"],
  [{ retries: 0 }, 'retries', "Unknown option 'retries'. It would be ignored: leave it out"],
  [{ expect: '200' }, 'expect', 'must be an array'],
  [{ contentLength: -1 }, 'contentLength', 'non-negative integer'],
  [{ maxBytes: '1' }, 'maxBytes', 'non-negative integer'],
  [{ retryOn: true }, 'retryOn', 'must be a function'],
  [{ idempotent: 'yes' }, 'idempotent', 'true or false'],
  [{ decode: 0 }, 'decode', 'true or false'],
  [{ authenticate: null }, 'authenticate', 'true or false'],
  [{ withinSlot: 'no' }, 'withinSlot', 'true or false'],
]

/** The error of a call with these options, of which nothing may be sent. */
async function errorOfCall(options: unknown): Promise<unknown> {
  let requests = 0
  const fetch = async (): Promise<Response> => {
    requests += 1
    return new Response('{}')
  }
  const error = await rejection(new Client(url, 'token', { fetch }).request('GET', 'x', options as RequestOptions))
  expect(requests).toBe(0)
  return error
}

/** What a function throws. */
function errorOf(call: () => unknown): unknown {
  try {
    call()
  } catch (error) {
    return error
  }
  throw new Error('it did not throw')
}

function expectRejected(error: unknown, parameter: string, says: string): void {
  expect(InvalidArgumentError.isInstance(error) && { parameter: error.parameter, message: error.message }).toEqual({
    parameter,
    message: expect.stringContaining(says),
  })
}

describe('options that cannot be followed are rejected before anything is sent', () => {
  it.each([...common, ...ofCalls])('of a call: %o', async (options, parameter, says) => {
    expectRejected(await errorOfCall(options), parameter, says)
  })

  it.each([...common, ...ofClients])('of a client: %o', (options, parameter, says) => {
    expectRejected(
      errorOf(() => new Client(url, 'token', options)),
      parameter,
      says,
    )
  })

  it.each([null, 'retry', 5, [], Promise.resolve({})])('where %o is in their place', async (options) => {
    if (typeof options === 'object') expectRejected(await errorOfCall(options), 'options', 'must be an object')
    expectRejected(
      errorOf(() => new Client(url, 'token', options as ClientOptions)),
      'options',
      'must be an object',
    )
    expectRejected(
      await rejection(new Http(url, 'token').composite('test', options as RequestOptions, async () => 1)),
      'options',
      'must be an object',
    )
    const goal = { describe: 'x', done: () => true }
    expectRejected(
      await rejection(waitFor(async () => 1, goal, options as RequestOptions)),
      'options',
      'must be an object',
    )
  })

  it('of a composite call as of any other', async () => {
    for (const [options, parameter, says] of common)
      expectRejected(await rejection(new Http(url, 'token').composite('test', options, async () => 1)), parameter, says)
  })
})

it('what cannot be an endpoint, a token, a method or a path is rejected, a forgotten await too', async () => {
  const make = (...args: unknown[]): unknown => errorOf(() => Reflect.construct(Client, args))
  expectRejected(make(Promise.resolve(url), 'token'), 'endpointUrl', 'got a Promise. Is an await missing?')
  expectRejected(make(7, 'token'), 'endpointUrl', 'must be a string or a URL; got 7')
  expectRejected(make(url, Promise.resolve('token')), 'token', 'got a Promise. Is an await missing?')
  const client = new Client(new URL(url), 'token')
  const call = (...args: unknown[]): Promise<unknown> =>
    rejection(Promise.resolve().then(() => Reflect.apply(client.request, client, args)))
  expectRejected(await call(undefined, 'x'), 'method', 'must be in upper case')
  expectRejected(await call('get', 'x'), 'method', 'must be in upper case')
  expectRejected(await call('GET', Promise.resolve('x')), 'path', 'got a Promise. Is an await missing?')
  expectRejected(await call('GET', 5), 'path', 'must be a string; got 5')
  for (const segment of [Promise.resolve('x'), {}, null, undefined, Symbol('x')])
    expectRejected(
      errorOf(() => path`x/${segment as unknown as string}`),
      'path',
      'as a segment. Is an id or name missing?',
    )
})

describe('options that are inherited', () => {
  /** Options whose signal is in the prototype, or an accessor of their class. */
  class Aborted {
    get signal(): AbortSignal {
      return AbortSignal.abort(new Error('stopped'))
    }
  }
  const inherited: readonly RequestOptions[] = [
    Object.create({ signal: new Aborted().signal }),
    Object.create(Object.assign(Object.create(null), { signal: new Aborted().signal })),
    new Aborted(),
    new (class extends Aborted {})(),
  ]

  it.each(inherited)('count as its own: %o', async (options) => {
    const http = new Http(url, 'token', { fetch: async () => new Response('{}') })
    const goal = { describe: 'x', done: () => true }
    for (const work of [
      http.json('GET', 'x', options),
      http.json('GET', 'x', { ...requireOptions(options), expect: 200 }),
      http.composite('test', options, ({ signal }) => http.json('GET', 'x', { signal })),
      waitFor(async () => 1, goal, options),
    ])
      expect(await rejection(work)).toMatchObject({ message: 'stopped' })
  })

  it('count for a client, but nothing that a program adds to all objects', async () => {
    const fetch = async (): Promise<Response> => new Response('"its own fetch"')
    Reflect.set(Object.prototype, 'polluted', true)
    try {
      const options = Object.create({ fetch })
      expect(await new Client(url, 'token', options).request('GET', 'x', {})).toBe('its own fetch')
    } finally {
      Reflect.deleteProperty(Object.prototype, 'polluted')
    }
  })

  it.each([
    [AbortSignal.timeout(1), 'AbortSignal'],
    [new AbortController(), 'AbortController'],
    [new Map([['timeoutMs', 5]]), 'Map'],
    [new Date(), 'Date'],
  ])('and what holds none is rejected: %o', (options, type) => {
    expectRejected(
      errorOf(() => requireOptions<object>(options)),
      'options',
      `must be an object of options, such as { signal }; got one of type ${type}`,
    )
  })
})

describe('a response that is read whole', () => {
  const body = (mebibytes: number): ReadableStream<Uint8Array> => {
    const chunk = new Uint8Array(1024 * 1024).fill(0x20)
    let left = mebibytes
    return new ReadableStream({
      pull(controller) {
        if (left > 0) controller.enqueue(chunk)
        else controller.close()
        left -= 1
      },
      cancel() {
        left = -1
      },
    })
  }

  it('has a limit of 256 MiB where it becomes JSON or a string, and one that can be chosen', async () => {
    let last: ReadableStream<Uint8Array> | undefined
    const client = new Client(url, 'token', {
      retry: false,
      fetch: async () => {
        last = body(600)
        return new Response(last)
      },
    })
    const calls: Record<string, () => Promise<unknown>> = {
      request: () => client.request('GET', 'x'),
      json: async () => (await client.send('GET', 'x')).json(),
      text: async () => (await client.send('GET', 'x')).text(),
    }
    for (const call of Object.values(calls)) {
      const error = await rejection(call())
      expect(ParseError.isInstance(error) && error.message).toBe(
        `The body of the response is longer than 268435456 bytes, the most that is read into memory (option maxBytes). Ask for less, or read it as a stream (200, GET ${url}/x)`,
      )
    }
    const small = await client.send('GET', 'x', { maxBytes: 5_000_000 })
    const error = await rejection(small.arrayBuffer())
    expect(ParseError.isInstance(error) && error.message).toContain('longer than 5000000 bytes')
  })

  it('is cancelled when it is too long', async () => {
    let cancelled = 0
    const fetch = async (): Promise<Response> => {
      const cancel = (): void => {
        cancelled += 1
      }
      return new Response(
        new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1000)), cancel }),
      )
    }
    const http = new Http(url, 'token', { fetch })
    const call = { maxBytes: 5_000 }
    for (const result of [http.json('GET', 'x', call), http.bytes('GET', 'x', call), http.empty('GET', 'x', call)])
      expect(ParseError.isInstance(await rejection(result))).toBe(true)
    expect(cancelled).toBe(3)
  })
})
