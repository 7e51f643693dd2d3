import { ApiError, type CallOptions, type ClientOptions, ServiceUnavailableError, TimeoutError } from '@kamaki/core'
import { Http, responseError, sleep } from '@kamaki/core/toolkit'
import { describe, expect, it } from 'vitest'
import { rejection, serve, serveSockets } from '../support/servers.ts'

const quick = { retry: { baseMs: 1, maxMs: 2 } }

/** Responds with what `next` says for the method and its number, counted from 1; `reset` resets the connection. */
async function server(next: (method: string, count: number) => number | 'reset') {
  const seen: string[] = []
  const origin = await serve((request, response) => {
    request.resume()
    const method = request.method ?? ''
    seen.push(method)
    const what = next(method, seen.filter((each) => each === method).length)
    if (what === 'reset') request.socket.resetAndDestroy()
    else response.writeHead(what, { etag: `${method}-${seen.length}` }).end()
  })
  return { http: (options: ClientOptions = quick) => new Http(origin, 'token', options), seen }
}

/** A write that must not be repeated blindly, and a check of its outcome. */
const move = (http: Http, options: CallOptions = {}) =>
  http.empty('MOVE', 'a', {
    ...options,
    idempotent: false,
    confirm: async (request) => {
      const response = await http.empty('HEAD', 'b', { ...request, expect: [200, 404] })
      return response.status === 200 ? response : undefined
    },
  })

describe('a write with confirm', () => {
  it('that happened, though its response was lost, is not sent again', async () => {
    const { http, seen } = await server((method) => (method === 'MOVE' ? 'reset' : 200))
    expect((await move(http())).headers.get('etag')).toBe('HEAD-2')
    expect(seen).toEqual(['MOVE', 'HEAD'])
  })

  it('that did not happen is sent again', async () => {
    const { http, seen } = await server((method, count) => {
      if (method === 'HEAD') return 404
      return count < 3 ? 502 : 201
    })
    expect((await move(http())).status).toBe(201)
    expect(seen).toEqual(['MOVE', 'HEAD', 'MOVE', 'HEAD', 'MOVE'])
  })

  it('that exceeded the rate limit is sent again without a check', async () => {
    const { http, seen } = await server((_, count) => (count === 1 ? 429 : 201))
    await move(http())
    expect(seen).toEqual(['MOVE', 'MOVE'])
  })

  it.each([
    ['the default', quick, {}, 5],
    ['retry: false of the client', { retry: false }, {}, 1],
    ['a limit of the client', { retry: { limit: 1, baseMs: 1 } }, {}, 2],
    ['retry: false of the call', quick, { retry: false }, 1],
    ['a limit of the call', quick, { retry: { limit: 2 } }, 3],
  ] as const)('counts its checks as retries: %s, while the server is down', async (_, client, call, requests) => {
    const { http, seen } = await server(() => 503)
    const error = await rejection(move(http(client), call))
    expect(ServiceUnavailableError.isInstance(error) && error.method).toBe('MOVE')
    expect(seen).toHaveLength(requests)
  })

  it('fails with its own error if the check is rejected', async () => {
    const { http, seen } = await server((method) => (method === 'MOVE' ? 503 : 403))
    const error = await rejection(move(http()))
    expect(ApiError.isInstance(error) && [error.status, error.method]).toEqual([503, 'MOVE'])
    expect(seen).toEqual(['MOVE', 'HEAD'])
  })
})

it('retries on the errors that the call accepts by retryOn', async () => {
  const { http, seen } = await server((_, count) => (count < 3 ? 500 : 200))
  const retryOn = (error: unknown): boolean => ApiError.isInstance(error) && error.status === 500
  expect((await http().empty('PUT', 'x', { retryOn })).status).toBe(200)
  expect(seen).toHaveLength(3)
})

describe('read', () => {
  /** Sends at most ten bytes of the range, out of 35, and closes the connection. */
  async function broken() {
    const ranges: number[] = []
    const origin = await serveSockets((socket) => {
      socket.once('data', (data) => {
        const start = Number(/bytes=(\d+)/i.exec(String(data))?.[1])
        ranges.push(start)
        const left = 35 - start
        socket.write(`HTTP/1.1 206 OK\r\ncontent-length: ${left}\r\n\r\n${'x'.repeat(Math.min(left, 10))}`)
        setTimeout(() => socket.destroy(), 20)
      })
    })
    return { http: new Http(origin, 'token', { retry: { limit: 1, baseMs: 1 } }), ranges }
  }

  it('continues where the last attempt ended, and resets the count of retries on progress', async () => {
    const { http, ranges } = await broken()
    let received = 0
    await http.read(
      'GET',
      'x',
      () => ({ headers: { range: `bytes=${received}-34` } }),
      async ({ body }, progressed) => {
        for await (const chunk of body ?? []) {
          received += chunk.byteLength
          progressed()
        }
      },
    )
    expect(received).toBe(35)
    expect(ranges).toEqual([0, 10, 20, 30])
  })

  it('gives up after the retries of the call without progress', async () => {
    const { http, ranges } = await broken()
    const read = http.read('GET', 'x', { headers: { range: 'bytes=0-34' } }, async (response) => response.text())
    expect(await rejection(read)).toMatchObject({ name: 'ConnectionError' })
    expect(ranges).toEqual([0, 0])
  })

  it('is not retried when its reader throws, and releases the connection', async () => {
    const { http, ranges } = await broken()
    const options = { headers: { range: 'bytes=0-34' } }
    const error = await rejection(http.read('GET', 'x', options, () => Promise.reject(new Error('no room'))))
    expect(String(error)).toBe('Error: no room')
    expect(ranges).toEqual([0])
  })
})

