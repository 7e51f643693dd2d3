import { expect, test } from 'vitest'
import type { Json } from '../support.ts'
import { Remote } from './remote.ts'

const SERVERS = '/cyclades/compute/v2.0/servers'
const VOLUMES = '/cyclades/volume/v2.0/volumes'
const QUOTAS = '/astakos/account/v1.0/quotas'

/** Starts a scenario as a test in another language would. @returns its id */
async function start(remote: Remote, scenario: Record<string, unknown>): Promise<number> {
  const { status, json } = await remote.control('POST', '/scenarios', scenario)
  expect(json.error).toBeUndefined()
  expect(status).toBe(201)
  return json.id
}

const end = async (remote: Remote, id: number) =>
  expect((await remote.control('DELETE', `/scenarios/${id}`)).status).toBe(204)

const advance = (remote: Remote, ms = 1000) => remote.control('POST', '/clock', { advanceMs: ms })

const active = async (remote: Remote): Promise<string[]> =>
  (await remote.control('GET', '/scenarios')).json.scenarios.map(({ kind }: Json) => kind)

async function createServer(remote: Remote, name: string, user = 'alice', networks: Json = []): Promise<number> {
  const { json } = await remote.control('GET', '/overview')
  const { status, json: created } = await remote.as(user, 'POST', SERVERS, {
    server: { name, flavorRef: 1, imageRef: json.images[0].id, networks },
  })
  expect(status).toBe(202)
  return created.server.id
}

const server = async (remote: Remote, id: number, user = 'alice'): Promise<Json> =>
  (await remote.as(user, 'GET', `${SERVERS}/${id}`)).json.server

test('a build fails, with a diagnostic; the next one is well', async () => {
  const remote = await Remote.start()
  await start(remote, { kind: 'failBuild', message: 'no space left', details: 'on node 7' })
  const { json } = await remote.as('alice', 'POST', '/cyclades/network/v2.0/floatingips', { floatingip: {} })
  const networks = [{ uuid: '1', fixed_ip: json.floatingip.floating_ip_address }]
  const first = await createServer(remote, 'a', 'alice', networks)
  const second = await createServer(remote, 'b')
  expect((await server(remote, first)).status).toBe('BUILD')
  await advance(remote)
  expect(await server(remote, first)).toMatchObject({
    status: 'ERROR',
    'SNF:task_state': '',
    diagnostics: [{ level: 'ERROR', message: 'no space left', details: 'on node 7' }],
  })
  expect((await server(remote, second)).status).toBe('ACTIVE')
  expect(await active(remote)).toEqual([])
  const { ports, volumes } = (await remote.control('GET', '/overview')).json
  expect(ports[0].status).toBe('ERROR')
  expect(volumes[0].status).toBe('ERROR')
  // It can be deleted, and all that it cost comes back.
  await remote.as('alice', 'DELETE', `${SERVERS}/${first}`)
  await remote.as('alice', 'DELETE', `${SERVERS}/${second}`)
  await advance(remote)
  const { users } = (await remote.control('GET', '/users')).json
  expect(users[0].quotas.filter(({ usage }: Json) => usage !== '0')).toMatchObject([
    { resource: 'cyclades.floating_ip' },
  ])
})

test('only the builds that are meant fail: by name, by user, so many times', async () => {
  const remote = await Remote.start()
  await start(remote, { kind: 'failBuild', server: 'db' })
  await start(remote, { kind: 'failBuild', user: 'bob@example.org', times: 2 })
  const wanted: [id: number, user: string, status: string][] = []
  for (const [name, user, status] of [
    ['web', 'alice', 'ACTIVE'],
    ['db', 'alice', 'ERROR'],
    ['db', 'alice', 'ACTIVE'],
    ['x', 'bob', 'ERROR'],
    ['y', 'bob', 'ERROR'],
    ['z', 'bob', 'ACTIVE'],
  ] as const)
    wanted.push([await createServer(remote, name, user), user, status])
  await advance(remote)
  for (const [id, user, status] of wanted) expect((await server(remote, id, user)).status).toBe(status)
})

