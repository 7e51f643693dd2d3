import { BadRequestError, NotFoundError } from '@kamaki/core'
import { errorOf } from '@kamaki-tooling/testing'
import { expect, it } from 'vitest'
import { testCloud } from '../cloud.ts'

it('attaches a volume to a server, and detaches it', async () => {
  const cloud = await testCloud()
  const { compute, storage } = cloud.alice
  const server = await cloud.running(cloud.alice)
  const { id: volume } = await storage.volumes.create({ display_name: 'data', size: 1, volume_type: 1 })
  const attachment = await compute.volumeAttachments.attach(server.id, volume)
  expect(attachment).toEqual({ id: Number(volume), volumeId: Number(volume), serverId: server.id, device: '' })
  expect((await storage.volumes.get(volume)).status).toBe('attaching')
  await storage.volumes.waitUntil(volume, 'in_use', cloud.turning)
  expect((await compute.servers.waitUntilIdle(server.id, cloud.turning)).volumes).toContain(Number(volume))
  expect(await compute.volumeAttachments.get(server.id, volume)).toEqual(attachment)
  expect(await compute.volumeAttachments.list(server.id)).toHaveLength(2)
  await compute.volumeAttachments.detach(server.id, volume)
  expect(await storage.volumes.waitUntil(volume, 'available', cloud.turning)).toMatchObject({ attachments: [] })
  expect(await compute.volumeAttachments.list(server.id)).toHaveLength(1)
})

it('finds the attachments of a volume before it takes them away', async () => {
  const cloud = await testCloud()
  const { compute, storage } = cloud.alice
  const server = await cloud.running(cloud.alice)
  const { id: volume } = await storage.volumes.create({ display_name: 'd', size: 1, server_id: server.id })
  await storage.volumes.waitUntil(volume, 'in_use', cloud.turning)
  await compute.servers.waitUntilIdle(server.id, cloud.turning)
  expect(await compute.volumeAttachments.detachVolume(server.id, 99_999_999)).toEqual([])
  const detached = await compute.volumeAttachments.detachVolume(server.id, volume)
  expect(detached.map(({ volumeId }) => volumeId)).toEqual([Number(volume)])
  await storage.volumes.waitUntil(volume, 'available', cloud.turning)
})

it('tells what went wrong', async () => {
  const cloud = await testCloud()
  const { volumeAttachments } = cloud.alice.compute
  const server = await cloud.running(cloud.alice)
  expect(BadRequestError.isInstance(await errorOf(volumeAttachments.get(server.id, 99_999_999)))).toBe(true)
  expect(BadRequestError.isInstance(await errorOf(volumeAttachments.detach(server.id, server.volumes[0]!)))).toBe(true)
  expect(NotFoundError.isInstance(await errorOf(volumeAttachments.list(99_999_999)))).toBe(true)
})
