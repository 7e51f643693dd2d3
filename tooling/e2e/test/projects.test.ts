import { BadRequestError } from '@kamaki/core'
import { expect } from 'vitest'
import { createNetwork } from '../src/networks.ts'
import { story } from '../src/story.ts'

story(
  'a project is made by one user, joined by another, and pays for what he makes',
  ['alice', 'bob', 'admin'],
  async ({ people: { alice, bob, admin }, label, cleanup }) => {
    const name = `${label}.example.org`
    const { id, application } = await alice.astakos.projects.create({
      name,
      end_date: new Date(Date.now() + 30 * 86_400_000),
      join_policy: 'moderated',
      resources: { 'cyclades.network.private': { project_capacity: 2, member_capacity: 1 } },
    })
    cleanup.add(`project ${name}`, () => admin.astakos.projects.terminate(id, { reason: 'the story has ended' }))
    await admin.astakos.projects.applications.approve(id, application)
    expect((await alice.astakos.projects.get(id)).state).toBe('active')

    const { id: membership } = await bob.astakos.projects.join(id)
    expect((await bob.astakos.memberships.get(membership)).state).toBe('requested')
    await alice.astakos.memberships.accept(membership, { reason: 'welcome' })
    expect((await bob.astakos.memberships.get(membership)).state).toBe('accepted')

    const network = await createNetwork(bob, { type: 'MAC_FILTERED', name: `${label}-net`, project: id }, cleanup)
    const used = (await bob.astakos.quotas.get())[id]?.['cyclades.network.private']
    expect(used).toMatchObject({ usage: 1, project_usage: 1, limit: 1, project_limit: 2 })
    // The owner is not a member of their own project.
    const foreign = alice.network.networks.create({ type: 'MAC_FILTERED', name: `${label}-no`, project: id })
    await expect(foreign).rejects.toSatisfy(BadRequestError.isInstance)

    await bob.network.networks.delete(network.id)
    await bob.network.networks.waitUntilDeleted(network.id)
    await bob.astakos.memberships.leave(membership)
    expect((await bob.astakos.memberships.get(membership)).state).toBe('removed')
  },
)
