import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Json } from '../support.ts'
import { Remote } from './remote.ts'

const SERVERS = '/cyclades/compute/v2.0/servers'

async function createServer(remote: Remote, name: string): Promise<Json> {
  const { json } = await remote.control('GET', '/overview')
  const body = { server: { name, flavorRef: 1, imageRef: json.images[0].id } }
  return (await remote.as('alice', 'POST', SERVERS, body)).json.server
}

test('tells where the cloud is, who its users are, and what time it is', async () => {
  const remote = await Remote.start({ startTime: Date.UTC(2030, 0, 1) })
  const about = (await remote.control('GET', '')).json
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  expect(about).toEqual({
    version,
    origin: remote.origin,
    authUrl: `${remote.origin}/astakos/identity/v2.0`,
    clock: { now: Date.UTC(2030, 0, 1), manual: true, pending: 0 },
    control: 'loopback',
  })
  expect((await remote.control('GET', '/env')).json).toEqual(remote.emulator.env())
  const { users, authUrl } = (await remote.control('GET', '/users')).json
  expect(authUrl).toBe(about.authUrl)
  expect(users.map(({ name }: Json) => name)).toEqual(['alice', 'bob', 'carol', 'admin'])
  const { alice } = remote.emulator.env().users
  expect(users[0]).toMatchObject({ ...alice, active: true, groups: [], projects: [alice?.uuid, expect.any(String)] })
  const vm = { project: alice?.uuid, resource: 'cyclades.vm', unit: null, usage: '0', limit: '20' }
  expect(users[0].quotas).toContainEqual(vm)
})

test('lists users without their quotas, and shows one with them', async () => {
  const remote = await Remote.start({ users: [{ name: 'φ/ä' }] })
  const { users } = (await remote.control('GET', '/users?quotas=no')).json
  expect(users.map(({ name }: Json) => name)).toContain('φ/ä')
  expect(users.some((user: Json) => 'quotas' in user)).toBe(false)
  const one = (await remote.control('GET', `/users/${encodeURIComponent('φ/ä')}`)).json
  expect(one).toEqual((await remote.control('GET', '/users')).json.users.at(-1))
  const missing = await remote.control('GET', '/users/nobody')
  expect(missing.status).toBe(404)
  expect(missing.json.error.message).toBe("There is no user 'nobody'. /_emulator/users lists them.")
  expect((await remote.control('GET', '/users/operator')).status).toBe(404)
  expect((await remote.control('GET', '/users?quotas=some')).json.error.parameter).toBe('quotas')
})

test('shows what is in the cloud, with its state, and what is deleted no more', async () => {
  const remote = await Remote.start()
  const before = (await remote.control('GET', '/overview')).json
  expect(before.networks).toMatchObject([{ name: 'Internet', owner: null, public: true, cidrs: ['203.0.113.0/24'] }])
  expect(before.images).toMatchObject([{ name: 'Debian Base', owner: 'operator', status: 'AVAILABLE', public: true }])
  expect(before.servers).toEqual([])
  const { id } = await createServer(remote, 'web')
  const building = (await remote.control('GET', '/overview')).json
  expect(building.revision).toBeGreaterThan(before.revision)
  expect(building.servers).toMatchObject([
    { id, name: 'web', owner: 'alice', status: 'BUILD', task: 'BUILDING', flavor: 'C1R512D5ext_archipelago' },
  ])
  expect(building.volumes).toMatchObject([{ owner: 'alice', status: 'CREATING', server: id, size: 5 }])
  await remote.control('POST', '/clock', { advanceMs: 1000 })
  const built = (await remote.control('GET', '/overview')).json
  expect(built.servers).toMatchObject([{ status: 'ACTIVE', diagnostics: [{ level: 'DEBUG' }], volumes: [1] }])
  expect(built.volumes).toMatchObject([{ status: 'IN_USE' }])
  expect(built.projects).toContainEqual(
    expect.objectContaining({ name: 'sdk.example.org', owner: 'alice', members: 1 }),
  )
  await remote.as('alice', 'POST', '/cyclades/network/v2.0/floatingips', { floatingip: {} })
  expect((await remote.control('GET', '/overview')).json.floatingIps).toMatchObject([{ owner: 'alice', port: null }])
  await remote.as('alice', 'DELETE', `${SERVERS}/${id}`)
  await remote.control('POST', '/clock', { runAll: true })
  expect((await remote.control('GET', '/overview')).json).toMatchObject({ servers: [], volumes: [], ports: [] })
})

test('the clock is turned, and a wrong turn is told by its name', async () => {
  const remote = await Remote.start({ startTime: 5000 })
  expect(await remote.control('GET', '/clock')).toEqual({ status: 200, json: { now: 5000, manual: true, pending: 0 } })
  expect((await remote.control('POST', '/clock', { advanceMs: 250 })).json.now).toBe(5250)
  for (const body of [
    {},
    { advanceMs: -1 },
    { advanceMs: 1e300 },
    { advanceMs: '5' },
    { runAll: false },
    [],
    { advanceMs: 1, more: 2 },
  ]) {
    const { status, json } = await remote.control('POST', '/clock', body)
    expect(status).toBe(400)
    expect(json.error.parameter).toMatch(/^(body|advanceMs|runAll|more)$/)
  }
  expect((await remote.control('GET', '/clock')).json.now).toBe(5250)
})