test('a build hangs until the scenario ends', async () => {
  const remote = await Remote.start()
  const id = await start(remote, { kind: 'hangBuild' })
  const hanging = await createServer(remote, 'a')
  await advance(remote, 3600_000)
  expect(await server(remote, hanging)).toMatchObject({ status: 'BUILD', 'SNF:task_state': 'BUILDING', progress: 50 })
  expect((await remote.as('alice', 'DELETE', `${SERVERS}/${hanging}`)).status).toBe(409)
  expect((await remote.control('GET', '/scenarios')).json.scenarios).toMatchObject([{ id, struck: 1, active: true }])
  await end(remote, id)
  expect(await server(remote, hanging)).toMatchObject({ status: 'ACTIVE', 'SNF:task_state': '', progress: 100 })
})

test('a server breaks, whatever it is doing, and stays broken', async () => {
  const remote = await Remote.start()
  const building = await createServer(remote, 'a')
  await start(remote, { kind: 'failServer', server: 'a', message: 'the node is on fire' })
  expect(await server(remote, building)).toMatchObject({
    status: 'ERROR',
    diagnostics: [{ message: 'the node is on fire' }],
  })
  const running = await createServer(remote, 'b')
  await advance(remote)
  expect((await server(remote, building)).status).toBe('ERROR')
  await remote.as('alice', 'POST', `${SERVERS}/${running}/action`, { reboot: { type: 'HARD' } })
  await start(remote, { kind: 'failServer', server: running })
  await advance(remote)
  expect((await server(remote, running)).status).toBe('ERROR')
})

test('a volume ends in ERROR: one of its own, one for a server, one that exists', async () => {
  const remote = await Remote.start()
  const id = await createServer(remote, 'a')
  await advance(remote)
  const create = async (more: Record<string, unknown>) => {
    const volume = { display_name: 'data', size: 1, ...more }
    return (await remote.as('alice', 'POST', VOLUMES, { volume })).json.volume
  }
  const status = async (volume: string) => (await remote.as('alice', 'GET', `${VOLUMES}/${volume}`)).json.volume.status
  await start(remote, { kind: 'failVolume', times: 2 })
  const own = await create({ volume_type: 1 })
  const attached = await create({ server_id: id })
  const fine = await create({ volume_type: 1 })
  const all = async () => [await status(own.id), await status(attached.id), await status(fine.id)]
  expect(await all()).toEqual(['creating', 'creating', 'available'])
  await advance(remote)
  expect(await all()).toEqual(['error', 'error', 'available'])
  await start(remote, { kind: 'failVolume', volume: Number(fine.id) })
  expect(await status(fine.id)).toBe('error')
  expect(await active(remote)).toEqual([])
})

test('an image is deleted: at once, or while a server is built from it', async () => {
  const remote = await Remote.start()
  const image = async () => (await remote.control('GET', '/overview')).json.images[0]
  const { id, name } = await image()
  await start(remote, { kind: 'deleteImage', image: name, when: 'build' })
  expect((await image()).id).toBe(id)
  const first = await createServer(remote, 'a')
  const second = await createServer(remote, 'b')
  await advance(remote, 500)
  expect(await image()).toBeUndefined()
  expect((await remote.as('alice', 'GET', `/cyclades/compute/v2.0/images/${id}`)).status).toBe(404)
  await advance(remote)
  expect(await server(remote, first)).toMatchObject({
    status: 'ERROR',
    diagnostics: [{ details: `Image '${id}' not found` }],
  })
  expect((await server(remote, second)).status).toBe('ACTIVE')
  expect(await active(remote)).toEqual([])
  await remote.control('POST', '/reset')
  await start(remote, { kind: 'deleteImage', image: (await image()).id })
  expect(await image()).toBeUndefined()
})

test('a user is suspended until the scenario ends', async () => {
  const remote = await Remote.start()
  const id = await start(remote, { kind: 'suspendUser', user: 'alice', reason: 'unpaid bills' })
  expect(await remote.as('alice', 'GET', QUOTAS)).toMatchObject({
    status: 401,
    json: { unauthorized: { message: 'User inactive' } },
  })
  expect((await remote.as('alice', 'GET', SERVERS)).status).toBe(401)
  expect((await remote.as('bob', 'GET', SERVERS)).status).toBe(200)
  expect((await remote.control('GET', '/users')).json.users[0].active).toBe(false)
  await end(remote, id)
  expect((await remote.as('alice', 'GET', SERVERS)).status).toBe(200)
})

