import { availableQuota } from '@kamaki/astakos'
import { QuotaExceededError } from '@kamaki/core'
import { expect } from 'vitest'
import { createNetwork } from '../src/networks.ts'
import { story } from '../src/story.ts'

story('a quota is met, and given back', ['bob'], async ({ people: { bob }, label, cleanup }) => {
  const resource = 'cyclades.network.private'
  const quota = async (): Promise<number> => {
    const counters = (await bob.astakos.quotas.get())[bob.uuid]?.[resource]
    if (!counters) throw new Error(`bob has no quota of ${resource}`)
    return Number(availableQuota(counters))
  }
  const room = await quota()
  for (let index = 0; index < room; index++) {
    await createNetwork(bob, { type: 'MAC_FILTERED', name: `${label}-${index}`, project: bob.uuid }, cleanup)
  }
  expect(await quota()).toBe(0)
  const oneMore = bob.network.networks.create({ type: 'MAC_FILTERED', name: `${label}-over`, project: bob.uuid })
  await expect(oneMore).rejects.toSatisfy(QuotaExceededError.isInstance)
  expect(await cleanup.run()).toEqual([])
  expect(await quota()).toBe(room)
})

story(
  'an object that does not fit is refused, and leaves nothing',
  ['alice'],
  async ({ people: { alice }, label, cleanup }) => {
    const container = alice.pithos.container(`${label}-small`)
    await container.create({ quota: 2 ** 20 })
    cleanup.add(`container ${label}-small`, async () => {
      await container.empty()
      await container.delete()
    })
    await container.object('fits').upload(new Uint8Array(1000).fill(1))
    const tooLarge = container.object('too-large').upload(new Uint8Array(2 ** 20 + 1).fill(2))
    await expect(tooLarge).rejects.toSatisfy(QuotaExceededError.isInstance)
    expect((await container.objects.list()).map(({ name }) => name)).toEqual(['fits'])
  },
)