test('requests are recorded with headers and bodies, and without tokens in their headers', async () => {
  const remote = await Remote.start()
  await createServer(remote, 'web')
  await remote.as('bob', 'GET', `${SERVERS}?a=b`)
  const { requests, total } = (await remote.control('GET', '/requests')).json
  expect(total).toBe(2)
  expect(requests).toMatchObject([
    { id: 1, method: 'POST', target: SERVERS, status: 202, user: 'alice', fault: null, done: true },
    { id: 2, method: 'GET', target: `${SERVERS}?a=b`, status: 200, user: 'bob' },
  ])
  expect(requests[0].request).toBeUndefined()
  const { json } = await remote.control('GET', '/requests/1')
  expect(json.request.headers['x-auth-token']).toBe('...')
  expect(JSON.parse(json.request.body.text).server.name).toBe('web')
  expect(json.request.body).toMatchObject({ complete: true, size: json.request.body.text.length })
  expect(JSON.parse(json.response.body.text).server.status).toBe('BUILD')
  expect(json.response.headers['content-type']).toMatch(/^application\/json/)
  expect((await remote.control('DELETE', '/requests')).status).toBe(204)
  expect((await remote.control('GET', '/requests')).json).toEqual({ requests: [], total: 0 })
})

test('requests come in pages and can be searched, in their bodies as well', async () => {
  const remote = await Remote.start()
  for (const name of ['one', 'two', 'three', 'four']) await createServer(remote, name)
  const ids = async (query: string) =>
    (await remote.control('GET', `/requests?${query}`)).json.requests.map(({ id }: Json) => id)
  expect(await ids('limit=2')).toEqual([3, 4])
  expect(await ids('limit=2&before=3')).toEqual([1, 2])
  expect(await ids('after=1&limit=2')).toEqual([2, 3])
  expect(await ids('search=%22THREE%22')).toEqual([3])
  expect(await ids('limit=0')).toEqual([])
  const { status, json } = await remote.control('GET', '/requests?limit=many')
  expect([status, json.error.parameter]).toEqual([400, 'limit'])
})

test('a long body is kept in part, a binary one in base64', async () => {
  const remote = await Remote.start({ record: { bodyBytes: 10 } })
  const { token = '', uuid = '' } = remote.emulator.env().users['alice'] ?? {}
  const url = `${remote.origin}/pithos/object-store/v1/${uuid}/c`
  const headers = { 'x-auth-token': token, 'content-type': 'application/octet-stream' }
  await fetch(url, { method: 'PUT', headers })
  await fetch(`${url}/text`, { method: 'PUT', headers, body: 'αβγδεζηθ' })
  await fetch(`${url}/bytes`, { method: 'PUT', headers, body: new Uint8Array([255, 0, 254]) })
  const got = await fetch(`${url}/text`, { headers })
  expect(await got.text()).toBe('αβγδεζηθ')
  const body = async (id: number, part: string) => (await remote.control('GET', `/requests/${id}`)).json[part].body
  expect(await body(2, 'request')).toEqual({ size: 16, complete: false, text: 'αβγδε' })
  expect(await body(3, 'request')).toEqual({ size: 3, complete: true, base64: '/wD+' })
  expect(await body(4, 'response')).toEqual({ size: 16, complete: false, text: 'αβγδε' })
})

test('faults are added, listed and removed', async () => {
  const remote = await Remote.start()
  const rule = { path: { pattern: 'SERVERS\\b', flags: 'i' }, fault: { kind: 'status', status: 503 } }
  const added = await remote.control('POST', '/faults', rule)
  expect(added).toEqual({ status: 201, json: { id: 1, rule, struck: 0 } })
  expect((await remote.as('alice', 'GET', SERVERS)).status).toBe(503)
  expect((await remote.control('GET', '/faults')).json.faults).toEqual([{ id: 1, rule, struck: 1 }])
  // The control API itself is not struck.
  await remote.control('POST', '/faults', { fault: { kind: 'reset', when: 'before' } })
  expect((await remote.control('GET', '/faults')).json.faults).toHaveLength(2)
  expect((await remote.control('DELETE', '/faults/2')).status).toBe(204)
  expect((await remote.control('DELETE', '/faults')).status).toBe(204)
  expect((await remote.as('alice', 'GET', SERVERS)).status).toBe(200)
})

test('a fault that is none is rejected with the field that is wrong', async () => {
  const remote = await Remote.start()
  const wrong: [rule: unknown, parameter: string][] = [
    [{}, 'fault'],
    [{ fault: { kind: 'sulk' } }, 'fault.kind'],
    [{ fault: { kind: 'delay' } }, 'fault.ms'],
    [{ fault: [{ kind: 'status', status: 99 }] }, 'fault[0].status'],
    [{ fault: { kind: 'stall', after: 5 } }, 'fault.after'],
    [{ fault: { kind: 'stall' }, probability: 2 }, 'probability'],
    [{ fault: { kind: 'stall' }, times: 0 }, 'times'],
    [{ fault: { kind: 'stall' }, path: { pattern: '(' } }, 'path'],
    [{ fault: { kind: 'stall' }, when: 'now' }, 'when'],
    [null, 'rule'],
  ]
  for (const [rule, parameter] of wrong)
    expect(await remote.control('POST', '/faults', rule), JSON.stringify(rule)).toMatchObject({
      status: 400,
      json: { error: { parameter } },
    })
  expect((await remote.control('GET', '/faults')).json.faults).toEqual([])
})

test('a reset brings a cloud as new', async () => {
  const remote = await Remote.start()
  await createServer(remote, 'web')
  for (const body of [[], { all: true }, null, 'yes'])
    expect((await remote.control('POST', '/reset', body)).status).toBe(400)
  expect((await remote.control('GET', '/overview')).json.servers).toHaveLength(1)
  expect((await remote.control('POST', '/reset', {})).status).toBe(204)
  expect((await remote.control('GET', '/overview')).json.servers).toEqual([])
})
