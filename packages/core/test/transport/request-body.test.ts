import { Client, InvalidArgumentError, LengthRequiredError, UnauthorizedError } from '@kamaki/core'
import { createNodeFetch } from '@kamaki/core/node'
import { path } from '@kamaki/core/toolkit'
import { describe, expect, it, onTestFinished } from 'vitest'
import { bodyOf, rejection, serve } from '../support/servers.ts'

/** Responds with the framing and content of the request. */
async function mirror() {
  return serve(async (request, response) => {
    const { headers, method } = request
    const body = await bodyOf(request)
    response.end(
      JSON.stringify({
        method,
        length: headers['content-length'],
        chunked: headers['transfer-encoding'],
        type: headers['content-type'],
        bytes: body.length,
        text: body.length < 100 ? body.toString() : undefined,
      }),
    )
  })
}

const big = new Uint8Array(300_000).fill(7)

describe('a request body', () => {
  it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('of JSON has its length and type (%s)', async (method) => {
    const client = new Client(await mirror(), 'token')
    const json = { name: 'α', limit: Number.POSITIVE_INFINITY }
    expect(await client.request(method, 'x', { json })).toEqual({
      method,
      length: '41',
      type: 'application/json',
      bytes: 41,
      text: '{"name":"α","limit":9223372036854775807}',
    })
  })

  it('of large JSON has its length', async () => {
    const client = new Client(await mirror(), 'token')
    expect(await client.request('POST', 'x', { json: { text: 'x'.repeat(500_000) } })).toMatchObject({
      length: '500011',
      bytes: 500_011,
    })
  })

  it.each(['POST', 'PUT'])('that is empty has length 0 (%s)', async (method) => {
    const client = new Client(await mirror(), 'token')
    expect(await client.request(method, 'x')).toEqual({ method, length: '0', bytes: 0, text: '' })
    expect(await client.request(method, 'x', { body: '' })).toMatchObject({ length: '0', bytes: 0 })
    expect(await client.request(method, 'x', { body: new Uint8Array(0) })).toMatchObject({ length: '0', bytes: 0 })
  })

  it.each([
    ['bytes', big],
    ['a view of bytes', new Uint8Array(400_000).subarray(50_000, 350_000)],
    ['a string', 'x'.repeat(300_000)],
    ['a Blob', new Blob([big])],
  ])('of %s is sent with its length by the built-in fetch, createNodeFetch, and a wrapper', async (_what, body) => {
    const origin = await mirror()
    const ours = createNodeFetch()
    onTestFinished(() => ours.close())
    for (const fetch of [
      undefined,
      ours,
      (input: string | URL | Request, init?: RequestInit) => globalThis.fetch(input, init),
    ]) {
      const response = await new Client(origin, 'token', { fetch }).request('PUT', 'x', { body })
      expect(response).toEqual({ method: 'PUT', length: '300000', bytes: 300_000 })
    }
  })

  it('that is small or empty is sent by all of them too', async () => {
    const origin = await mirror()
    const ours = createNodeFetch()
    onTestFinished(() => ours.close())
    const wrapped = (input: string | URL | Request, init?: RequestInit) => ours(input, init)
    for (const fetch of [undefined, globalThis.fetch, ours, wrapped]) {
      const client = new Client(origin, 'token', { fetch })
      expect(await client.request('POST', 'x', { json: {} })).toMatchObject({ length: '2', text: '{}' })
      expect(await client.request('POST', 'x')).toMatchObject({ length: '0', bytes: 0 })
      expect(await client.request('PUT', 'x', { body: new Blob(['ab']) })).toMatchObject({ length: '2', text: 'ab' })
      expect(await client.request('PUT', 'x', { body: new Blob([]) })).toMatchObject({ length: '0', bytes: 0 })
    }
  })

  it('that is a stream is sent chunked, or with contentLength', async () => {
    const client = new Client(await mirror(), 'token')
    const body = () => new Blob([big]).stream()
    expect(await client.request('PUT', 'x', { body })).toEqual({ method: 'PUT', chunked: 'chunked', bytes: 300_000 })
    expect(await client.request('PUT', 'x', { body, contentLength: 300_000 })).toEqual({
      method: 'PUT',
      length: '300000',
      bytes: 300_000,
    })
  })

  it('has exactly the Content-Type of the call', async () => {
    const client = new Client(await mirror(), 'token')
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
    expect(await client.request('POST', 'x', { body: 'a=b', headers })).toMatchObject({
      type: 'application/x-www-form-urlencoded',
      text: 'a=b',
    })
    expect(await client.request('POST', 'x', { json: {}, headers: { 'content-type': 'text/x' } })).toMatchObject({
      type: 'text/x',
    })
  })

  it('that fails rejects with its own error, and is not retried', async () => {
    const origin = await mirror()
    const failure = new Error('the disk is gone')
    let opened = 0
    const body = () => {
      opened += 1
      return new ReadableStream<Uint8Array>({ pull: () => Promise.reject(failure) })
    }
    expect(await rejection(new Client(origin, 'token').request('PUT', 'x', { body }))).toBe(failure)
    expect(opened).toBe(1)
  })

  it('is cancelled when the server responds with an error before reading it', async () => {
    const origin = await serve((_request, response) => response.writeHead(411, { connection: 'close' }).end())
    let cancelled = false
    const body = () =>
      new ReadableStream<Uint8Array>({
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, 1))
          if (!cancelled) controller.enqueue(new Uint8Array(1000))
        },
        cancel: () => {
          cancelled = true
        },
      })
    expect(
      LengthRequiredError.isInstance(await rejection(new Client(origin, 'token').request('PUT', 'x', { body }))),
    ).toBe(true)
    expect(cancelled).toBe(true)
  })

  it('may depend on the token', async () => {
    const origin = await serve(async (request, response) => {
      const { id } = JSON.parse((await bodyOf(request)).toString()) as { id: string }
      response.writeHead(id === 'new-token' ? 200 : 401).end(JSON.stringify(id))
    })
    const tokens = ['old-token', 'new-token']
    const client = new Client(origin, () => tokens.shift() ?? 'new-token')
    expect(await client.request('POST', 'tokens', { json: (token: string) => ({ id: token }) })).toBe('new-token')
    expect(
      UnauthorizedError.isInstance(await rejection(client.request('POST', 'tokens', { json: () => ({ id: 'x' }) }))),
    ).toBe(true)
  })

  it('is rejected if it cannot be sent', async () => {
    const client = new Client('http://127.0.0.1:1', 'token')
    const locked = new Blob(['x']).stream()
    locked.getReader()
    for (const [method, options] of [
      ['GET', { json: {} }],
      ['HEAD', { body: 'x' }],
      ['PUT', { json: {}, body: 'x' }],
      ['PUT', { body: locked }],
      ['PUT', { body: 7 as never }],
      ['PUT', { json: Number.NaN }],
      ['get', {}],
      ['GET', { headers: { 'x-a': 'φ' } }],
      ['GET', { headers: { 'x a': 'b' } }],
      ['GET', { headers: { 'x-a': 'b\nc' } }],
      ['GET', { headers: { 'X-Auth-Token': 'other' } }],
    ] as const) {
      expect(
        InvalidArgumentError.isInstance(
          await rejection(Promise.resolve().then(() => client.request(method, path`x`, options))),
        ),
      ).toBe(true)
    }
  })
})
