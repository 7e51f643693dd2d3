import { BadRequestError, ConflictError, NotFoundError, PartialCreateError, WaitFailedError } from '@kamaki/core'
import { errorOf } from '@kamaki-tooling/testing'
import { beforeEach, expect, it } from 'vitest'
import { type TestCloud, testCloud } from '../cloud.ts'

let cloud: TestCloud
beforeEach(async () => {
  cloud = await testCloud()
})
const data = { display_name: 'data', size: 1, volume_type: 1 }

it('creates a volume, reads and lists it, changes it, deletes it', async () => {
  const { volumes } = cloud.alice.storage
  const made = await volumes.create({ ...data, display_description: 'περιγραφή' })
  expect(Object.keys(made).sort()).toEqual(['display_name', 'id', 'links'])
  expect(await volumes.list()).toEqual([made])
  const [full] = await volumes.listDetail()
  expect(full).toMatchObject({
    id: made.id,
    status: 'available',
    size: 1,
    volume_type: 1,
    attachments: [],
    deleted: false,
  })
  expect(await volumes.get(Number(made.id))).toEqual(full)
  expect(await volumes.update(made.id, { display_name: 'δεδομένα' })).toMatchObject({
    display_name: 'δεδομένα',
    display_description: 'περιγραφή',
  })
  expect(await volumes.update(made.id, { delete_on_termination: true })).toMatchObject({ delete_on_termination: true })
  expect(await volumes.update(made.id, {})).toMatchObject({ display_name: 'δεδομένα' })
  await volumes.delete(made.id)
  expect(await volumes.waitUntil(made.id, 'deleted', cloud.turning)).toMatchObject({ deleted: true })
  await volumes.waitUntilDeleted(made.id, cloud.turning)
  expect(await volumes.list()).toEqual([])
})

it('creates a volume for a server, and gives up waiting when it goes with it', async () => {
  const { storage, compute } = cloud.alice
  const server = await cloud.running(cloud.alice)
  const { id } = await storage.volumes.create({ display_name: 'd', size: '2', server_id: server.id })
  expect((await storage.volumes.get(id)).status).toBe('creating')
  const ready = await storage.volumes.waitWhile(id, 'creating', cloud.turning)
  expect(ready).toMatchObject({ status: 'in_use', attachments: [{ server_id: server.id, volume_id: Number(id) }] })
  await compute.servers.waitUntilIdle(server.id, cloud.turning)
  await compute.servers.delete(server.id)
  const failure = await errorOf(storage.volumes.waitUntil(id, 'available', cloud.turning))
  expect(WaitFailedError.isInstance(failure) && failure.lastState).toMatchObject({ status: 'deleted' })
})

it('lists what has changed, and takes "nothing has" for an empty list', async () => {
  const { volumes } = cloud.alice.storage
  expect(await volumes.list({ changesSince: cloud.now() })).toEqual([])
  const { id } = await volumes.create(data)
  await volumes.delete(id)
  const changed = await volumes.listDetail({ changesSince: new Date(cloud.now().getTime() - 60_000) })
  expect(changed.map((volume) => [volume.id, volume.status])).toEqual([[id, 'deleted']])
})

it('sets the metadata that is given for a new volume, which the server itself ignores', async () => {
  const { volumes } = cloud.alice.storage
  const { id } = await volumes.create({ ...data, metadata: { κλειδί: 'τιμή' } })
  expect((await volumes.get(id)).metadata).toEqual({ κλειδί: 'τιμή' })
  expect(cloud.requests.slice(0, 2)).toEqual(['POST /volumes', `POST /volumes/${id}/metadata`])
})

it('has the new volume in the error if its metadata could not be set', async () => {
  const { volumes } = cloud.alice.storage
  const failure = await errorOf(volumes.create({ ...data, metadata: { ['k'.repeat(65)]: 'too long a key' } }))
  const [made] = await volumes.list()
  expect(failure.message).toMatch(`Created volume ${made?.id}, but its metadata could not be set`)
  expect(PartialCreateError.isInstance(failure) && failure.created).toEqual([made])
  expect(BadRequestError.isInstance(failure.cause)).toBe(true)
})

it('sets, replaces and removes metadata', async () => {
  const { volumes } = cloud.alice.storage
  const { id } = await volumes.create(data)
  expect(await volumes.metadata.update(id, { a: '1', 'b.json': '2' })).toEqual({ a: '1', 'b.json': '2' })
  expect(await volumes.metadata.update(id, { a: '3' })).toEqual({ a: '3', 'b.json': '2' })
  await volumes.metadata.delete(id, 'b.json')
  expect(await volumes.metadata.list(id)).toEqual({ a: '3' })
  expect(await volumes.metadata.replace(id, { c: '4' })).toEqual({ c: '4' })
  expect(BadRequestError.isInstance(await errorOf(volumes.metadata.delete(id, 'none')))).toBe(true)
})

it('charges a volume to another project, but not a root volume', async () => {
  const { volumes } = cloud.alice.storage
  const { id } = await volumes.create(data)
  await volumes.reassign(id, { project: cloud.project, shared_to_project: true })
  expect(await volumes.get(id)).toMatchObject({ tenant_id: cloud.project, shared_to_project: true })
  await volumes.reassign(id, { project: cloud.alice.uuid })
  expect(await volumes.get(id)).toMatchObject({ tenant_id: cloud.alice.uuid, shared_to_project: false })
  const server = await cloud.running(cloud.alice)
  const root = await errorOf(volumes.reassign(server.volumes[0]!, { project: cloud.project }))
  expect(ConflictError.isInstance(root)).toBe(true)
})

it('lists the types of volumes, and reads one', async () => {
  const { types } = cloud.alice.storage
  const all = await types.list()
  expect(all[0]).toEqual({
    id: expect.any(Number),
    name: expect.any(String),
    deleted: false,
    'SNF:disk_template': expect.any(String),
    'SNF:detachable': expect.any(Boolean),
  })
  expect(await types.get(all[0]!.id)).toEqual(all[0])
  expect(NotFoundError.isInstance(await errorOf(types.get(99_999_999)))).toBe(true)
})

it('tells what went wrong', async () => {
  const { volumes } = cloud.alice.storage
  expect(NotFoundError.isInstance(await errorOf(volumes.get(99_999_999)))).toBe(true)
  const { id } = await volumes.create(data)
  expect(NotFoundError.isInstance(await errorOf(cloud.bob.storage.volumes.get(id)))).toBe(true)
  expect(BadRequestError.isInstance(await errorOf(volumes.create({ display_name: 'v', size: 100_000 })))).toBe(true)
})
