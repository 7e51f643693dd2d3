import { expect, test } from 'vitest'
import { bytesBody } from '../../src/http/bodies.ts'
import { Fault } from '../../src/http/fault.ts'
import { Call } from '../../src/http/request.ts'
import { empty, json } from '../../src/http/response.ts'
import { Routes } from '../../src/http/routes.ts'

function call(method: string, target: string): Call {
  const none = new Uint8Array(0)
  return new Call({
    method,
    target,
    headers: new Map(),
    origin: '',
    body: bytesBody(none),
    signal: new AbortController().signal,
  })
}

const routes = new Routes('/s')
  .on('/servers', { GET: () => json(200, 'list') })
  .on('/servers/detail', { GET: () => json(200, 'detail') })
  .on('/servers/:id{[0-9]+}', { GET: ({ params }) => json(200, params['id']), PUT: () => empty(204) })
  .on('/servers/:id/tags/:tag', { '*': ({ params, method }) => json(200, [method, params['id'], params['tag']]) })

const body = async (method: string, target: string) => (await routes.handle(call(method, target))).body

test('a path finds its handler, what is routed first before a pattern', async () => {
  expect(await body('GET', '/s/servers')).toBe('"list"')
  expect(await body('GET', '/s/servers/detail')).toBe('"detail"')
  expect(await body('GET', '/s/servers/42')).toBe('"42"')
})

test('parameters are what the decoded path holds', async () => {
  expect(await body('COPY', '/s/servers/1/tags/%CE%B1%20b')).toBe('["COPY", "1", "\\u03b1 b"]')
})

test('a method that a path does not have is 405, and names those it has', () => {
  try {
    routes.handle(call('DELETE', '/s/servers/42'))
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(Fault)
    expect(error).toMatchObject({ status: 405, fault: 'notAllowed', allow: ['GET', 'PUT'] })
  }
})

test.each(['/s/servers/', '/s/servers/abc', '/s/servers/42/', '/t/servers', '/s/servers/42/tags/', '/s/%ff'])(
  '%s is not routed: 400 API endpoint not found',
  (target) => {
    expect(() => routes.handle(call('GET', target))).toThrow('API endpoint not found')
  },
)
