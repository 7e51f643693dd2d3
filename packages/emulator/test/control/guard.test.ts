import { networkInterfaces } from 'node:os'
import { createEmulator } from '@kamaki/emulator'
import { raw } from '@kamaki-tooling/testing/raw'
import { expect, test } from 'vitest'
import { Remote } from './remote.ts'

const PATH = '/_emulator/users'
const JSON_TYPE = { 'content-type': 'application/json' }

test('a page of another site cannot call: not by its origin, not by the name of the host, not by a form', async () => {
  const remote = await Remote.start()
  const host = `127.0.0.1:${remote.port}`
  const cases: [headers: Record<string, string>, status: number][] = [
    [{ host }, 200],
    [{ host: `localhost:${remote.port}` }, 200],
    [{ host: `[::1]:${remote.port}` }, 200],
    [{ host: 'emulator:8080' }, 200],
    [{ host: `app.localhost:${remote.port}` }, 200],
    // A name that somebody else points to 127.0.0.1 in the DNS.
    [{ host: `evil.example.org:${remote.port}` }, 403],
    [{ host: 'localhost.evil.example.org' }, 403],
    [{ host: '127.0.0.1.evil.example.org' }, 403],
    [{ host: 'evil.example.org.' }, 403],
    [{ host, origin: `http://${host}` }, 200],
    [{ host, origin: 'http://evil.example.org' }, 403],
    [{ host, origin: 'http://127.0.0.1:1' }, 403],
    [{ host, origin: `https://${host}` }, 403],
    [{ host, origin: 'null' }, 403],
    [{ host, 'sec-fetch-site': 'same-origin' }, 200],
    [{ host, 'sec-fetch-site': 'none' }, 200],
    // Another port of localhost is of the same site.
    [{ host, 'sec-fetch-site': 'same-site' }, 403],
    [{ host, 'sec-fetch-site': 'cross-site' }, 403],
  ]
  for (const [headers, status] of cases)
    expect(await remote.raw('GET', PATH, headers), JSON.stringify(headers)).toBe(status)
  expect(await raw(remote.port, `GET ${PATH} HTTP/1.0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 403 /)
})

test('what a form of any page can post is rejected: it must say that it is JSON', async () => {
  const remote = await Remote.start()
  const body = '{"advanceMs":1000}'
  const post = (headers: Record<string, string>) =>
    remote.raw(
      'POST',
      '/_emulator/clock',
      { host: 'localhost', 'content-length': String(body.length), ...headers },
      body,
    )
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
    expect(await post({ 'content-type': type })).toBe(415)
  expect(await post({})).toBe(415)
  expect(await remote.raw('POST', '/_emulator/reset', { host: 'localhost' })).toBe(415)
  expect(await post({ 'content-type': 'application/json; charset=utf-8' })).toBe(200)
})

test('no response permits a page of another site to read it, whatever the option cors is', async () => {
  const remote = await Remote.start({ cors: true })
  const headers = { origin: 'http://evil.example.org' }
  for (const method of ['GET', 'OPTIONS', 'DELETE']) {
    const asked = method === 'OPTIONS' ? { ...headers, 'access-control-request-method': 'DELETE' } : headers
    const response = await fetch(`${remote.origin}/_emulator/requests`, { method, headers: asked })
    expect(response.status).toBe(403)
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  }
  const { headers: own } = await fetch(remote.origin + PATH)
  expect(own.get('cross-origin-resource-policy')).toBe('same-origin')
  expect(own.get('x-content-type-options')).toBe('nosniff')
  expect(own.get('cache-control')).toBe('no-store')
})

const address = Object.values(networkInterfaces())
  .flatMap((entries) => entries ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address

test.skipIf(address === undefined)('other machines cannot call, unless the option lets them', async () => {
  for (const [control, status] of [
    ['loopback', 403],
    ['any', 200],
  ] as const) {
    const emulator = createEmulator({ control })
    const { port } = await emulator.listen({ host: '0.0.0.0' })
    // From this machine to its own address on the network: the caller has that address, too.
    expect((await fetch(`http://${address}:${port}${PATH}`)).status).toBe(status)
    expect((await fetch(`http://127.0.0.1:${port}${PATH}`)).status).toBe(200)
    await emulator.close()
  }
})

test('switched off it is a path like any other', async () => {
  const remote = await Remote.start({ control: 'off' })
  const { status, json } = await remote.control('GET', '/users')
  expect(status).toBe(400)
  expect(json.badRequest.message).toBe('API endpoint not found')
})

test('what is not there, or not permitted, is told in JSON', async () => {
  const remote = await Remote.start()
  expect(await remote.control('GET', '/nothing')).toMatchObject({
    status: 404,
    json: { error: { message: expect.stringMatching(/nothing/) } },
  })
  expect(await remote.control('PUT', '/users', {})).toEqual({
    status: 405,
    json: { error: { message: 'Method not allowed. Allowed methods: GET' } },
  })
  expect((await remote.control('GET', '/requests/7')).status).toBe(404)
  expect((await remote.control('DELETE', '/faults/7')).status).toBe(404)
  const broken = await fetch(`${remote.origin}/_emulator/clock`, { method: 'POST', headers: JSON_TYPE, body: '{' })
  expect(broken.status).toBe(400)
  expect(await broken.json()).toMatchObject({ error: { parameter: 'body' } })
})
