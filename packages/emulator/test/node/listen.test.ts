import { Agent, request } from 'node:http'
import { createEmulator, type Emulator, type Listener } from '@kamaki/emulator'
import { raw } from '@kamaki-tooling/testing/raw'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Call } from '../../src/http/request.ts'
import { HttpResponse, json } from '../../src/http/response.ts'
import { listenHttp } from '../../src/node/listen.ts'

let emulator: Emulator
let listener: Listener
/** Serves a handler that tells what it was given. */
let echo: Listener

beforeAll(async () => {
  emulator = createEmulator()
  listener = await emulator.listen()
  echo = await listenHttp(async (call: Call) => {
    const { rawPath } = call
    if (rawPath === '/stream')
      return new HttpResponse(200, twice(new Uint8Array(300_000).fill(7)), { 'Content-Length': '600000' })
    if (rawPath === '/chunked') return new HttpResponse(200, twice(new TextEncoder().encode('ab')))
    if (rawPath === '/unread') return json(413, null)
    const bytes = await call.bytes()
    return json(200, {
      method: call.method,
      target: call.target,
      path: call.path,
      origin: call.origin,
      header: call.header('X-Test'),
      chunked: call.chunked,
      body: new TextDecoder('latin1').decode(bytes.subarray(0, 100)),
      length: bytes.byteLength,
      djangoBody: (await call.body()).byteLength === 0 && bytes.byteLength > 0 ? 'empty' : 'same',
    })
  })
})

afterAll(async () => {
  await emulator.close()
  await echo.close(0)
})

async function* twice(piece: Uint8Array): AsyncGenerator<Uint8Array> {
  yield piece
  yield piece
}

const bodyOf = (answer: string) => JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4))

test('the request target reaches the service untouched', async () => {
  for (const target of ['/a/../b/./c//d', '/a%2Fb/%2e%2e/c', '/%ff/x', '/a?q=%00&r=../..', '//double/start']) {
    const answer = await raw(
      echo.port,
      Buffer.from(`GET ${target} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`, 'latin1'),
    )
    expect(bodyOf(answer).target).toBe(target)
  }
})

