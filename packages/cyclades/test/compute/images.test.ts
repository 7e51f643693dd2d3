import { ForbiddenError, NotFoundError } from '@kamaki/core'
import { ComputeClient } from '@kamaki/cyclades'
import { errorOf } from '@kamaki-tooling/testing'
import { beforeEach, expect, it } from 'vitest'
import { type TestCloud, testCloud } from '../cloud.ts'

let cloud: TestCloud
/** An image of alice's: a snapshot, which this package can make by itself. */
let own: string
beforeEach(async () => {
  cloud = await testCloud()
  const { volumes } = await cloud.running(cloud.alice)
  const { storage } = cloud.alice
  const { id } = await storage.snapshots.create({ volume_id: volumes[0]!, display_name: 'own' })
  own = (await storage.snapshots.waitUntil(id, 'AVAILABLE', cloud.turning)).id
})

it('lists images in short and in full, and reads one', async () => {
  const { images } = cloud.alice.compute
  expect(await images.list()).toContainEqual({ id: own, name: 'own' })
  const full = await images.listDetail()
  expect(full.find(({ id }) => id === own)).toMatchObject({
    status: 'ACTIVE',
    is_snapshot: true,
    user_id: cloud.alice.uuid,
  })
  expect(await images.get(cloud.image)).toMatchObject({ public: true, is_snapshot: false, metadata: { os: 'debian' } })
})

it('lists what has changed', async () => {
  const { images } = cloud.alice.compute
  expect((await images.list({ changesSince: new Date(cloud.now().getTime() - 60_000) })).map(({ id }) => id)).toContain(
    own,
  )
  expect(Array.isArray(await images.listDetail({ changesSince: cloud.now() }))).toBe(true)
})

it('sets, reads and removes metadata of an image', async () => {
  const { metadata } = cloud.alice.compute.images
  expect(await metadata.update(own, { role: 'ρόλος', two: '2' })).toMatchObject({ role: 'ρόλος', two: '2' })
  expect(await metadata.set(own, 'three', '3')).toBe('3')
  expect(await metadata.get(own, 'role')).toBe('ρόλος')
  await metadata.delete(own, 'two')
  const left = await metadata.list(own)
  expect(left).toMatchObject({ role: 'ρόλος', three: '3' })
  expect(left).not.toHaveProperty('two')
})

it('knows that DELETE of an item deletes nothing: the plain client shows it', async () => {
  const plain = new ComputeClient('http://synnefo.test/cyclades/compute/v2.0', cloud.alice.token, {
    fetch: cloud.emulator.fetch,
  })
  await plain.images.metadata.update(own, { stays: 'here' })
  await plain.images.metadata.delete(own, 'stays')
  expect(await plain.images.metadata.get(own, 'stays')).toBe('here')
})

it('unregisters an image', async () => {
  const { images } = cloud.alice.compute
  await images.delete(own)
  expect(NotFoundError.isInstance(await errorOf(images.get(own)))).toBe(true)
})

it('tells what went wrong', async () => {
  expect(ForbiddenError.isInstance(await errorOf(cloud.bob.compute.images.get(own)))).toBe(true)
  expect(await errorOf(cloud.bob.compute.images.get('debian'))).toMatchObject({ status: 400 })
})