it('a reader that stops early does not hold the connection', async () => {
  let ended: (() => void) | undefined
  const closed = new Promise<void>((resolve) => {
    ended = resolve
  })
  const origin = await serveSockets((socket) => {
    socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\nx'))
    socket.once('close', () => ended?.())
  })
  const http = new Http(origin, 'token', { retry: false })
  const stop = http.read('GET', 'x', {}, async ({ body }) => {
    await body?.getReader().read()
    throw new Error('no room')
  })
  expect(String(await rejection(stop))).toBe('Error: no room')
  await closed
})

describe('a composite call', () => {
  it('is limited as a whole by timeoutMs of the call or the client', async () => {
    const { http, seen } = await server(() => 200)
    const many = async (client: Http, timeoutMs?: number): Promise<unknown> =>
      rejection(
        client.composite('long work', { timeoutMs }, async (request) => {
          for (;;) {
            await client.empty('GET', 'x', request)
            await sleep(20, request.signal)
          }
        }),
      )
    for (const error of [await many(http(), 90), await many(http({ timeoutMs: 90 }))]) {
      expect(TimeoutError.isInstance(error) && [error.limit, error.phase, error.timeoutMs]).toEqual([
        'total',
        'composite',
        90,
      ])
      expect(String(error)).toContain('Timed out after 90 ms (timeoutMs) during the long work')
    }
    expect(seen.length).toBeGreaterThan(2)
    expect(seen.length).toBeLessThan(12)
  })

  it('passes retry options and headers on, and rejects with the reason of the caller’s signal', async () => {
    const { http, seen } = await server(() => 503)
    const client = http()
    const composite = client.composite('work', { retry: { limit: 1 } }, (request) => client.empty('GET', 'x', request))
    expect(await rejection(composite)).toMatchObject({ status: 503 })
    expect(seen).toHaveLength(2)
    const controller = new AbortController()
    const aborted = rejection(
      client.composite('work', { signal: controller.signal }, ({ signal }) => sleep(60_000, signal)),
    )
    controller.abort(new Error('enough'))
    expect(String(await aborted)).toBe('Error: enough')
  })

  it('settles even if its work ignores the signal, and lets it clean up first', async () => {
    const { http } = await server(() => 200)
    let cleaned = false
    const tidy = http().composite('tidy work', { timeoutMs: 10 }, async ({ signal }) => {
      await sleep(60_000, signal).finally(async () => {
        await sleep(50)
        cleaned = true
      })
    })
    await rejection(tidy)
    expect(cleaned).toBe(true)
    const stuck = http().composite('stuck work', { timeoutMs: 10 }, () => new Promise<never>(() => undefined))
    expect(await rejection(stuck)).toMatchObject({ name: 'TimeoutError' })
  })
})

it('the lookup of a base URL counts against the time limit of the call', async () => {
  const { http, seen } = await server(() => 200)
  const origin = http().endpointUrl
  const lazy = http().lazy(async () => `${origin}/v1`)
  expect((await lazy.empty('GET', 'x')).url).toBe(`${origin}/v1/x`)
  expect(lazy.endpointUrl).toBe(`${origin}/v1`)
  const slow = http().lazy(async ({ signal }) => sleep(60_000, signal).then(() => origin))
  expect(await rejection(slow.empty('GET', 'x', { timeoutMs: 20 }))).toMatchObject({ name: 'TimeoutError' })
  expect(seen).toHaveLength(1)
})

it('an expected response that turns out to be a failure can be turned into an error', async () => {
  const origin = await serve((_, response) => {
    response.writeHead(409, { 'x-request-id': 'r-1' }).end('{"conflict": {"message": "busy with my-secret-token"}}')
  })
  const http = new Http(origin, 'my-secret-token')
  const response = await http.bytes('PUT', 'x', { expect: [201, 409] })
  const error = responseError(response, new TextDecoder().decode(response.bytes))
  expect(error).toMatchObject({
    name: 'ConflictError',
    fault: 'conflict',
    method: 'PUT',
    url: `${origin}/x`,
    requestId: 'r-1',
  })
  expect(error.message).toContain('busy with ***')
})
