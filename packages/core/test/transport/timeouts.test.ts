import { ApiError, Client, TimeoutError, waitFor } from '@kamaki/core'
import { Http } from '@kamaki/core/toolkit'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { rejection, serve, serveSockets } from '../support/servers.ts'

const head = 'HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n'

/** Sends this and then nothing more. */
function stalls(message: string) {
  const seen = { requests: 0 }
  return serveSockets((socket) => {
    socket.on('data', () => {
      seen.requests += 1
      socket.write(message)
    })
  }).then((origin) => ({ origin, seen }))
}

function facts(error: unknown) {
  return TimeoutError.isInstance(error)
    ? { phase: error.phase, limit: error.limit, timeoutMs: error.timeoutMs }
    : String(error)
}

describe('attemptTimeoutMs', () => {
  const options = { attemptTimeoutMs: 1500, retry: false } as const

  it('ends an attempt without a response', async () => {
    const { origin } = await stalls('')
    const error = await rejection(new Client(origin, 'token', options).request('GET', 'x'))
    expect(facts(error)).toEqual({ phase: 'headers', limit: 'attempt', timeoutMs: 1500 })
    expect(String(error)).toContain('waiting for a response')
  })

  it('ends an attempt whose body stalls', async () => {
    const { origin } = await stalls(`${head}{`)
    const error = await rejection(new Client(origin, 'token', options).request('GET', 'x'))
    expect(facts(error)).toEqual({ phase: 'body', limit: 'attempt', timeoutMs: 1500 })
  })

  it('ends an attempt whose body trickles for ever', async () => {
    const origin = await serve((_request, response) => {
      response.writeHead(200)
      const drip = setInterval(() => response.write(' '), 5)
      response.on('close', () => clearInterval(drip))
    })
    const error = await rejection(new Client(origin, 'token', options).request('GET', 'x'))
    expect(facts(error)).toEqual({ phase: 'body', limit: 'attempt', timeoutMs: 1500 })
  })

  it('ends an open body that stalls, but not one that is read slowly', async () => {
    const { origin } = await stalls(`${head}{`)
    const stalled = await new Client(origin, 'token', options).send('GET', 'x')
    expect(facts(await rejection(stalled.text()))).toEqual({ phase: 'body', limit: 'attempt', timeoutMs: 1500 })

    const steady = await serve((_request, response) => response.end(Buffer.alloc(500_000)))
    const { body } = await new Client(steady, 'token', options).send('GET', 'x')
    let bytes = 0
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      if (bytes === 0) await new Promise((resolve) => setTimeout(resolve, 2000))
      bytes += chunk.byteLength
    }
    expect(bytes).toBe(500_000)
  })

  it('ends an attempt whose reader gets a byte now and then, unless it reports progress', async () => {
    let requests = 0
    const origin = await serve((_request, response) => {
      requests += 1
      response.writeHead(200)
      let sent = 0
      const drip = setInterval(() => (++sent < 20 ? response.write(' ') : response.end(' ')), 150)
      response.on('close', () => clearInterval(drip))
    })
    const http = new Http(origin, 'token', options)
    const error = await rejection(http.read('GET', 'x', {}, (response) => response.text()))
    expect(facts(error)).toEqual({ phase: 'body', limit: 'attempt', timeoutMs: 1500 })
    const length = await http.read('GET', 'x', {}, async ({ body }, progressed) => {
      let bytes = 0
      for await (const chunk of body ?? []) {
        bytes += chunk.byteLength
        progressed()
      }
      return bytes
    })
    expect([length, requests]).toEqual([20, 2])
  })

  it('does not end a streamed request that makes progress', async () => {
    const origin = await serve((request, response) => {
      request.resume().on('end', () => response.end('{"ok":true}'))
    })
    let sent = 0
    const body = () =>
      new ReadableStream<Uint8Array>({
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, 200))
          if (sent++ === 10) controller.close()
          else controller.enqueue(new Uint8Array(10))
        },
      })
    expect(await new Client(origin, 'token', options).request('PUT', 'x', { body })).toEqual({ ok: true })
  })

  it('is followed by another attempt', async () => {
    let requests = 0
    const origin = await serve((_request, response) => {
      requests += 1
      if (requests > 2) response.end('{}')
    })
    const client = new Client(origin, 'token', { attemptTimeoutMs: 1000, retry: { baseMs: 1 } })
    expect(await client.request('GET', 'x')).toEqual({})
    expect(requests).toBe(3)
  })

  it('does not hide the status of an error response whose body stalls', async () => {
    const { origin } = await stalls('HTTP/1.1 404 Not Found\r\ncontent-length: 10\r\n\r\n{')
    const error = await rejection(
      new Client(origin, 'token', { ...options, attemptTimeoutMs: 30_000 }).request('GET', 'x', { timeoutMs: 1500 }),
    )
    expect(facts(error)).toEqual({ phase: 'body', limit: 'total', timeoutMs: 1500 })
    const known = await rejection(new Client(origin, 'token', { attemptTimeoutMs: 1500 }).request('GET', 'x'))
    expect(ApiError.isInstance(known) && known.status).toBe(404)
    const broken = await serveSockets((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 10\r\n\r\n{'))
    })
    const notFound = await rejection(new Client(broken, 'token', options).request('GET', 'x'))
    expect(ApiError.isInstance(notFound) && notFound.status).toBe(404)
  })
})