test('a token expires in a while, until the scenario ends', async () => {
  const remote = await Remote.start()
  const id = await start(remote, { kind: 'expireToken', user: 'alice', inMs: 60_000 })
  await advance(remote, 59_999)
  expect((await remote.as('alice', 'GET', QUOTAS)).status).toBe(200)
  await advance(remote, 1)
  expect((await remote.as('alice', 'GET', QUOTAS)).json.unauthorized.message).toBe('Authentication expired')
  await end(remote, id)
  expect((await remote.as('alice', 'GET', QUOTAS)).status).toBe(200)
})

test('a token is renewed: the new one is told, the old one rejected', async () => {
  const remote = await Remote.start()
  const old = remote.emulator.env().users['alice']?.token ?? ''
  const { json } = await remote.control('POST', '/scenarios', { kind: 'renewToken', user: 'alice' })
  expect(json.token).toMatch(/^[\w-]{43}$/)
  const status = async (token: string) =>
    (await fetch(remote.origin + QUOTAS, { headers: { 'x-auth-token': token } })).status
  expect(await status(old)).toBe(401)
  expect(await status(json.token)).toBe(200)
  expect((await remote.control('GET', '/env')).json.users.alice.token).toBe(json.token)
})

test('a quota is set, in the own project or another, until the scenario ends', async () => {
  const remote = await Remote.start()
  const { users } = (await remote.control('GET', '/users')).json
  const [own, other] = users[0].projects
  const limits = async (project: string, resource: string) => {
    const { limit, project_limit } = (await remote.as('alice', 'GET', QUOTAS)).json[project][resource]
    return [limit, project_limit]
  }
  const id = await start(remote, { kind: 'setQuota', user: 'alice', resource: 'cyclades.vm', limit: 1 })
  expect(await limits(own, 'cyclades.vm')).toEqual([1, 1])
  await createServer(remote, 'a')
  const { images } = (await remote.control('GET', '/overview')).json
  const body = { server: { name: 'b', flavorRef: 1, imageRef: images[0].id } }
  expect((await remote.as('alice', 'POST', SERVERS, body)).status).toBe(413)
  await start(remote, {
    kind: 'setQuota',
    user: 'alice',
    resource: 'pithos.diskspace',
    limit: '9007199254740993',
    project: other,
  })
  expect((await limits(other, 'pithos.diskspace'))[1]).toBe(50 * 1024 ** 3)
  const shown = (await remote.control('GET', '/users')).json.users[0].quotas
  expect(shown).toContainEqual(expect.objectContaining({ project: other, limit: '9007199254740993' }))
  await end(remote, id)
  expect(await limits(own, 'cyclades.vm')).toEqual([20, 20])
  await remote.control('DELETE', '/scenarios')
  expect((await limits(other, 'pithos.diskspace'))[0]).toBe(20 * 1024 ** 3)
})

test('a service is away: for a time of the cloud, or until the scenario ends; the others are not', async () => {
  const remote = await Remote.start()
  await start(remote, { kind: 'stopService', service: 'compute', forMs: 5000, retryAfter: 5 })
  const { token = '', uuid = '' } = remote.emulator.env().users['alice'] ?? {}
  const away = await fetch(remote.origin + SERVERS, { headers: { 'x-auth-token': token } })
  expect([away.status, away.headers.get('retry-after')]).toEqual([503, '5'])
  expect(await away.json()).toMatchObject({ serviceUnavailable: { code: 503 } })
  expect((await remote.as('alice', 'GET', VOLUMES)).status).toBe(200)
  await advance(remote, 5000)
  expect((await remote.as('alice', 'GET', SERVERS)).status).toBe(200)
  for (const [service, path] of [
    ['identity', '/astakos/identity/v2.0/tenants'],
    ['account', QUOTAS],
    ['volume', VOLUMES],
    ['network', '/cyclades/network/v2.0/networks'],
    ['image', '/cyclades/image/v1.0/images/'],
    ['object-store', `/pithos/object-store/v1/${uuid}`],
    ['cyclades', SERVERS],
    ['astakos', QUOTAS],
    ['pithos', `/pithos/object-store/v1/${uuid}`],
  ] as const) {
    const id = await start(remote, { kind: 'stopService', service, status: 502 })
    expect((await remote.as('alice', 'GET', path)).status, service).toBe(502)
    await end(remote, id)
    expect((await remote.as('alice', 'GET', path)).status, service).not.toBe(502)
  }
  const { requests } = (await remote.control('GET', '/requests?limit=1&search=503')).json
  expect(requests).toMatchObject([{ fault: 'stopService' }])
})

