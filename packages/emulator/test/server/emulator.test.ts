import { createEmulator, type RequestRecord } from '@kamaki/emulator'
import { expect, test, vi } from 'vitest'
import { cloudOf } from '../cloud-of.ts'
import { Caller } from '../support.ts'

test('the same options give the same cloud, another seed another', () => {
  expect(createEmulator().env()).toEqual(createEmulator().env())
  expect(createEmulator({ seed: 2 }).env().users).not.toEqual(createEmulator().env().users)
})

test('env() has what conformance runs need', () => {
  const env = createEmulator({ origin: 'https://cloud.example.org' }).env()
  expect(env.authUrl).toBe('https://cloud.example.org/astakos/identity/v2.0')
  expect(Object.keys(env.users)).toEqual(['alice', 'bob', 'carol', 'admin', 'service'])
  expect(Object.keys(env.vars)).toEqual(['projectId', 'moderatedProjectId', 'publicNetworkId', 'flavorId', 'flavorId2'])
  expect(env.users['service']).toEqual({ token: expect.any(String) })
})

test('env() names the listener once there is one', async () => {
  const emulator = createEmulator()
  const { origin } = await emulator.listen()
  expect(emulator.env().authUrl).toBe(`${origin}/astakos/identity/v2.0`)
  await emulator.close()
})

test('more users on request, by number or by description', () => {
  expect(Object.keys(createEmulator({ users: 2 }).env().users)).toContain('user2')
  const { users } = createEmulator({
    users: [
      { name: 'dora', token: 'secret' },
      { name: 'alice', email: 'a@b.gr' },
    ],
  }).env()
  expect(users['dora']?.token).toBe('secret')
  expect(users['alice']?.email).toBe('a@b.gr')
})

test('reset() forgets what happened and keeps who may sign in', async () => {
  const cloud = new Caller()
  const before = cloud.emulator.env()
  await cloud.account('bob', 'POST', '/projects/memberships', { join: { project: before.vars['projectId'] } })
  const quotas = async () => Object.keys((await cloud.account('bob', 'GET', '/quotas')).json)
  expect(await quotas()).toHaveLength(2)
  cloud.emulator.reset()
  expect(await quotas()).toHaveLength(1)
  expect(cloud.emulator.env()).toEqual(before)
})

test('every request is told, without the token', async () => {
  const records: RequestRecord[] = []
  const cloud = new Caller({ onRequest: (record) => records.push(record) })
  await cloud.account('alice', 'GET', '/quotas')
  await cloud.call('', 'GET', `/astakos/account/v1.0/quotas?a=b&X-Auth-Token=${cloud.token('bob')}`)
  cloud.emulator.faults.add({ fault: { kind: 'reset', when: 'before' } })
  await cloud.account('service', 'GET', '/resources').catch(() => {})
  expect(records).toMatchObject([
    { method: 'GET', target: '/astakos/account/v1.0/quotas', status: 200, user: 'alice', fault: undefined },
    { target: '/astakos/account/v1.0/quotas?a=b&X-Auth-Token=...', status: 200, user: 'bob' },
    { status: 0, user: 'cyclades', fault: 'reset' },
  ])
})

test('a page of another origin may ask and read, unless that is switched off', async () => {
  const headers = {
    origin: 'http://page.example.org',
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'x-auth-token',
  }
  const cloud = new Caller()
  const asked = await cloud.call('', 'OPTIONS', '/pithos/object-store/v1/x', undefined, headers)
  expect(asked.status).toBe(204)
  expect(asked.headers.get('access-control-allow-methods')).toBe('PUT')
  expect(asked.headers.get('access-control-allow-headers')).toBe('x-auth-token')
  const got = await cloud.call('', 'GET', '/astakos/account/v1.0/resources', undefined, {
    origin: 'http://page.example.org',
  })
  expect(got.headers.get('access-control-allow-origin')).toBe('http://page.example.org')
  expect(got.headers.get('access-control-expose-headers')).toMatch(/Last-Modified/)
  const strict = new Caller({ cors: false })
  expect((await strict.call('', 'OPTIONS', '/astakos/account/v1.0/resources', undefined, headers)).status).toBe(405)
})

test('no response is to be kept, and each depends on the token', async () => {
  const { headers } = await new Caller().account('alice', 'GET', '/quotas')
  expect(headers.get('vary')).toBe('X-Auth-Token')
  expect(headers.get('cache-control')).toBe('no-cache, no-store, must-revalidate, max-age=0')
  expect(headers.get('expires')).toBe(headers.get('last-modified'))
})

test('a bug is reported, and the caller gets the fault of a real server', async () => {
  const onError = vi.fn()
  const cloud = new Caller({ onError })
  cloudOf(cloud.emulator).quota.usage = () => {
    throw new TypeError('a bug')
  }
  const answer = await cloud.account('alice', 'GET', '/quotas')
  expect(answer.json).toEqual({ internalServerError: { message: 'Unexpected error', code: 500, details: '' } })
  expect(onError).toHaveBeenCalledOnce()
})

test('what no service has is 400 API endpoint not found, as XML if that is asked for', async () => {
  const cloud = new Caller()
  expect((await cloud.call('', 'GET', '/nothing')).json.badRequest.message).toBe('API endpoint not found')
  expect((await cloud.call('', 'GET', '/cyclades/compute/v2.0/nothing?format=xml')).text).toMatch(
    /^<\?xml [^>]+>\n<badRequest code="400">/,
  )
})