describe('timeoutMs', () => {
  it('covers all attempts and the pauses between them, and its error names the last failure', async () => {
    const origin = await serve((_request, response) => response.writeHead(503).end())
    const client = new Client(origin, 'token', { timeoutMs: 2000, retry: { baseMs: 50, limit: 1000 } })
    const error = await rejection(client.request('GET', 'x'))
    expect(facts(error)).toMatchObject({ limit: 'total', timeoutMs: 2000 })
    expect(String(error)).toContain('503')
    expect(ApiError.isInstance((error as Error).cause)).toBe(true)
  })

  it('fails at once if the next attempt would come too late', async () => {
    const origin = await serve((_request, response) => response.writeHead(503, { 'retry-after': '50' }).end())
    const error = await rejection(new Client(origin, 'token', { timeoutMs: 20_000 }).request('GET', 'x'))
    expect(facts(error)).toEqual({ phase: 'retry', limit: 'total', timeoutMs: 20_000 })
  })

  it('covers an open body', async () => {
    const { origin } = await stalls(`${head}{`)
    const response = await new Client(origin, 'token').send('GET', 'x', { timeoutMs: 1500 })
    expect(facts(await rejection(response.text()))).toEqual({ phase: 'body', limit: 'total', timeoutMs: 1500 })
  })

  it('covers the token function', async () => {
    const client = new Client('http://127.0.0.1:1', () => new Promise(() => undefined))
    expect(facts(await rejection(client.request('GET', 'x', { timeoutMs: 20 })))).toEqual({
      phase: 'token',
      limit: 'total',
      timeoutMs: 20,
    })
  })

  it('covers the queue', async () => {
    const { origin } = await stalls('')
    const client = new Client(origin, 'token', { concurrency: 1 })
    const abort = new AbortController()
    const first = rejection(client.request('GET', 'x', { signal: abort.signal }))
    expect(facts(await rejection(client.request('GET', 'x', { timeoutMs: 20 })))).toEqual({
      phase: 'queue',
      limit: 'total',
      timeoutMs: 20,
    })
    abort.abort()
    await first
  })

  it('rejects invalid limits', async () => {
    const client = new Client('http://127.0.0.1:1', 'token')
    expect(String(await rejection(client.request('GET', 'x', { timeoutMs: -1 })))).toContain('timeoutMs must be')
    expect(String(await rejection(client.request('GET', 'x', { attemptTimeoutMs: Number.NaN })))).toContain(
      'attemptTimeoutMs must be',
    )
  })
})

it('limits hold in tests with fake timers, whose clock may stand still', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const fetch = (): Promise<Response> => new Promise(() => undefined)
  const client = new Client('http://cloud.test', 'token', { fetch, retry: false, attemptTimeoutMs: 1000 })
  const never = { describe: 'good', done: () => false }
  const ends = vi.fn<(error: unknown) => void>()
  client.request('GET', 'x').catch(ends)
  waitFor(async () => 'bad', never, { timeoutMs: 2000 }).catch(ends)
  await vi.advanceTimersByTimeAsync(2500)
  expect(ends.mock.calls.map(([error]) => (error as Error).name)).toEqual(['TimeoutError', 'WaitTimeoutError'])
})
