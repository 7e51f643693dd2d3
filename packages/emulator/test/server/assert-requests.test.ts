import { assertRequests, formatRequests, RequestMismatchError, type RequestPattern } from '@kamaki/emulator'
import { expect, test } from 'vitest'
import { Caller, type Json } from '../support.ts'

const CONTAINERS = '/pithos/object-store/v1'
const SERVERS = '/cyclades/compute/v2.0/servers'

/** A cloud that got four requests. */
async function used(): Promise<Caller> {
  const cloud = new Caller()
  const container = `${CONTAINERS}/${cloud.uuid('alice')}/c`
  await cloud.call('alice', 'PUT', container)
  await cloud.call('alice', 'PUT', `${container}/o?a=b`, 'all is well')
  await cloud.call('bob', 'GET', SERVERS)
  await cloud.call('alice', 'POST', SERVERS, { server: { name: 'web', metadata: { a: '1' }, personality: [1, 2] } })
  return cloud
}

const messageOf = (cloud: Caller, expected: readonly RequestPattern[], options = {}): string => {
  try {
    assertRequests(cloud.emulator.requests, expected, options)
  } catch (error) {
    expect(error).toBeInstanceOf(RequestMismatchError)
    return (error as Error).message
  }
  return ''
}

test('exactly these requests were sent: as strings, as objects, with a part of their bodies', async () => {
  const cloud = await used()
  assertRequests(cloud.emulator.requests, [
    `PUT ${CONTAINERS}/*/c 201`,
    { method: 'PUT', path: `${CONTAINERS}/*/c/o`, status: 201, user: 'alice', body: 'all is well' },
    `get ${SERVERS}`,
    {
      path: /\/servers$/,
      headers: { 'Content-Type': 'application/json', 'x-auth-token': /./ },
      body: { server: { name: 'web', metadata: {} } },
    },
  ])
  assertRequests(cloud.emulator.requests, [{}, `PUT ${CONTAINERS}/*/o?a=b`, {}, { body: /"name":"web"/ }])
})

test('what was not sent, what else was, and why one does not fit is told', async () => {
  const cloud = await used()
  const message = messageOf(cloud, [
    `PUT ${CONTAINERS}/*/c`,
    'DELETE /never',
    `PUT ${CONTAINERS}/*/c/o 204`,
    `GET ${SERVERS}`,
    { method: 'POST', path: SERVERS, body: { server: { name: 'db' } } },
  ])
  const lines = message
    .replaceAll(/ \d+(\.\d)? ms/g, '')
    .replaceAll(cloud.uuid('alice'), 'UUID')
    .split('\n')
  expect(lines).toEqual([
    'Expected exactly these requests (-: not sent, +: not expected):',
    `  #1 PUT ${CONTAINERS}/UUID/c 201 alice`,
    '- DELETE /never',
    `- PUT ${CONTAINERS}/*/c/o 204 (request 2 has status 201 instead of 204)`,
    `+ #2 PUT ${CONTAINERS}/UUID/c/o?a=b 201 alice`,
    `  #3 GET ${SERVERS} 200 bob`,
    expect.stringMatching(/^- POST .*servers \(request 4 has body\.server\.name in \{"server":\{"name":"web"/),
    `+ #4 POST ${SERVERS} 400 alice`,
  ])
})

test('one more or one less is a mismatch, and so is another order unless any order will do', async () => {
  const cloud = await used()
  const all = [`PUT */c`, `PUT */c/o`, `GET *`, `POST *`]
  expect(messageOf(cloud, all)).toBe('')
  expect(messageOf(cloud, all.slice(1))).toContain('+ #1 PUT')
  expect(messageOf(cloud, [...all, 'GET *'])).toMatch(/\n- GET \*$/)
  expect(messageOf(cloud, [])).toMatch(/\+ #1.*\n\+ #2.*\n\+ #3.*\n\+ #4/)
  expect(messageOf(cloud, [...all].reverse())).not.toBe('')
  expect(messageOf(cloud, [...all].reverse(), { anyOrder: true })).toBe('')
  // The first pattern would fit more than its own request.
  expect(messageOf(cloud, ['PUT *', 'PUT */c', 'POST *', 'GET *'], { anyOrder: true })).toBe('')
  expect(messageOf(cloud, ['PUT */c', 'PUT */c', 'POST *', 'GET *'], { anyOrder: true })).toMatch(
    /\+ #2[\s\S]*- PUT \*\/c$/,
  )
})

test('each field can be what does not fit', async () => {
  const cloud = new Caller()
  await cloud.call('alice', 'POST', SERVERS, { server: { name: 'web', list: [1, 2] } })
  const hint = (pattern: RequestPattern) => /\((?:request 1 has )(.*)\)/.exec(messageOf(cloud, [pattern]))?.[1]
  expect(hint({ user: 'bob' })).toBe('sent by alice instead of bob')
  expect(hint({ status: 202 })).toBe('status 400 instead of 202')
  expect(hint({ headers: { 'If-Match': 'x' } })).toBe('header If-Match: missing')
  expect(hint({ headers: { 'content-type': /xml/ } })).toBe('header content-type: "application/json"')
  expect(hint({ body: 'x' })).toMatch(/^body "\{/)
  expect(hint({ body: /nothing/ })).toMatch(/^body "\{/)
  expect(hint({ body: { server: { list: [1] } } })).toMatch(/^body\.server\.list\.length in /)
  expect(hint({ body: { server: { list: [1, 3] } } })).toMatch(/^body\.server\.list\.1 in /)
  expect(hint({ body: { server: null } })).toMatch(/^body\.server in /)
  expect(hint({ body: [] })).toMatch(/^body in /)
  const cut = new Caller({ record: { bodyBytes: 3 } })
  await cut.call('alice', 'POST', SERVERS, 'four')
  expect(messageOf(cut, [{ body: 'four' }])).toContain('only 3 of 4 bytes of the body are recorded')
})

test('a pattern that is wrong is rejected by its place', async () => {
  const cloud = await used()
  const wrong: [patterns: Json, parameter: string][] = [
    ['GET /', 'expected'],
    [['/path'], '[0]'],
    [['GET /a b'], '[0]'],
    [['GET /a', { methd: 'GET' }], '[1].methd'],
    [[{ path: 5 }], '[0].path'],
    [[{ status: '200' }], '[0].status'],
    [[null], '[0]'],
  ]
  for (const [patterns, parameter] of wrong)
    expect(() => assertRequests(cloud.emulator.requests, patterns), JSON.stringify(patterns)).toThrow(
      expect.objectContaining({ name: 'EmulatorArgumentError', parameter }),
    )
  expect(() => assertRequests([], [], { order: true } as Json)).toThrow(/Unknown field 'order'/)
})

test('requests are printed a line each, with the bodies of those that failed', async () => {
  const cloud = await used()
  await cloud.call('alice', 'POST', SERVERS, new Uint8Array([0, 1, 255]), { 'content-type': 'application/json' })
  const lines = formatRequests(cloud.emulator.requests, 3)
    .replaceAll(/\d+(\.\d)? ms/g, 'MS')
    .split('\n')
  expect(lines).toEqual([
    '(2 before these)',
    `#3 GET ${SERVERS} 200 bob MS`,
    `#4 POST ${SERVERS} 400 alice MS`,
    '   sent {"server":{"name":"web","metadata":{"a":"1"},"personality":[1,2]}}',
    expect.stringMatching(/^ {3}got \{"badRequest"/),
    `#5 POST ${SERVERS} 400 alice MS`,
    '   sent 3 bytes',
    expect.stringMatching(/^ {3}got \{"badRequest"/),
  ])
})
