import type { IncomingMessage, ServerResponse } from 'node:http'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { ConnectionError, InvalidArgumentError } from '@kamaki/core'
import { createNodeFetch } from '@kamaki/core/node'
import { Http } from '@kamaki/core/toolkit'
import { getGlobalDispatcher, MockAgent, setGlobalDispatcher } from 'undici'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { bodyOf, rejection, serve } from '../support/servers.ts'

const text = 'The quick brown fox. '.repeat(5000)

/** Responses by the last part of the path, as a server in the wild may send them. */
const responses: Readonly<Record<string, (response: ServerResponse, request: IncomingMessage) => unknown>> = {
  plain: (response) => response.end(text),
  empty: (response) => response.end(),
  chunks: async (response) => {
    for (const piece of ['one', 'two', 'three']) {
      response.write(piece)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    response.end()
  },
  gzip: (response) => response.setHeader('Content-Encoding', 'gzip').end(gzipSync(text)),
  'x-gzip': (response) => response.setHeader('Content-Encoding', 'X-GZIP').end(gzipSync(text)),
  deflate: (response) => response.setHeader('Content-Encoding', 'deflate').end(deflateSync(text)),
  'raw-deflate': (response) => response.setHeader('Content-Encoding', 'deflate').end(deflateRawSync(text)),
  brotli: (response) => response.setHeader('Content-Encoding', 'br').end(brotliCompressSync(text)),
  five: (response) =>
    response
      .setHeader('Content-Encoding', 'gzip, gzip, gzip, gzip, gzip')
      .end(Array.from({ length: 5 }).reduce<Buffer>((packed) => gzipSync(packed), Buffer.from(text))),
  twice: (response) => response.setHeader('Content-Encoding', 'deflate, gzip').end(gzipSync(deflateSync(text))),
  unknown: (response) => response.setHeader('Content-Encoding', 'rot13').end(text),
  identity: (response) => response.setHeader('Content-Encoding', 'identity').end(text),
  cut: (response) => response.setHeader('Content-Encoding', 'gzip').end(gzipSync(text).subarray(0, 200)),
  'packed-nothing': (response) => response.setHeader('Content-Encoding', 'gzip').end(),
  'no-content': (response) => response.writeHead(204).end(),
  hints: (response) => {
    response.writeEarlyHints({ link: '</style.css>; rel=preload' })
    response.end(text)
  },
  headers: (response) =>
    response
      .writeHead(200, [
        'Set-Cookie',
        'a=1',
        'Set-Cookie',
        'b=2',
        'X-Name',
        'caf\u00e9',
        'X-Two',
        '1',
        'x-two',
        '2',
        'X-None',
        '',
      ])
      .end(text),
  latin: (response, request) => response.end(JSON.stringify([request.headers['x-latin'], request.url])),
}

const server = (): Promise<string> =>
  serve((request, response) => {
    const name = new URL(request.url ?? '', 'http://x').pathname.split('/').at(-1) ?? ''
    void responses[name]?.(response, request)
  })

const kinds = ['the built-in fetch', 'createNodeFetch'] as const

/** Past a fetch, and through it: of a function that wraps it nobody knows what it is. */
function senders(origin: string, kind: (typeof kinds)[number]): readonly [direct: Http, byFetch: Http] {
  const made = createNodeFetch()
  onTestFinished(() => made.close())
  const own = kind === 'createNodeFetch' ? made : globalThis.fetch
  const create = (fetch: typeof globalThis.fetch): Http => new Http(origin, 'token', { fetch, retry: false })
  return [create(own), create((input, init) => own(input, init))]
}

describe.each(kinds)('what is sent past fetch, for %s,', (kind) => {
  it.each(Object.keys(responses))('gets the same response as through it: %s', async (name) => {
    const results = senders(await server(), kind).map(async (http) => {
      const options = { headers: { 'x-latin': 'caf\u00e9' }, query: { q: 'a b\u00fc' } }
      const whole = await http.bytes('GET', name, options)
      const { status, headers, url, bytes } = whole
      const head = await http.send('HEAD', name)
      const open = await http.send('GET', name, options)
      const raw = await http.bytes('GET', name, { decode: false })
      const shown = Object.fromEntries([...headers].filter(([key]) => key !== 'date'))
      return {
        ...{ status, url, shown, cookies: headers.getSetCookie(), text: Buffer.from(bytes).toString() },
        ...{ head: head.status, headBody: await head.text(), open: await open.text(), raw: raw.bytes.length },
      }
    })
    const [direct, byFetch] = await Promise.all(results)
    expect(byFetch?.status).toBeGreaterThan(199)
    expect(direct).toEqual(byFetch)
  })

  it('arrives as what goes through it', async () => {
    const origin = await serve(async (request, response) => {
      const body = await bodyOf(request)
      const { 'content-length': length, 'transfer-encoding': coding, 'x-auth-token': token } = request.headers
      response.end(JSON.stringify({ method: request.method, size: body.length, length, coding, token }))
    })
    const bytes = new Uint8Array(300_000).fill(7)
    const stream = (): ReadableStream<Uint8Array> => new Blob([bytes]).stream()
    for (const call of [
      { method: 'POST' },
      { method: 'PUT', body: bytes },
      { method: 'PUT', body: bytes.subarray(5, 20) },
      { method: 'POST', body: new Blob([bytes]) },
      { method: 'POST', body: stream },
      { method: 'POST', body: stream, contentLength: bytes.length },
      { method: 'POST', body: '' },
      { method: 'PATCH', json: { name: 'Ω' } },
      { method: 'DELETE' },
      { method: 'COPY' },
    ]) {
      const { method, ...options } = call
      const [direct, byFetch] = await Promise.all(
        senders(origin, kind).map((http) => http.json<{ method: string }>(method, 'x', options)),
      )
      expect(byFetch?.method).toBe(method)
      expect(direct).toEqual(byFetch)
    }
  })

  it('fails in the same way', async () => {
    const origin = await serve((request, response) => {
      if (request.url === '/silent') request.socket.destroy()
      else if (request.url === '/odd') request.socket.end('what?')
      else if (request.url === '/lie') response.setHeader('Content-Encoding', 'gzip').end('not packed')
      else if (request.url === '/layers') response.setHeader('Content-Encoding', Array(6).fill('gzip').join()).end('x')
      else response.writeHead(200, { 'content-length': 100 }).write('half', () => request.socket.destroy())
    })
    for (const path of ['silent', 'odd', 'lie', 'half', 'layers']) {
      const errors = await Promise.all(senders(origin, kind).map((http) => rejection(http.bytes('GET', path))))
      const [direct, byFetch] = errors as ConnectionError[]
      expect(ConnectionError.isInstance(byFetch)).toBe(true)
      const shown = (error: ConnectionError | undefined): unknown[] => [
        ...[error?.message, error?.code, error?.transient, String(error?.cause)],
      ]
      expect(shown(direct)).toEqual(shown(byFetch))
    }
    for (const http of senders('http://127.0.0.1:6667', kind))
      expect(await rejection(http.bytes('GET', ''))).toBeInstanceOf(InvalidArgumentError)
  })

  it('uses connections again, also those of error responses', async () => {
    const sockets = new Set<unknown>()
    const origin = await serve((request, response) => {
      sockets.add(request.socket)
      response.writeHead(request.url === '/missing' ? 404 : 200).end('{}')
    })
    for (const http of senders(origin, kind)) {
      sockets.clear()
      for (const path of ['a', 'missing', 'b', 'c']) await http.json('GET', path).catch(() => undefined)
      // Undici uses a connection again a turn of the event loop later.
      expect(sockets.size).toBeLessThan(3)
    }
  })

  it('is aborted at any time, and lets go of its connection', async () => {
    let open = 0
    const origin = await serve((request, response) => {
      open += 1
      request.socket.on('close', () => {
        open -= 1
      })
      if (request.url === '/body') response.writeHead(200).write('x')
    })
    for (const http of senders(origin, kind)) {
      for (const path of ['headers', 'body']) {
        const controller = new AbortController()
        const call = http.bytes('GET', path, { signal: controller.signal })
        await vi.waitFor(() => expect(open).toBe(1))
        await new Promise((resolve) => setTimeout(resolve, 20))
        controller.abort(new Error('enough'))
        expect(await rejection(call)).toBe(controller.signal.reason)
        await vi.waitFor(() => expect(open).toBe(0))
      }
      const response = await http.send('GET', 'body')
      await response.cancel()
      await vi.waitFor(() => expect(open).toBe(0))
      const before = new AbortController()
      before.abort(new Error('never'))
      expect(await rejection(http.bytes('GET', 'x', { signal: before.signal }))).toBe(before.signal.reason)
      expect(open).toBe(0)
    }
  })

  it('takes no more from the connection than is read, packed or not', async () => {
    const zeros = Buffer.alloc(64 * 1024 * 1024)
    const packed = gzipSync(zeros, { level: 1 })
    const origin = await serve((request, response) => {
      if (request.url === '/packed') response.setHeader('Content-Encoding', 'gzip').end(packed)
      else response.end(zeros)
    })
    for (const http of senders(origin, kind).slice(0, 1)) {
      for (const path of ['plain', 'packed']) {
        const before = process.memoryUsage().arrayBuffers
        const { body } = await http.send('GET', path)
        const reader = (body as ReadableStream<Uint8Array>).getReader()
        let length = (await reader.read()).value?.byteLength ?? 0
        await new Promise((resolve) => setTimeout(resolve, 300))
        expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(24 * 1024 * 1024)
        for (let read = await reader.read(); !read.done; read = await reader.read()) length += read.value.byteLength
        expect(length).toBe(zeros.length)
      }
    }
  })

  it('hands out bytes whose memory is the reader’s own', async () => {
    const origin = await serve((_request, response) => {
      for (let index = 0; index < 50; index += 1) response.write(`${index}`.repeat(100))
      response.end()
    })
    for (const http of senders(origin, kind).slice(0, 1)) {
      const { body } = await http.send('GET', 'x')
      let text = ''
      for await (const chunk of body as ReadableStream<Uint8Array<ArrayBuffer>>) {
        expect([chunk.constructor, chunk.byteLength]).toEqual([Uint8Array, chunk.buffer.byteLength])
        text += Buffer.from(chunk).toString()
        structuredClone(chunk.buffer, { transfer: [chunk.buffer] })
      }
      expect(text).toBe(Array.from({ length: 50 }, (_, index) => `${index}`.repeat(100)).join(''))
    }
  })
})

describe('a program that has put something else in the place of Node’s fetch', () => {
  it('is obeyed: another fetch', async () => {
    const origin = await server()
    const spy = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json('mocked'))
    onTestFinished(() => spy.mockRestore())
    expect(await new Http(origin, 'token').json('GET', 'plain')).toBe('mocked')
    expect(spy).toHaveBeenCalledTimes(1)
    spy.mockRestore()
    expect((await new Http(origin, 'token').bytes('GET', 'empty')).bytes.length).toBe(0)
  })

  it('is obeyed: another dispatcher', async () => {
    const before = getGlobalDispatcher()
    const agent = new MockAgent()
    agent.disableNetConnect()
    agent.get('http://cloud.test').intercept({ path: '/v1/x', method: 'GET' }).reply(200, { from: 'the agent' })
    setGlobalDispatcher(agent)
    onTestFinished(() => setGlobalDispatcher(before))
    expect(await new Http('http://cloud.test/v1', 'token').json('GET', 'x')).toEqual({ from: 'the agent' })
  })
})
