import { ForbiddenError, InvalidArgumentError } from '@kamaki/core'
import { errorOf } from '@kamaki-tooling/testing'
import { describe, expect, it } from 'vitest'
import { testCloud } from './cloud.ts'

async function withImage() {
  const cloud = testCloud()
  const alice = cloud.as('alice')
  const { id } = await alice.images.register({ name: 'x', location: await cloud.upload('disk') })
  cloud.requests.length = 0
  return { cloud, alice, bob: cloud.as('bob'), id }
}

describe('members', () => {
  it('see the image and find it among those that its owner shares', async () => {
    const { cloud, alice, bob, id } = await withImage()
    expect(ForbiddenError.isInstance(await errorOf(bob.images.get(id)))).toBe(true)
    await alice.members.add(id, cloud.uuid('bob'))
    expect(await bob.images.get(id)).toMatchObject({ id })
    expect(await alice.members.list(id)).toEqual([
      { member_id: cloud.uuid('alice'), can_share: false },
      { member_id: cloud.uuid('bob'), can_share: false },
    ])
    expect(await bob.sharedImages.list(cloud.uuid('alice'))).toEqual([{ image_id: id, can_share: false }])
    await alice.members.remove(id, cloud.uuid('bob'))
    expect(ForbiddenError.isInstance(await errorOf(bob.images.get(id)))).toBe(true)
    expect(await bob.sharedImages.list(cloud.uuid('alice'))).toEqual([])
  })

  it('are replaced as a whole', async () => {
    const { cloud, alice, id } = await withImage()
    await alice.members.replace(id, [cloud.uuid('bob'), `${cloud.uuid('alice')}:friends`])
    expect((await alice.members.list(id)).map(({ member_id }) => member_id)).toEqual([
      cloud.uuid('bob'),
      `${cloud.uuid('alice')}:friends`,
    ])
    await alice.members.replace(id, [])
    expect(await alice.members.list(id)).toEqual([])
  })

  it('are the owner’s to choose', async () => {
    const { cloud, bob, alice, id } = await withImage()
    await alice.members.add(id, cloud.uuid('bob'))
    expect(ForbiddenError.isInstance(await errorOf(bob.members.add(id, cloud.uuid('carol'))))).toBe(true)
    expect(ForbiddenError.isInstance(await errorOf(bob.members.remove(id, cloud.uuid('bob'))))).toBe(true)
    expect(ForbiddenError.isInstance(await errorOf(bob.members.replace(id, [])))).toBe(true)
  })

  it('that cannot be named in a path, or are not users, are rejected before anything is sent', async () => {
    const { cloud, alice, id } = await withImage()
    const parameters = [
      await errorOf(alice.members.add(id, '')),
      await errorOf(alice.members.add(id, 'uuid a')),
      await errorOf(alice.members.add(id, 'owner:group')),
      await errorOf(alice.members.remove(id, '*')),
      await errorOf(alice.members.remove('', 'x')),
      await errorOf(alice.members.replace(id, ['x', ''])),
      await errorOf(alice.members.replace(id, 'x' as never)),
    ].map((error) => InvalidArgumentError.isInstance(error) && error.parameter)
    expect(parameters).toEqual(['memberId', 'memberId', 'memberId', 'memberId', 'imageId', 'memberIds[1]', 'memberIds'])
    expect(() => alice.sharedImages.list('a/b')).toThrow(InvalidArgumentError)
    expect(cloud.requests).toEqual([])
  })
})