test('scenarios are listed with their kinds and options, for a form', async () => {
  const remote = await Remote.start()
  await start(remote, { kind: 'failBuild', user: 'bob' })
  const { scenarios, kinds } = (await remote.control('GET', '/scenarios')).json
  expect(scenarios).toEqual([{ id: 1, kind: 'failBuild', options: { user: 'bob' }, struck: 0, active: true }])
  expect(kinds.map(({ kind }: Json) => kind)).toContain('stopService')
  const { title, fields } = kinds.find(({ kind }: Json) => kind === 'deleteImage')
  expect(title).toBe('An image is deleted under way')
  expect(fields).toEqual([
    { name: 'image', required: true, type: 'string', hint: 'id or name of an image' },
    { name: 'when', required: false, type: 'string', hint: expect.any(String), choices: ['now', 'build'] },
  ])
  await remote.control('DELETE', '/scenarios')
  expect(await active(remote)).toEqual([])
  expect((await remote.control('DELETE', '/scenarios/1')).status).toBe(404)
})

test('a scenario that cannot be is rejected with the option that is wrong, and nothing has happened', async () => {
  const remote = await Remote.start()
  const wrong: [scenario: unknown, parameter: string, message: RegExp][] = [
    [{}, 'kind', /must be one of failBuild, hangBuild/],
    [{ kind: 'active' }, 'kind', /must be one of/],
    [[], 'body', /must be an object/],
    [
      { kind: 'failBuild', time: 2 },
      'time',
      /Unknown field 'time'\. Allowed fields: details, message, server, times, user/,
    ],
    [{ kind: 'failBuild', times: 0 }, 'times', /must be an integer from 1; got 0/],
    [{ kind: 'failBuild', user: 'nobody' }, 'user', /got "nobody"\. Users: alice, bob, carol/],
    [{ kind: 'failServer' }, 'server', /server is missing/],
    [{ kind: 'failServer', server: 7 }, 'server', /got 7/],
    [{ kind: 'deleteImage', image: 'BSD' }, 'image', /id or name of an image; got "BSD"/],
    [{ kind: 'setQuota', user: 'alice', resource: 'cyclades.cats', limit: 1 }, 'resource', /cyclades\.vm/],
    [
      { kind: 'setQuota', user: 'alice', resource: 'cyclades.vm', limit: -1 },
      'limit',
      /a whole number from 0 to .*; got -1/,
    ],
    [
      { kind: 'setQuota', user: 'bob', resource: 'cyclades.vm', limit: 1, project: 'x' },
      'project',
      /bob is a member of/,
    ],
    [{ kind: 'setQuota', user: 'bob', resource: 'cyclades.vm', limit: '9'.repeat(20) }, 'limit', /from 0 to 9223/],
    [{ kind: 'stopService', service: 'mail' }, 'service', /'object-store'/],
    [{ kind: 'stopService', service: 'image', retryAfter: 'a\nb' }, 'retryAfter', /that a header can hold/],
    [{ kind: 'stopService', service: 'image', forMs: 1e300 }, 'forMs', /100 years/],
    [{ kind: 'suspendUser' }, 'user', /is missing/],
  ]
  for (const [scenario, parameter, message] of wrong) {
    const { status, json } = await remote.control('POST', '/scenarios', scenario)
    expect([status, json.error.parameter], JSON.stringify(scenario)).toEqual([400, parameter])
    expect(json.error.message).toMatch(message)
  }
  expect(await active(remote)).toEqual([])
})
