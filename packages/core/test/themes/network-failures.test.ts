import {
  Client,
  type ClientOptions,
  ConnectionError,
  InvalidArgumentError,
  ParseError,
  TimeoutError,
} from '@kamaki/core'
import { createNodeFetch } from '@kamaki/core/node'
import { Http, unwrap } from '@kamaki/core/toolkit'
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from 'undici'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { closedPort, rejection, serve, serveSockets } from '../support/servers.ts'

const quick = { retry: { limit: 2, baseMs: 1 } }
const ask = (origin: string, options: ClientOptions = quick, method = 'GET') =>
  rejection(new Client(origin, 'a-token', options).request(method, 'x'))

function node(options: Parameters<typeof createNodeFetch>[0] = {}) {
  const fetch = createNodeFetch(options)
  onTestFinished(() => fetch.close())
  return fetch
}

describe('what is not the network’s fault is sent once and not blamed on it:', () => {
  it('a port that fetch blocks', async () => {
    const error = await ask('http://127.0.0.1:9')
    expect(InvalidArgumentError.isInstance(error) && error.parameter).toBe('endpointUrl')
  })

  it('what a fetch of the caller’s own throws', async () => {
    const mine = new Error('the mock is not set up')
    const fetch = vi.fn(() => Promise.reject(mine))
    expect(await ask('http://cloud.example.org', { ...quick, fetch })).toBe(mine)
    expect(fetch).toHaveBeenCalledTimes(1)
    const typo = vi.fn(() => Promise.reject(new TypeError('x.map is not a function')))
    expect(String(await ask('http://cloud.example.org', { ...quick, fetch: typo }))).toContain('x.map')
    expect(typo).toHaveBeenCalledTimes(1)
  })

  it('what it has frozen, as it is', async () => {
    const where = { code: 'ECONNRESET', method: 'GET', url: 'http://cloud.example.org' }
    const mine = Object.freeze(new ConnectionError('a mock of a broken network', where))
    expect(await ask('http://cloud.example.org', { ...quick, fetch: () => Promise.reject(mine) })).toBe(mine)
  })

  it('a header that fetch does not send', async () => {
    const origin = await serve((_request, response) => response.end('{}'))
    const error = await ask(origin, { ...quick, headers: { expect: '100-continue' } })
    expect(InvalidArgumentError.isInstance(error)).toBe(true)
  })

  it('a request that cannot be sent', async () => {
    const fetch = vi.fn(() =>
      Promise.reject(new TypeError('RequestInit: duplex option is required when sending a body')),
    )
    const error = await ask('http://cloud.example.org', { ...quick, fetch })
    expect(InvalidArgumentError.isInstance(error) && error.message).toContain('fetch cannot send this request')
    expect(fetch).toHaveBeenCalledTimes(1)
  })

  it('a name that does not exist', async () => {
    const error = await ask('https://no-such-host.invalid')
    expect(ConnectionError.isInstance(error)).toBe(true)
    expect(String(error)).not.toContain('tried')
  })
})

describe('a failure of the network says', () => {
  it('how often it was tried', async () => {
    const error = await ask(`http://127.0.0.1:${await closedPort()}`)
    expect(String(error)).toMatch(/refuses the connection.*; tried 3 times$/)
    expect(error instanceof Error && error.stack).toContain('tried 3 times')
  })

  it('that a lost POST may have been carried out, and not where it cannot have been', async () => {
    const lost = await serveSockets((socket) => socket.once('data', () => socket.resetAndDestroy()))
    expect(String(await ask(lost, quick, 'POST'))).toContain('the request may have been carried out')
    expect(String(await ask(lost, quick, 'GET'))).not.toContain('may have been carried out')
    const silent = await serveSockets(() => undefined)
    const late = await ask(silent, { ...quick, attemptTimeoutMs: 50 }, 'POST')
    expect(TimeoutError.isInstance(late) && late.message).toContain('the request may have been carried out')
    const refused = await ask(`http://127.0.0.1:${await closedPort()}`, quick, 'POST')
    expect(String(refused)).not.toContain('may have been carried out')
  })

  it('nothing of a request that was never sent, for want of a token', async () => {
    const failure = new ConnectionError('no token to be had', { method: 'GET', url: 'http://tokens.example.org' })
    const client = new Client('http://cloud.example.org', () => Promise.reject(failure), quick)
    for (const error of [await rejection(client.request('POST', 'x')), await rejection(client.request('POST', 'x'))])
      expect(error).toBe(failure)
    expect(failure.message).toBe('no token to be had')
  })

  it('that a POST whose success cannot be read may have been carried out', async () => {
    for (const body of ['<html></html>', '{"other": {}}']) {
      const origin = await serve((_request, response) => response.writeHead(202).end(body))
      const call = (method: string) => rejection(unwrap(new Http(origin, 'a-token'), 'server', method, 'x'))
      const lost = await call('POST')
      expect(ParseError.isInstance(lost) && lost.message).toContain('the request may have been carried out')
      expect(String(await call('GET'))).not.toContain('may have been carried out')
    }
  })

  it('that something else than HTTP was sent, and speaks of https only to who spoke HTTP to TLS', async () => {
    for (const [sent, says] of [
      ['SSH-2.0-OpenSSH_9.2\r\n', 'is not HTTP'],
      ['HTTP/1.1 abc\r\n\r\n', 'is not HTTP'],
      ['HTTP/1.1 200 OK\r\nnonsense\r\n\r\n', 'is not HTTP'],
      ['HTTP/1.1 200 OK\r\nx: a\u0000b\r\n\r\n', 'is not HTTP'],
      ['\u0015\u0003\u0001\u0000\u0002\u0002\u0028', 'expects TLS'],
    ] as const) {
      const origin = await serveSockets((socket) => socket.once('data', () => socket.end(Buffer.from(sent, 'latin1'))))
      const error = await ask(origin, { retry: false })
      const message = String(error)
      expect(ConnectionError.isInstance(error) && message).toContain(says)
      expect(message.includes('https://')).toBe(says === 'expects TLS')
    }
  })
})

