import { runInNewContext } from 'node:vm'
import { Client, type Hooks, type Logger, type LogLevel } from '@kamaki/core'
import { Headers as LibraryHeaders } from 'undici'
import { describe, expect, it } from 'vitest'
import { rejection, serve } from '../support/servers.ts'

const token = 'secret-token-of-the-user'

/** A logger that records its lines. */
function keeper() {
  const lines: { level: string; message: string; fields: Readonly<Record<string, unknown>> | undefined }[] = []
  const at = (level: string) => (message: string, fields?: Readonly<Record<string, unknown>>) =>
    void lines.push({ level, message, fields })
  const logger: Logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  return { logger, lines, text: () => JSON.stringify(lines) }
}

async function cloud() {
  let calls = 0
  return serve((request, response) => {
    calls += 1
    if (request.url === '/busy' && calls % 2 === 1) return response.writeHead(503, { 'x-request-id': 'r-1' }).end()
    if (request.url === '/broken') return response.writeHead(500).end()
    if (request.url === '/no')
      return response.writeHead(404).end(`{"itemNotFound": {"message": "no ${request.headers['x-auth-token']}"}}`)
    return response.writeHead(200, { 'set-cookie': 'session=s3cr3t' }).end(
      JSON.stringify({
        access: { token: { id: 'another-token', expires: 'x' } },
        adminPass: 'pässword"',
        echo: token,
      }),
    )
  })
}

