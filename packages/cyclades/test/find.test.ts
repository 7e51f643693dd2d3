import { InvalidArgumentError, LookupError } from '@kamaki/core'
import { errorOf } from '@kamaki-tooling/testing'
import { expect, it } from 'vitest'
import { testCloud } from './cloud.ts'

it('finds what has a name: servers, flavors, images, volumes, snapshots', async () => {
  const cloud = await testCloud()
  const { compute, storage } = cloud.alice
  const { id } = await cloud.create(cloud.alice, { name: 'web' })
  const found = await compute.servers.find('web')
  expect(found).toMatchObject({ id, name: 'web', status: expect.any(String) })
  const [flavor] = await compute.flavors.listDetail()
  expect(await compute.flavors.find(flavor?.name ?? '', { isPublic: true })).toEqual(flavor)
  const [image] = await compute.images.listDetail()
  expect(await compute.images.find(image?.name ?? '')).toEqual(image)
  await compute.servers.waitUntil(id, 'ACTIVE', cloud.turning)
  const type = (await storage.types.list()).find((type) => type['SNF:disk_template'] === 'ext_vlmc')
  const volume = await storage.volumes.createAndWait(
    { display_name: 'data', size: 1, server_id: id, volume_type: type?.id },
    cloud.turning,
  )
  expect(await storage.volumes.find('data')).toEqual(volume)
  const snapshot = await storage.snapshots.createAndWait(
    { volume_id: volume.id, display_name: 'backup' },
    cloud.turning,
  )
  expect(await storage.snapshots.find('backup')).toEqual(snapshot)
})

it('says that nothing has a name, and what has a similar one', async () => {
  const cloud = await testCloud()
  const { servers } = cloud.alice.compute
  await cloud.create(cloud.alice, { name: 'Web server' })
  const error = await errorOf(servers.find('web'))
  expect(LookupError.isInstance(error)).toBe(true)
  expect(error).toMatchObject({ noun: 'server', wanted: 'web', matches: [] })
  expect(error.message).toBe('No server is named "web". Did you mean "Web server"?')
  const unlike = await errorOf(servers.find('db'))
  expect(unlike.message).toBe('No server is named "db". servers.list() lists those that exist')
})

it('says that several have a name, and their ids', async () => {
  const cloud = await testCloud()
  const one = await cloud.create(cloud.alice, { name: 'web' })
  const other = await cloud.create(cloud.alice, { name: 'web' })
  const error = await errorOf(cloud.alice.compute.servers.find('web'))
  expect(error).toMatchObject({ matches: expect.arrayContaining([one.id, other.id]) })
  expect(error.message).toMatch(/^2 servers are named "web": \d+, \d+. Use servers.get\(\) with the id of the one/)
})

it('rejects an empty name before anything is sent', async () => {
  const cloud = await testCloud()
  for (const name of ['', undefined, 5])
    expect(InvalidArgumentError.isInstance(await errorOf(cloud.alice.compute.servers.find(name as string)))).toBe(true)
  expect(cloud.requests).toEqual([])
})