test('COPY, MOVE and other methods that HTTP knows come through', async () => {
  for (const method of ['COPY', 'MOVE', 'PUT', 'PATCH', 'PROPFIND']) {
    const answer = await raw(
      echo.port,
      `${method} /x HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    )
    expect(bodyOf(answer).method).toBe(method)
  }
})

test('header values keep their bytes', async () => {
  const answer = await raw(
    echo.port,
    Buffer.from(
      'GET / HTTP/1.1\r\nHost: h\r\nX-Test: \xce\xb1\xff\r\nX-Test: two\r\nConnection: close\r\n\r\n',
      'latin1',
    ),
  )
  expect(bodyOf(answer).header).toBe('\xce\xb1\xff,two')
})

test('links begin with the host that the caller used, or with the listener’s when that is none', async () => {
  const at = async (host: string) =>
    bodyOf(await raw(echo.port, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).origin
  expect(await at('cloud.example.org:8080')).toBe('http://cloud.example.org:8080')
  expect(await at('evil"><script>')).toBe(echo.origin)
  expect(bodyOf(await raw(echo.port, 'GET / HTTP/1.0\r\n\r\n')).origin).toBe(echo.origin)
})

test('a chunked body is read as a stream, while what Django would see of it is empty', async () => {
  const answer = await raw(
    echo.port,
    'POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n',
  )
  expect(bodyOf(answer)).toMatchObject({ chunked: true, body: 'abcde', length: 5, djangoBody: 'empty' })
})

test('Expect: 100-continue gets its response before the body comes', async () => {
  const answer = await raw(
    echo.port,
    'PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\nConnection: close\r\n\r\nabc',
  )
  expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/)
})

test('a connection is kept for the next request, also when a body was left unread', async () => {
  const block = 'x'.repeat(200_000)
  const one = `PUT /unread HTTP/1.1\r\nHost: h\r\nContent-Length: ${block.length}\r\n\r\n${block}`
  const answer = await raw(echo.port, `${one}${one}GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`)
  expect(answer.match(/HTTP\/1\.1 413/g)).toHaveLength(2)
  expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(1)
})

test('a response streams with the length that it promised, or in chunks', async () => {
  const streamed = await fetch(`${echo.origin}/stream`)
  expect(streamed.headers.get('content-length')).toBe('600000')
  const bytes = new Uint8Array(await streamed.arrayBuffer())
  expect(bytes.length).toBe(600_000)
  expect(bytes.every((byte) => byte === 7)).toBe(true)
  expect(await raw(echo.port, 'GET /chunked HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n')).toMatch(
    /transfer-encoding: chunked[\s\S]*\r\n2\r\nab\r\n2\r\nab\r\n0\r\n\r\n$/i,
  )
})

test('a reader who takes their time gets all of many pieces, and no listener is left for each', async () => {
  const warnings: string[] = []
  const warn = (warning: Error) => warnings.push(warning.name)
  process.on('warning', warn)
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < 200; i++) yield new Uint8Array(256 * 1024)
  }
  const slow = await listenHttp(async () => new HttpResponse(200, pieces()))
  const response = await fetch(slow.origin)
  let length = 0
  for await (const piece of response.body!) {
    length += piece.byteLength
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(length).toBe(200 * 256 * 1024)
  await slow.close(0)
  process.off('warning', warn)
  expect(warnings).toEqual([])
})

test('HEAD has no body, and the length that GET would have', async () => {
  const answer = await raw(echo.port, 'HEAD /stream HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n')
  expect(answer).toMatch(/Content-Length: 600000/)
  expect(answer.endsWith('\r\n\r\n')).toBe(true)
})

test.each([
  ['no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00', 400],
  ['an unknown method', 'FROBNICATE / HTTP/1.1\r\nHost: h\r\n\r\n', 501],
  ['a negative length', 'PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: -5\r\n\r\n', 400],
  ['two lengths', 'PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
  ['a huge header', `GET / HTTP/1.1\r\nHost: h\r\nX-Big: ${'a'.repeat(200_000)}\r\n\r\n`, 400],
  ['a header without a colon', 'GET / HTTP/1.1\r\nHost h\r\n\r\n', 400],
  ['a bad chunk', 'POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 400],
])('%s is rejected and the connection ends', async (_what, bytes, status) => {
  const answer = await raw(listener.port, Buffer.from(bytes, 'latin1'))
  if (answer !== '<ECONNRESET>') expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
})

test('CONNECT is rejected', async () => {
  expect(await raw(listener.port, 'CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n')).toMatch(
    /^HTTP\/1\.1 405 /,
  )
})

test('a caller that goes away in the middle of a body leaves the cloud working', async () => {
  const gone = new Promise<void>((resolve) => {
    const put = request({ port: echo.port, method: 'PUT', headers: { 'content-length': 1000 } })
    put.on('error', () => resolve())
    put.write('abc', () => put.destroy())
  })
  await gone
  expect((await fetch(echo.origin)).status).toBe(200)
})

test('many requests share a few connections', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  const ports = new Set<number | undefined>()
  const one = (i: number) =>
    new Promise<number>((resolve, reject) => {
      const put = request(
        { port: echo.port, agent, method: 'PUT', path: `/${i}`, headers: { 'content-length': 5 } },
        (response) => {
          ports.add(response.socket.localPort)
          let text = ''
          response.on('data', (piece) => {
            text += piece
          })
          response.on('end', () => resolve(JSON.parse(text).length))
        },
      )
      put.on('error', reject)
      put.end('hello')
    })
  const lengths = await Promise.all(Array.from({ length: 100 }, (_, i) => one(i)))
  agent.destroy()
  expect(lengths.every((length) => length === 5)).toBe(true)
  expect(ports.size).toBeLessThanOrEqual(4)
})

test('a port that is taken is an error, not silence', async () => {
  await expect(emulator.listen({ port: listener.port })).rejects.toThrow(/EADDRINUSE/)
})

test('a closed listener takes no more connections, and lets a request under way finish', async () => {
  let arrived = () => {}
  const underWay = new Promise<void>((resolve) => {
    arrived = resolve
  })
  let finish = () => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const other = await listenHttp(async () => {
    arrived()
    await finished
    return json(200, 'done')
  })
  const answer = fetch(other.origin)
  await underWay
  const closed = other.close(30_000)
  finish()
  expect(await (await answer).json()).toBe('done')
  await closed
  await expect(fetch(other.origin)).rejects.toThrow(TypeError)
})

test('HEAD is followed by a stray chunk where a real server sends one, if that is asked for', async () => {
  const strict = createEmulator({ strayChunks: true })
  const { port } = await strict.listen()
  const { token } = strict.env().users['alice']!
  const answer = await raw(
    port,
    `HEAD /pithos/object-store/v1/%FF HTTP/1.1\r\nHost: h\r\nX-Auth-Token: ${token}\r\n\r\n`,
  )
  expect(answer).toMatch(/\r\n\r\n0\r\n\r\n$/)
  await strict.close()
})

test('a body that nobody needed to read is recorded all the same', async () => {
  const emulator = createEmulator()
  const { origin } = await emulator.listen()
  const init = { method: 'POST', body: '{"server":{}}', headers: { 'content-type': 'application/json' } }
  for (const at of [`${origin}/cyclades/compute/v2.0/servers`, '/cyclades/compute/v2.0/servers']) {
    const response = await (at.startsWith('/') ? emulator.fetch(at, init) : fetch(at, init))
    expect(response.status).toBe(401)
    await expect.poll(() => emulator.requests.at(-1)?.request.body.json).toEqual({ server: {} })
  }
  await emulator.close()
})
