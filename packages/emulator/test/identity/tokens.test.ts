import { expect, test } from 'vitest'
import { Caller } from '../support.ts'

const TOKENS = '/astakos/identity/v2.0/tokens'
const DAY = 24 * 3600 * 1000

test('without credentials there is the catalog alone, with a token there is its user as well', async () => {
  const cloud = new Caller()
  const open = (await cloud.call('', 'POST', TOKENS)).json.access
  expect(Object.keys(open)).toEqual(['serviceCatalog'])
  const mine = (await cloud.call('', 'POST', TOKENS, { auth: { token: { id: cloud.token('alice') } } })).json.access
  expect(mine.serviceCatalog).toEqual(open.serviceCatalog)
  expect(mine.user).toMatchObject({ id: cloud.uuid('alice'), name: 'Alice Test', roles: [] })
  expect(mine.user.projects).toEqual([cloud.uuid('alice'), cloud.emulator.env().vars['projectId']])
})

test('chunked JSON is not read: the catalog alone comes back', async () => {
  const cloud = new Caller()
  const bytes = new TextEncoder().encode(JSON.stringify({ auth: { token: { id: 'wrong' } } }))
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(bytes.subarray(0, 5))
      controller.enqueue(bytes.subarray(5))
      controller.close()
    },
  })
  const init: RequestInit & { duplex: string } = {
    method: 'POST',
    body,
    duplex: 'half',
    headers: { 'content-type': 'application/json' },
  }
  const response = await cloud.emulator.fetch(`http://synnefo.test${TOKENS}`, init)
  expect(Object.keys(((await response.json()) as { access: object }).access)).toEqual(['serviceCatalog'])
})

test('catalog addresses are those of the caller', async () => {
  const cloud = new Caller()
  const { json } = await cloud.call('', 'POST', `https://other.example.org${TOKENS}`)
  for (const { endpoints } of json.access.serviceCatalog)
    expect(endpoints[0].publicURL).toMatch(/^https:\/\/other\.example\.org\//)
})

test.each([
  ['no JSON', '{', 400, 'Could not decode request body as JSON'],
  ['no credentials', {}, 400, 'Malformed request: missing credentials'],
  ['empty credentials', { auth: {} }, 400, 'Malformed request: missing credentials'],
  ['a null token', { auth: { token: { id: null } } }, 400, 'Malformed request: missing token'],
  ['a number as token', { auth: { token: { id: 5 } } }, 401, 'Invalid token'],
  ['null credentials', { auth: null }, 500, 'Unexpected error'],
  ['a list', [], 500, 'Unexpected error'],
  ['text as token', { auth: { token: 'x' } }, 500, 'Unexpected error'],
])('%s gets the fault of a real server', async (_what, body, status, message) => {
  const cloud = new Caller()
  const answer = await cloud.call('', 'POST', TOKENS, body, { 'content-type': 'application/json' })
  expect(answer.status).toBe(status)
  expect(Object.values(answer.json)).toMatchObject([{ message, code: status }])
})

test('a token that has expired is rejected, by Astakos in its own words and by services in theirs', async () => {
  const cloud = new Caller()
  expect((await cloud.account('alice', 'GET', '/quotas')).status).toBe(200)
  cloud.emulator.clock.advance(6 * 365 * DAY)
  expect((await cloud.account('alice', 'GET', '/quotas')).json).toEqual({
    unauthorized: { message: 'Authentication expired', code: 401, details: '' },
  })
  const { fault } = (await cloud.call('alice', 'GET', '/astakos/admin/stats/detail')).json
  expect(JSON.parse(fault.details).unauthorized.message).toBe('Authentication expired')
})

test('the token in the query counts before the one in the header', async () => {
  const cloud = new Caller()
  const { status } = await cloud.call('alice', 'GET', '/astakos/account/v1.0/quotas?X-Auth-Token=wrong')
  expect(status).toBe(401)
})

test('as XML, on request', async () => {
  const cloud = new Caller()
  const answer = await cloud.call('', 'POST', `${TOKENS}?format=xml`, { auth: { token: { id: cloud.token('alice') } } })
  expect(answer.headers.get('content-type')).toBe('application/xml; charset=UTF-8')
  expect(answer.text).toContain(`<tenant id="${cloud.uuid('alice')}" name="Alice Test" />`)
  expect(answer.text).toContain('<service type="identity" name="astakos_identity">')
})
