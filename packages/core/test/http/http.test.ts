import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Client, NotFoundError, UnauthorizedError } from '@kamaki/core'
import { path } from '@kamaki/core/toolkit'
import { afterEach, describe, expect, it } from 'vitest'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
}

describe('a client', () => {
  it('sends JSON with its length and parses the response', async () => {
    const url = await serve((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        response.end(
          JSON.stringify({
            url: request.url,
            length: request.headers['content-length'],
            type: request.headers['content-type'],
            token: request.headers['x-auth-token'],
            body,
          }),
        )
      })
    })
    const client = new Client(url, 'secret')
    const response = await client.request('POST', path`${'a b'}/${'c/d'}`, {
      json: { α: 1n },
      query: { x: 'y z', flag: null },
    })
    expect(response).toEqual({
      url: '/v1/a%20b/c%2Fd?x=y%20z&flag',
      length: '8',
      type: 'application/json',
      token: 'secret',
      body: '{"α":1}',
    })
  })

  it('throws an error of the class for the status', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(404).end('{"itemNotFound": {"message": "no", "code": 404, "details": ""}}')
    })
    const error = await new Client(url, 't').request('GET', 'x').catch((e: unknown) => e)
    expect(NotFoundError.isInstance(error)).toBe(true)
    expect(UnauthorizedError.isInstance(error)).toBe(false)
  })

  it('retries an idempotent request', async () => {
    let calls = 0
    const url = await serve((_request, response) => {
      calls += 1
      response.writeHead(calls < 3 ? 503 : 200).end('{}')
    })
    await new Client(url, 't', { retry: { baseMs: 1 } }).request('GET', 'x')
    expect(calls).toBe(3)
  })

  it('sends large buffers and streams completely', async () => {
    const url = await serve((request, response) => {
      let length = 0
      request.on('data', (chunk) => {
        length += chunk.length
      })
      request.on('end', () =>
        response.end(
          JSON.stringify([length, request.headers['content-length'], request.headers['transfer-encoding'] ?? null]),
        ),
      )
    })
    const client = new Client(url, 't')
    const bytes = new Uint8Array(1_000_000)
    expect(await client.request('PUT', 'x', { body: bytes })).toEqual([1_000_000, '1000000', null])
    expect(await client.request('PUT', 'x', { body: () => new Blob([bytes]).stream() })).toEqual([
      1_000_000,
      null,
      'chunked',
    ])
    expect(await client.request('PUT', 'x', { body: new Blob([bytes]) })).toEqual([1_000_000, '1000000', null])
    const open = await client.send('PUT', 'x', { body: new Blob([bytes]).stream(), contentLength: 1_000_000 })
    expect(await open.json()).toEqual([1_000_000, '1000000', null])
  })
})
