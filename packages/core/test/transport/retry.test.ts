import {
  ApiError,
  BadRequestError,
  type CallOptions,
  Client,
  ConnectionError,
  RateLimitedError,
  ServiceUnavailableError,
} from '@kamaki/core'
import { describe, expect, it } from 'vitest'
import { bodyOf, rejection, serve, serveSockets } from '../support/servers.ts'

const quick = { retry: { baseMs: 1, maxMs: 2 } }

/** Responds with these statuses, the last one for ever, and counts requests. */
async function statuses(...list: (number | [number, Record<string, string>])[]) {
  const seen = { calls: 0, bodies: [] as string[] }
  const origin = await serve(async (request, response) => {
    seen.bodies.push((await bodyOf(request)).toString())
    const next = list[Math.min(seen.calls, list.length - 1)]!
    const [status, headers] = typeof next === 'number' ? [next, {}] : next
    seen.calls += 1
    response.writeHead(status, headers).end(status === 200 ? '{"ok":true}' : '')
  })
  return { client: new Client(origin, 'token', quick), seen }
}

describe('a retry repeats', () => {
  it.each([408, 429, 502, 503, 504])('a GET after %i', async (status) => {
    const { client, seen } = await statuses(status, status, 200)
    expect(await client.request('GET', 'x')).toEqual({ ok: true })
    expect(seen.calls).toBe(3)
  })

  it.each([400, 401, 403, 404, 409, 413, 500, 501])('nothing after %i', async (status) => {
    const { client, seen } = await statuses(status, 200)
    const error = await rejection(client.request('GET', 'x'))
    expect(ApiError.isInstance(error) && error.status).toBe(status)
    expect(seen.calls).toBe(1)
  })

  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'COPY'])('%s', async (method) => {
    const { client, seen } = await statuses(503, 200)
    await client.send(method, 'x').then((response) => response.cancel())
    expect(seen.calls).toBe(2)
  })

  it.each(['POST', 'MOVE', 'PATCH'])('%s only if the call says that it is idempotent', async (method) => {
    const { client, seen } = await statuses(503, 503, 200)
    expect(ServiceUnavailableError.isInstance(await rejection(client.request(method, 'x')))).toBe(true)
    expect(seen.calls).toBe(1)
    expect(await client.request(method, 'x', { idempotent: true, retry: { limit: 9 } })).toEqual({ ok: true })
    expect(seen.calls).toBe(3)
  })

  it('nothing if the call or the client says so', async () => {
    const { client, seen } = await statuses(503)
    await rejection(client.request('GET', 'x', { retry: false }))
    await rejection(client.request('GET', 'x', { idempotent: false }))
    await rejection(client.request('GET', 'x', { retry: { limit: 0 } }))
    expect(seen.calls).toBe(3)
    await rejection(client.request('GET', 'x', { retry: { limit: 2 } }))
    expect(seen.calls).toBe(6)
  })

  it('a body that can be created again, with the same content', async () => {
    const { client, seen } = await statuses(503, 503, 200)
    const body = () => new Blob(['once ', 'more']).stream()
    await client.request('PUT', 'x', { body, contentLength: 9 })
    expect(seen.bodies).toEqual(['once more', 'once more', 'once more'])
  })

  it('never a stream, which has been consumed', async () => {
    const { client, seen } = await statuses(503, 200)
    expect(
      ServiceUnavailableError.isInstance(
        await rejection(client.request('PUT', 'x', { body: new Blob(['x']).stream() })),
      ),
    ).toBe(true)
    expect(seen.calls).toBe(1)
  })
})

