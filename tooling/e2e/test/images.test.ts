import { Buffer } from 'node:buffer'
import { NotFoundError } from '@kamaki/core'
import { expect } from 'vitest'
import { createServer } from '../src/servers.ts'
import { story } from '../src/story.ts'

story(
  'an image is made, shared, used, and withdrawn',
  ['alice', 'bob'],
  async ({ people: { alice, bob }, label, vars, cleanup }) => {
    const container = alice.pithos.container(`${label}-images`)
    await container.create()
    cleanup.add(`container ${label}-images`, async () => {
      await container.empty()
      await container.delete()
    })
    const disk = new Uint8Array(9 * 2 ** 20).map((_, index) => (index * 31 + (index >> 12)) & 0xff)
    const { bytes } = await container.object('disk.diskdump').upload(disk)
    expect(bytes).toBe(disk.length)

    const image = await alice.image.images.register({
      name: `${label} δίσκος`,
      location: { account: alice.uuid, container: `${label}-images`, object: 'disk.diskdump' },
      properties: { osfamily: 'linux', root_partition: '1', users: 'root' },
    })
    cleanup.add(`image ${label}`, () =>
      alice.image.images.delete(image.id).catch((error: unknown) => {
        if (!NotFoundError.isInstance(error)) throw error
      }),
    )
    const sees = async (): Promise<boolean> => (await bob.image.images.list()).some(({ id }) => id === image.id)
    expect(await sees()).toBe(false)
    await alice.image.members.add(image.id, bob.uuid)
    expect(await sees()).toBe(true)
    expect((await bob.image.images.get(image.id)).properties).toMatchObject({ osfamily: 'linux', users: 'root' })

    const server = await createServer(
      bob,
      { name: `${label}-server`, flavorRef: Number(vars['flavorId']), imageRef: image.id, networks: [] },
      cleanup,
    )
    const running = await bob.compute.servers.waitUntil(server.id, 'ACTIVE')
    expect(running.image?.id).toBe(image.id)
    expect(running.metadata).toMatchObject({ users: 'root' })

    await alice.image.members.remove(image.id, bob.uuid)
    expect(await sees()).toBe(false)
    await alice.image.images.delete(image.id)
    expect((await alice.image.images.list()).some(({ id }) => id === image.id)).toBe(false)
    // A comparison by the test runner would take a minute.
    expect(Buffer.compare(await container.object('disk.diskdump').download().bytes(), disk)).toBe(0)
  },
)
