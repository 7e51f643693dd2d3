import { ForbiddenError, NotFoundError } from '@kamaki/core'
import { errorOf } from '@kamaki-tooling/testing'
import { beforeEach, expect, it } from 'vitest'
import { type TestCloud, testCloud } from '../cloud.ts'

let cloud: TestCloud
let volume: number
beforeEach(async () => {
  cloud = await testCloud()
  const server = await cloud.running(cloud.alice)
  volume = server.volumes[0]!
})

it('creates a snapshot and waits for it, reads, lists, changes and deletes it', async () => {
  const { snapshots } = cloud.alice.storage
  const made = await snapshots.create({ volume_id: volume, display_name: 'στιγμιότυπο', metadata: { kind: 'test' } })
  expect(made).toMatchObject({ status: 'CREATING', volume_id: String(volume), metadata: {} })
  const ready = await snapshots.waitWhile(made.id, 'CREATING', cloud.turning)
  expect(ready).toMatchObject({ status: 'AVAILABLE', 'os-extended-snapshot-attribute:progress': '100%' })
  expect(await snapshots.waitUntil(made.id, 'AVAILABLE')).toEqual(ready)
  expect(await snapshots.get(made.id)).toEqual(ready)
  expect(await snapshots.list()).toEqual([ready])
  expect(await snapshots.listDetail()).toEqual([ready])
  expect(Array.isArray(await snapshots.list({ changesSince: cloud.now() }))).toBe(true)
  const changed = await snapshots.update(made.id, { display_name: 'νέο', display_description: 'd' })
  expect(changed).toMatchObject({ display_name: 'νέο', display_description: 'd' })
  expect(await snapshots.update(made.id, {})).toMatchObject({ display_name: 'νέο' })
  expect(ForbiddenError.isInstance(await errorOf(cloud.bob.storage.snapshots.get(made.id)))).toBe(true)
  await snapshots.delete(made.id)
  expect(NotFoundError.isInstance(await errorOf(snapshots.get(made.id)))).toBe(true)
})

it('sets and removes metadata, and replaces it without the PUT that would lose the snapshot', async () => {
  const { snapshots } = cloud.alice.storage
  const { id } = await snapshots.create({ volume_id: volume, display_name: 's', display_description: 'words' })
  await snapshots.waitUntil(id, 'AVAILABLE', cloud.turning)
  expect(await snapshots.metadata.update(id, { color: 'blue', size: 'L' })).toMatchObject({ color: 'blue', size: 'L' })
  await snapshots.metadata.delete(id, 'size')
  expect(await snapshots.metadata.list(id)).not.toHaveProperty('size')
  cloud.requests.length = 0
  const replaced = await snapshots.metadata.replace(id, { only: 'this' })
  expect(cloud.requests.map((request) => request.split(' ')[0])).toEqual(['GET', 'POST'])
  expect(replaced).toEqual({ only: 'this', description: 'words', exclude_all_tasks: 'yes' })
  expect((await snapshots.get(id)).display_name).toBe('s')
})

it('is an image that servers can be made from', async () => {
  const { snapshots } = cloud.alice.storage
  const { id } = await snapshots.create({ volume_id: volume, display_name: 'base' })
  await snapshots.waitUntil(id, 'AVAILABLE', cloud.turning)
  expect(await cloud.running(cloud.alice, { imageRef: id })).toMatchObject({ status: 'ACTIVE', image: { id } })
})