describe('connections that fail', () => {
  /** Resets the first connections after the request, then responds. */
  async function resets(count: number, message = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}') {
    const seen = { connections: 0 }
    const origin = await serveSockets((socket) => {
      socket.once('data', () => {
        seen.connections += 1
        if (seen.connections <= count) socket.resetAndDestroy()
        else socket.end(message)
      })
    })
    return { client: new Client(origin, 'token', quick), seen }
  }

  it('are replaced for a GET, not for a POST', async () => {
    const get = await resets(2)
    expect(await get.client.request('GET', 'x')).toEqual({})
    expect(get.seen.connections).toBe(3)
    const post = await resets(1)
    expect(ConnectionError.isInstance(await rejection(post.client.request('POST', 'x', { json: {} })))).toBe(true)
    expect(post.seen.connections).toBe(1)
  })

  it('are replaced when a body ends prematurely', async () => {
    let calls = 0
    const origin = await serveSockets((socket) => {
      socket.once('data', () => {
        calls += 1
        socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n${calls < 3 ? '{"ok":' : '{"ok": true}'}`)
      })
    })
    const client = new Client(origin, 'token', quick)
    expect(await client.request('GET', 'x')).toEqual({ ok: true })
    expect(calls).toBe(3)
  })

  it('are an error of the stream when an open body ends prematurely', async () => {
    const origin = await serveSockets((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n{"ok":'))
    })
    const response = await new Client(origin, 'token', quick).send('GET', 'x')
    const error = await rejection(response.text())
    expect(ConnectionError.isInstance(error)).toBe(true)
    expect(String(error)).toContain('ended prematurely')
  })

  it('are not used again after a HEAD, since some services send a stray chunk after their response', async () => {
    const origin = await serveSockets((socket) => {
      socket.on('data', (data) => {
        const isHead = data.toString('latin1').startsWith('HEAD')
        const rest = isHead ? 'transfer-encoding: chunked\r\n\r\n0\r\n\r\n' : 'content-length: 2\r\n\r\n{}'
        socket.write(`HTTP/1.1 200 OK\r\n${rest}`)
      })
    })
    const client = new Client(origin, 'token', { retry: false })
    for (let call = 0; call < 10; call += 1) {
      expect((await client.send('HEAD', 'x')).status).toBe(200)
      expect(await client.request('POST', 'x', { json: {} })).toEqual({})
    }
  })

  it('may be closed by the server while idle, at any time', async () => {
    // Each connection responds once and is reset at its second request.
    const origin = await serveSockets((socket) => {
      let requests = 0
      socket.on('data', () => {
        requests += 1
        if (requests > 1) socket.resetAndDestroy()
        else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\n{}')
      })
    })
    const client = new Client(origin, 'token', quick)
    for (let call = 0; call < 10; call += 1) expect(await client.request('GET', 'x')).toEqual({})
  })
})

describe('Retry-After', () => {
  it('is respected, in seconds or as a date', async () => {
    const delays: number[] = []
    const date = new Date(Date.now() - 5000).toUTCString()
    const { client, seen } = await statuses(
      [503, { 'retry-after': '0' }],
      [429, { 'retry-after': date }],
      [503, { 'retry-after': '0.05' }],
      200,
    )
    const watched = new Client(client.endpointUrl, 'token', {
      ...quick,
      hooks: { onRetry: ({ delayMs }) => delays.push(delayMs) },
    })
    await watched.request('GET', 'x')
    expect(seen.calls).toBe(4)
    expect(delays[0]).toBeLessThanOrEqual(1)
    expect(delays[1]).toBeLessThanOrEqual(1)
    expect(delays[2]).toBeGreaterThanOrEqual(50)
  })

  it('beyond the cap fails the call at once, with its time in the error', async () => {
    const { client, seen } = await statuses([429, { 'retry-after': '3600' }], 200)
    const error = await rejection(client.request('GET', 'x'))
    expect(RateLimitedError.isInstance(error) && error.retryAfterMs).toBe(3_600_000)
    expect(String(error)).toContain('after 3600 s')
    expect(seen.calls).toBe(1)
    await client.request('GET', 'x')
    expect(seen.calls).toBe(2)
  })
})

describe('the retry budget', () => {
  it('prevents a storm: many calls to a cloud that is down send few more requests than calls', async () => {
    const { client, seen } = await statuses(503)
    const results = await Promise.allSettled(Array.from({ length: 100 }, () => client.request('GET', 'x')))
    expect(results.every((result) => result.status === 'rejected')).toBe(true)
    expect(seen.calls).toBeLessThanOrEqual(120)
    expect(seen.calls).toBeGreaterThan(100)
  })

  it('is refilled by successful calls', async () => {
    let down = true
    let calls = 0
    const origin = await serve((_request, response) => {
      calls += 1
      response.writeHead(down ? 503 : 200).end('{}')
    })
    const client = new Client(origin, 'token', quick)
    await Promise.allSettled(Array.from({ length: 50 }, () => client.request('GET', 'x')))
    calls = 0
    await rejection(client.request('GET', 'x'))
    expect(calls).toBe(1)
    down = false
    for (let call = 0; call < 20; call += 1) await client.request('GET', 'x')
    down = true
    calls = 0
    await rejection(client.request('GET', 'x'))
    expect(calls).toBe(5)
  })

  it('is not charged for what is not retried', async () => {
    const { client } = await statuses(400)
    for (let call = 0; call < 30; call += 1)
      expect(BadRequestError.isInstance(await rejection(client.request('GET', 'x')))).toBe(true)
    const options: CallOptions = { expect: 400 }
    await client.send('GET', 'x', options).then((response) => response.cancel())
  })
})
