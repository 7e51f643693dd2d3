import { BadRequestError, ConflictError, NotFoundError, WaitFailedError } from '@kamaki/core'
import { errorOf } from '@kamaki-tooling/testing'
import { beforeEach, expect, it } from 'vitest'
import { type TestCloud, testCloud } from '../cloud.ts'

let cloud: TestCloud
beforeEach(async () => {
  cloud = await testCloud()
})

it('creates a server, waits for it, and sees each state on the way', async () => {
  const { alice, turning } = cloud
  const made = await cloud.create(alice, { name: 'web' })
  expect(made).toMatchObject({ name: 'web', status: 'BUILD', 'SNF:task_state': 'BUILDING', user_id: alice.uuid })
  expect(made.adminPass).toMatch(/^.{10,}$/)
  const seen = new Set<string>()
  const server = await alice.compute.servers.waitUntil(made.id, 'ACTIVE', {
    ...turning,
    onPoll(state, info) {
      seen.add(`${state.status}/${state['SNF:task_state']}`)
      turning.onPoll?.(state, info)
    },
  })
  expect([...seen]).toEqual(['BUILD/BUILDING', 'ACTIVE/'])
  expect(server).toMatchObject({ id: made.id, status: 'ACTIVE', progress: 100, deleted: false })
  expect(server).not.toHaveProperty('adminPass')
})

it('lists the servers of the user, in short and in full', async () => {
  const { alice, bob } = cloud
  const one = await cloud.running(alice, { name: 'one' })
  const two = await cloud.create(alice, { name: 'two' })
  expect((await alice.compute.servers.list()).map(({ id, name }) => [id, name])).toEqual([
    [one.id, 'one'],
    [two.id, 'two'],
  ])
  const names: string[] = []
  for await (const server of alice.compute.servers.listDetail()) names.push(`${server.name} ${server.status}`)
  expect(names).toEqual(['one ACTIVE', 'two BUILD'])
  expect(await bob.compute.servers.list()).toEqual([])
})

it('applies the filters that the server does not', async () => {
  const { servers } = cloud.alice.compute
  const one = await cloud.running(cloud.alice, { name: 'one' })
  const two = await cloud.create(cloud.alice, { name: 'two', flavorRef: 2 })
  const three = await cloud.create(cloud.alice, { name: 'two' })
  const ids = async (list: PromiseLike<{ id: number }[]>): Promise<number[]> => (await list).map(({ id }) => id)
  expect(await ids(servers.list({ name: 'two' }))).toEqual([two.id, three.id])
  expect(await ids(servers.list({ name: 'two', limit: 1 }))).toEqual([two.id])
  expect(await ids(servers.list({ marker: one.id }))).toEqual([two.id, three.id])
  expect(await ids(servers.list({ marker: 99, limit: 0 }))).toEqual([one.id, two.id, three.id])
  expect(await ids(servers.listDetail({ status: 'ACTIVE' }))).toEqual([one.id])
  expect(await ids(servers.listDetail({ flavor: 2 }))).toEqual([two.id])
  expect(await ids(servers.listDetail({ flavor: '1', image: cloud.image }))).toEqual([one.id, three.id])
  expect(await ids(servers.listDetail({ image: 'another' }))).toEqual([])
})

it('lists what has changed, and takes "nothing has" for an empty list', async () => {
  const { servers } = cloud.alice.compute
  const before = cloud.now()
  expect(await servers.list({ changesSince: before })).toEqual([])
  const { id } = await cloud.running(cloud.alice)
  await servers.delete(id)
  await servers.waitUntilDeleted(id, cloud.turning)
  expect(await servers.list()).toEqual([])
  const changed = await servers.listDetail({ changesSince: before })
  expect(changed.map((server) => [server.id, server.status])).toEqual([[id, 'DELETED']])
})

it('renames a server, also into another script', async () => {
  const { servers } = cloud.alice.compute
  const { id } = await cloud.running(cloud.alice)
  await servers.rename(id, 'διακομιστής 1')
  expect((await servers.get(String(id))).name).toBe('διακομιστής 1')
})