describe('a proxy', () => {
  afterEach(() => vi.unstubAllEnvs())

  it('that is dead is blamed itself, not the cloud', async () => {
    const proxy = `http://127.0.0.1:${await closedPort()}`
    for (const origin of ['http://cloud.example.org', 'https://cloud.example.org']) {
      const error = await ask(origin, { ...quick, fetch: node({ proxy }) })
      expect(ConnectionError.isInstance(error) && error.message).toContain('the proxy at 127.0.0.1:')
    }
  })

  it('that wants a password says so', async () => {
    const proxy = await serveSockets((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n')),
    )
    const fetch = node({ proxy })
    const secure = await ask('https://cloud.example.org', { ...quick, fetch })
    expect(ConnectionError.isInstance(secure) && secure.message).toContain('requires a user name and password')
    expect(String(await ask('http://cloud.example.org', { ...quick, fetch }))).toContain('requires a user name')
  })

  it('in a variable without a scheme is a mistake that names the variable', async () => {
    vi.stubEnv('HTTP_PROXY', '127.0.0.1:3128')
    expect(() => createNodeFetch({ proxy: 'env' })).toThrow(InvalidArgumentError)
    expect(() => createNodeFetch({ proxy: 'env' })).toThrow('HTTP_PROXY is not a valid URL')
  })
})

describe('headers of more than 16 KiB', () => {
  const large = () =>
    serve((_request, response) => {
      for (let index = 0; index < 60; index += 1) response.setHeader(`x-object-meta-${index}`, 'x'.repeat(1_000))
      response.end('{}')
    })

  it('are read by createNodeFetch, and through its proxy', async () => {
    const client = new Client(await large(), 'a-token', { fetch: node() })
    expect(await client.request('GET', 'x')).toEqual({})
  })

  it('are read by the built-in fetch', async () => {
    const origin = await large()
    expect(await new Client(origin, 'a-token').request('GET', 'x')).toEqual({})
    for (const fetch of [undefined, globalThis.fetch]) {
      const response = await new Client(origin, 'a-token', { fetch }).send('GET', 'x', { decode: false })
      expect(response.headers.get('x-object-meta-59')).toHaveLength(1_000)
      await response.cancel()
    }
  })

  it('are an error that names both ways out, and is not tried again, where the program has set its own dispatcher', async () => {
    const before = getGlobalDispatcher()
    onTestFinished(() => setGlobalDispatcher(before))
    setGlobalDispatcher(new Agent({ keepAliveTimeout: 10 }))
    const error = await ask(await large())
    expect(ConnectionError.isInstance(error) && error.message).toContain('--max-http-header-size')
    expect(String(error)).toContain('createNodeFetch()')
    expect(String(error)).not.toContain('tried')
  })
})

describe('whatever the headers claim, an attempt ends:', () => {
  it('a body of a stated gigabyte that stalls', async () => {
    const origin = await serveSockets((socket) =>
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n{')),
    )
    const error = await ask(origin, { retry: false, attemptTimeoutMs: 1_500 })
    expect(TimeoutError.isInstance(error) && [error.limit, error.phase]).toEqual(['attempt', 'body'])
  })

  it('a stated gigabyte by default: the limit is that of the wait for the next bytes', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    onTestFinished(() => void vi.useRealTimers())
    let respond: (chunk: Uint8Array) => void = () => undefined
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        respond = (chunk) => controller.enqueue(chunk)
      },
    })
    const fetch = async () => new Response(body, { headers: { 'content-length': '1000000000' } })
    const error = ask('http://cloud.example.org', { retry: false, fetch })
    await vi.advanceTimersByTimeAsync(50_000)
    respond(new Uint8Array(2_000_000))
    await vi.advanceTimersByTimeAsync(59_000)
    respond(new Uint8Array(1))
    await vi.advanceTimersByTimeAsync(61_000)
    const ended = await error
    expect(TimeoutError.isInstance(ended) && ended.timeoutMs).toBe(60_000)
  })

  it('a body that drips', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'setInterval', 'clearInterval'] })
    onTestFinished(() => void vi.useRealTimers())
    let drip: ReturnType<typeof setInterval> | undefined
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        drip = setInterval(() => controller.enqueue(new Uint8Array(1)), 10_000)
      },
      cancel: () => clearInterval(drip),
    })
    const error = ask('http://cloud.example.org', { retry: false, fetch: async () => new Response(body) })
    await vi.advanceTimersByTimeAsync(80_000)
    expect(TimeoutError.isInstance(await error)).toBe(true)
  })

  it('a token function that never returns, which is called again by who comes after', async () => {
    const origin = await serve((_request, response) => response.end('{}'))
    let calls = 0
    const token = (): Promise<string> => {
      calls += 1
      return calls === 1 ? new Promise(() => undefined) : Promise.resolve('a-token')
    }
    const client = new Client(origin, token, { attemptTimeoutMs: 1_000, retry: false })
    const error = await rejection(client.request('GET', 'x'))
    expect(TimeoutError.isInstance(error) && [error.limit, error.phase]).toEqual(['attempt', 'token'])
    expect(await client.request('GET', 'x')).toEqual({})
  })
})
