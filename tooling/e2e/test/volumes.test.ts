import { expect } from 'vitest'
import { anyImage, createServer } from '../src/servers.ts'
import { story } from '../src/story.ts'

story('a volume moves from one server to another', ['alice'], async ({ people: { alice }, label, vars, cleanup }) => {
  const { compute, storage } = alice
  const flavorRef = Number(vars['flavorId'])
  const imageRef = await anyImage(alice)
  const servers = []
  for (const name of ['one', 'two']) {
    servers.push(await createServer(alice, { name: `${label}-${name}`, flavorRef, imageRef, networks: [] }, cleanup))
  }
  const [one, two] = servers
  if (!one || !two) throw new Error('two servers were made')
  await Promise.all(servers.map(({ id }) => compute.servers.waitUntil(id, 'ACTIVE')))

  const { 'SNF:volume_type': volume_type } = await compute.flavors.get(flavorRef)
  const volume = await storage.volumes.create({
    display_name: `${label}-data`,
    size: 1,
    volume_type,
    server_id: one.id,
  })
  cleanup.add(`volume ${label}-data`, async () => {
    const { status } = await storage.volumes.get(volume.id)
    if (status === 'deleted') return
    await storage.volumes.delete(volume.id)
    await storage.volumes.waitUntilDeleted(volume.id)
  })
  await storage.volumes.waitUntil(volume.id, 'in_use')

  await compute.volumeAttachments.detach(one.id, volume.id)
  await storage.volumes.waitUntil(volume.id, 'available')
  await compute.volumeAttachments.attach(two.id, volume.id)
  const moved = await storage.volumes.waitUntil(volume.id, 'in_use')
  expect(moved.attachments.map(({ server_id }) => String(server_id))).toEqual([String(two.id)])
  const attached = await compute.volumeAttachments.list(two.id)
  expect(attached.map(({ volumeId }) => String(volumeId))).toContain(String(volume.id))
})