it('deletes a server, and waits for its end', async () => {
  const { servers } = cloud.alice.compute
  const { id } = await cloud.running(cloud.alice)
  await servers.delete(id)
  // The status is still the old one.
  expect(await servers.get(id)).toMatchObject({ status: 'ACTIVE', 'SNF:task_state': 'DESTROYING' })
  expect(await servers.waitUntil(id, 'DELETED', cloud.turning)).toMatchObject({ status: 'DELETED', deleted: true })
  expect(BadRequestError.isInstance(await errorOf(servers.delete(id)))).toBe(true)
})

it('gives up waiting for a server that is deleted meanwhile', async () => {
  const { servers } = cloud.alice.compute
  const { id } = await cloud.running(cloud.alice)
  await servers.delete(id)
  const failure = await errorOf(servers.waitUntil(id, 'STOPPED', cloud.turning))
  expect(WaitFailedError.isInstance(failure) && failure.lastState).toMatchObject({ id, status: 'DELETED' })
  expect(failure.message).toBe(`Server ${id} will not become STOPPED: it has been deleted`)
})

it('gives up waiting for a server that breaks while it is built', async () => {
  const { servers } = cloud.alice.compute
  const { id } = await cloud.create(cloud.alice)
  const breaking = {
    intervalMs: 0,
    onPoll: () => cloud.emulator.scenarios.failServer({ server: id }),
  }
  for (const wait of [servers.waitUntil(id, 'ACTIVE', breaking), servers.waitWhile(id, 'BUILD', breaking)]) {
    const failure = await errorOf(wait)
    expect(WaitFailedError.isInstance(failure) && failure.lastState).toMatchObject({ id, status: 'ERROR' })
  }
  // A broken server is there to be looked at, and to be deleted.
  expect(await servers.waitUntil(id, 'ERROR')).toMatchObject({ id, status: 'ERROR' })
  await servers.delete(id)
  expect((await servers.waitUntil(id, 'DELETED', cloud.turning)).status).toBe('DELETED')
})

it('stops waiting when told to, with the given reason', async () => {
  const { id } = await cloud.create(cloud.alice)
  const stop = new AbortController()
  const reason = new Error('enough')
  const onPoll = (): void => stop.abort(reason)
  const waiting = cloud.alice.compute.servers.waitUntil(id, 'ACTIVE', { signal: stop.signal, onPoll })
  expect(await errorOf(waiting)).toBe(reason)
})

it('tells what went wrong', async () => {
  const { servers } = cloud.alice.compute
  expect(NotFoundError.isInstance(await errorOf(servers.get(99_999_999)))).toBe(true)
  expect(await errorOf(servers.get('abc'))).toMatchObject({ status: 400, fault: 'badRequest' })
  const { id } = await cloud.create(cloud.alice)
  const early = await errorOf(servers.start(id))
  expect(ConflictError.isInstance(early) && early.fault).toBe('buildInProgress')
})

it('returns the first password for a while, and deletes it', async () => {
  const { password } = cloud.alice.compute.servers
  const { id, adminPass } = await cloud.create(cloud.alice)
  expect(await password.get(id)).toBe(adminPass)
  await password.delete(id)
  expect(NotFoundError.isInstance(await errorOf(password.get(id)))).toBe(true)
})

it('says what the system has to say about a server, newest first', async () => {
  const { id } = await cloud.running(cloud.alice)
  const [latest] = await cloud.alice.compute.servers.diagnostics(id)
  expect(latest).toMatchObject({ level: 'DEBUG', source: 'image-info', details: null })
})

it('knows where the graphs of a server are, and fetches them without a token', async () => {
  const { servers } = cloud.alice.compute
  const { id } = await cloud.running(cloud.alice)
  const stats = await servers.stats(id)
  expect(stats).toMatchObject({ serverRef: id, refresh: 60 })
  for (const type of ['cpu-bar', 'net-ts', 'net-ts-w'] as const) {
    const png = await servers.graphs.get(id, type)
    expect([...png.subarray(1, 4)]).toEqual([...'PNG'].map((char) => char.charCodeAt(0)))
  }
  const weekly = new URL(stats.netTimeSeries).pathname.replace('net-ts', 'net-ts-w')
  expect(cloud.requests.at(-1)).toBe(`GET ${weekly.replace('/cyclades/stats/v1.0', '')}`)
})