describe('a logger', () => {
  it('is off by default, as is the console', async () => {
    const origin = await cloud()
    expect(await new Client(origin, token).request('GET', 'x')).toBeDefined()
  })

  it.each([
    ['debug', ['debug', 'debug', 'info', 'debug', 'debug', 'warn', 'debug', 'debug', 'error', 'debug']],
    ['info', ['info', 'warn', 'error']],
    [undefined, ['info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
    ['off', []],
  ])('at level %s gets the lines of that level', async (logLevel, expected) => {
    const { logger, lines } = keeper()
    const client = new Client(await cloud(), token, { logger, logLevel: logLevel as LogLevel | undefined })
    await client.request('GET', 'x')
    await rejection(client.request('GET', 'no'))
    await rejection(client.request('GET', 'broken'))
    await rejection(client.request('GET', 'x', { signal: AbortSignal.abort() }))
    expect(lines.map(({ level }) => level)).toEqual(expected)
  })

  it('gets a warning for each retry', async () => {
    const { logger, lines } = keeper()
    await new Client(await cloud(), token, { logger, retry: { baseMs: 1 } }).request('GET', 'busy')
    expect(lines.map(({ level, message }) => `${level} ${message.replace(/http:\S+|\d+ ms/g, '…')}`)).toEqual([
      'warn GET … failed, again in …: ServiceUnavailableError: 503 service unavailable (GET …',
      'info GET … 200 in …',
    ])
  })

  it('gets no token, password or cookie, even with logData', async () => {
    const { logger, text } = keeper()
    const client = new Client(await cloud(), token, { logger, logLevel: 'debug', logData: true })
    await client.request('POST', 'x', {
      json: { auth: { token: { id: token } }, password: 'hunter22', name: 'visible' },
    })
    await client.request('POST', 'x', { body: 'client_secret=topsecret&code=abcdef&state=shown' })
    await client.request('POST', 'x', {
      json: { keypair: { private_key: `-----BEGIN\n${'k3y'.repeat(1000)}` }, private: 'pr1vate' },
    })
    await client.request('GET', 'x', { query: { refresh_token: 'query-secret' } })
    await client.request('GET', 'x', { headers: { 'X-Api-Key': 'gateway-key', 'x-subject-token': 'other-person' } })
    await rejection(client.request('GET', 'no'))
    for (const secret of [
      token,
      'another-token',
      'pässword',
      'hunter22',
      'k3y',
      'pr1vate',
      's3cr3t',
      'topsecret',
      'abcdef',
      'query-secret',
      'gateway-key',
      'other-person',
    ]) {
      expect(text()).not.toContain(secret)
    }
    expect(text()).toContain('visible')
    expect(text()).toContain('state=shown')
    expect(text()).toContain('***')
  })

  it('gets no data without logData', async () => {
    const { logger, text } = keeper()
    await new Client(await cloud(), token, { logger, logLevel: 'debug' }).request('POST', 'x', {
      json: { name: 'not for logs' },
    })
    expect(text()).not.toContain('not for logs')
  })

  it('gets everything with logData and logToken', async () => {
    const { logger, text } = keeper()
    const client = new Client(await cloud(), token, { logger, logLevel: 'debug', logData: true, logToken: true })
    await client.request('POST', 'x', { json: { name: 'shown' } })
    for (const shown of [token, 'another-token', 'shown']) expect(text()).toContain(shown)
  })

  it('gets the size of binary bodies', async () => {
    const { logger, text } = keeper()
    const client = new Client(await cloud(), token, { logger, logLevel: 'debug', logData: true })
    await client.request('PUT', 'x', { body: Uint8Array.of(0xff, 0xfe, 0) })
    await client.request('PUT', 'x', { body: new Blob(['a']).stream() })
    expect(text()).toContain('(3 bytes)')
    expect(text()).toContain('(a stream or file)')
  })
})

describe('hooks', () => {
  it('are called at each step, with what a span needs', async () => {
    const events: [string, Record<string, unknown>][] = []
    const keep = (name: string) => (event: object) => void events.push([name, { ...event }])
    const hooks: Hooks = {
      onRequest: keep('request'),
      onResponse: keep('response'),
      onRetry: keep('retry'),
      onError: keep('error'),
    }
    const origin = await cloud()
    const client = new Client(origin, token, { hooks, retry: { baseMs: 1 } })
    await client.request('GET', 'busy')
    await rejection(client.request('GET', 'no'))
    expect(events.map(([name, { attempt, status }]) => [name, attempt, status])).toEqual([
      ['request', 1, undefined],
      ['response', 1, 503],
      ['retry', 1, undefined],
      ['request', 2, undefined],
      ['response', 2, 200],
      ['request', 1, undefined],
      ['response', 1, 404],
      ['error', 1, undefined],
    ])
    const [first, second] = events
    expect(first![1]).toMatchObject({ method: 'GET', url: `${origin}/busy` })
    expect(second![1]).toMatchObject({ requestId: 'r-1', headersMs: expect.any(Number) as number })
    expect(new Set(events.map(([, { callId }]) => callId)).size).toBe(2)
  })

  it.each([
    ['an object', (traceparent: string) => ({ traceparent })],
    ['a Headers', (traceparent: string) => new Headers({ traceparent })],
    ['a promise', async (traceparent: string) => ({ traceparent })],
    ['a promise of a Headers', async (traceparent: string) => new Headers({ traceparent })],
    ['a Map', (traceparent: string) => new Map([['traceparent', traceparent]])],
    ['the Headers of a library', (traceparent: string) => new LibraryHeaders({ traceparent })],
    [
      'the promise of a library',
      (traceparent: string) => likePromise((resolve) => setTimeout(resolve, 1, { traceparent })),
    ],
    ['a promise of another realm', (value: string) => runInNewContext(`Promise.resolve({ traceparent: '${value}' })`)],
  ])('can add headers as %s', async (_kind, headers) => {
    const origin = await serve((request, response) => response.end(JSON.stringify(request.headers['traceparent'])))
    const client = new Client(origin, token, {
      hooks: { onRequest: ({ callId }) => headers(`00-${callId}`) },
    })
    expect(await client.request('GET', 'x')).toMatch(/^00-\d+$/)
  })

  it('that promise headers and do not keep their promise do so within the limits of the attempt', async () => {
    const origin = await serve((_request, response) => response.end('1'))
    const hooks = { onRequest: () => new Promise(() => undefined) }
    const call = new Client(origin, token, { hooks, retry: false }).request('GET', 'x', { attemptTimeoutMs: 50 })
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError' })
    const refused = { onRequest: () => Promise.reject(new Error('no')) }
    expect(await new Client(origin, token, { hooks: refused }).request('GET', 'x')).toBe(1)
  })

  it('that throw do not affect the call, and are logged', async () => {
    const { logger, lines } = keeper()
    const broken = () => {
      throw new Error(`hook is broken, ${token}`)
    }
    const client = new Client(await cloud(), token, {
      logger,
      hooks: { onRequest: broken, onResponse: broken, onError: broken },
    })
    await client.request('GET', 'x')
    await rejection(client.request('GET', 'no'))
    expect(lines.filter(({ message }) => message.startsWith('The hook')).map(({ message }) => message)).toEqual([
      'The hook onRequest threw: Error: hook is broken, ***',
      'The hook onResponse threw: Error: hook is broken, ***',
      'The hook onRequest threw: Error: hook is broken, ***',
      'The hook onResponse threw: Error: hook is broken, ***',
      'The hook onError threw: Error: hook is broken, ***',
    ])
  })
})

/** The promise of a library. */
function likePromise(then: (resolve: (value: unknown) => void, reject: (why: unknown) => void) => void): object {
  return { then }
}

describe('a faulty logger or hook', () => {
  const fail = (): never => {
    throw new Error('disk full')
  }
  const failOddly = (): never => {
    throw Object.create(null)
  }
  const failLater = (): Promise<never> => Promise.reject(new Error('disk full later'))

  it.each([
    ['throws', fail],
    ['rejects', failLater],
    ['throws what has no string', failOddly],
    ['rejects in another realm', () => runInNewContext("Promise.reject(new Error('elsewhere'))")],
    ['rejects as a library does', () => likePromise((_resolve, reject) => reject('no'))],
    ['returns what cannot be read', () => new Proxy({}, { ownKeys: fail })],
  ])('does not fail the call, nor the process: it %s', async (_what, broken) => {
    const origin = await cloud()
    const logger = { debug: broken, info: broken, warn: broken, error: broken }
    const hooks = { onRequest: broken, onResponse: broken, onRetry: broken, onError: broken }
    const client = new Client(origin, token, { logger, logLevel: 'debug', hooks, retry: { baseMs: 1 } })
    expect(await client.request('GET', 'busy')).toBeDefined()
    expect(await rejection(client.request('GET', 'no'))).toMatchObject({ status: 404 })
    // An unhandled rejection would fail the test run here.
    await new Promise((resolve) => setTimeout(resolve, 10))
  })
})

describe('a log line with bodies and headers omits', () => {
  const secretBody = (value: string): string =>
    JSON.stringify({
      server: {
        personality: [{ path: '/root/key', contents: value }],
        user_data: value,
        adminPass: value,
        nested: { private_key: value, auth_token: value },
      },
      access: { token: { id: value, expires: 'x' } },
    })

  /** The log of a call that sends a body and gets a response. */
  async function logOf(sent: string, received: string, headers: Record<string, string> = {}): Promise<string> {
    const { logger, text } = keeper()
    const origin = await serve((_request, response) => response.writeHead(200, headers).end(received))
    const client = new Client(origin, token, { logger, logLevel: 'debug', logData: true })
    await client.send('PUT', 'x', { body: sent }).then((response) => response.cancel())
    await client.request('PUT', 'x', { body: sent }).catch(() => undefined)
    return text()
  }

  it('passwords, keys, tokens, and data injected into servers', async () => {
    const secret = 'c2VjcmV0LWNvbnRlbnRz'
    const log = await logOf(secretBody(secret), secretBody(secret))
    expect(log).not.toContain(secret)
  })

  it.each([4_000, 4_090, 4_096, 16_380, 65_530])(
    'a secret that would be truncated in the middle, at %i',
    async (at) => {
      const filler = 'x'.repeat(at)
      for (const content of [
        `{"a":"${filler}","password":"hunter2-hunter2-hunter2","token":"${token}"}`,
        `${filler}${token}`,
        `{"a":"${filler}","personality":[{"contents":"hunter2-hunter2-hunter2`,
        `{"token":{"id":"hunter2-hunter2-hunter2"},"a":"${filler}`,
      ]) {
        const log = await logOf(content, content)
        expect(['hunter2', token.slice(0, 8)].filter((secret) => log.includes(secret))).toEqual([])
      }
    },
  )

  it('the token wherever the server reflects it, and tokens in other headers', async () => {
    const log = await logOf('', '{}', {
      location: `https://ui.example.org/login?token=${token}&next=/`,
      'x-request-id': `r-${token}`,
      'content-type': `text/${token}`,
      'content-location': 'https://user:pa55word@elsewhere.example.org/v2.0/tokens/another-secret-token',
    })
    expect(log).toContain('ui.example.org')
    for (const secret of [token, 'pa55word', 'another-secret-token']) expect(log).not.toContain(secret)
  })
})
