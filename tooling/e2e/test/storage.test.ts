import { ForbiddenError } from '@kamaki/core'
import { expect } from 'vitest'
import { story } from '../src/story.ts'

story(
  'a file goes up, is shared, changed, looked back at, published, and taken away',
  ['alice', 'bob'],
  async (stage) => {
    const { people, label, cleanup } = stage
    const { alice, bob } = people
    const container = alice.pithos.container(`${label}-files`)
    await container.create()
    cleanup.add(`container ${label}-files`, async () => {
      await container.empty()
      await container.delete()
    })
    const name = 'έγγραφα/a+b %41 ?#.json'
    const object = container.object(name)
    const first = await object.upload('πρώτο', { metadata: { colour: 'red' }, contentType: 'text/plain' })
    const forBob = bob.pithos.account(alice.uuid).container(`${label}-files`).object(name)
    await expect(forBob.info()).rejects.toSatisfy(ForbiddenError.isInstance)

    await object.share({ read: [bob.uuid] })
    expect(await forBob.download().text()).toBe('πρώτο')
    await expect(forBob.upload('δικό μου')).rejects.toSatisfy(ForbiddenError.isInstance)

    await object.upload('δεύτερο')
    const before = await object.download({ version: Number(first.version) }).text()
    expect(before).toBe('πρώτο')
    expect((await object.versions()).length).toBeGreaterThanOrEqual(2)

    await object.publish()
    const { publicUrl } = await object.info()
    if (publicUrl === undefined) throw new Error('a published object has a public URL')
    expect(new TextDecoder().decode(await (await bob.pithos.publicObject(publicUrl).get()).bytes())).toBe('δεύτερο')
    await object.unpublish()

    await object.copyTo({ container: `${label}-files`, name: 'copy' })
    expect((await container.objects.list()).map((entry) => entry.name).sort()).toEqual(['copy', name].sort())
    await object.delete()
    expect((await container.objects.list()).map((entry) => entry.name)).toEqual(['copy'])
  },
)
