import { ConflictError, ForbiddenError, InvalidArgumentError, NotFoundError } from '@kamaki/core'
import { expect, it } from 'vitest'
import { testCloud } from './cloud.ts'

/** The moderated project of alice, and how to ask for it. */
function moderated() {
  const cloud = testCloud()
  const project = String(cloud.vars['moderatedProjectId'])
  const [alice, bob] = [cloud.as('alice'), cloud.as('bob')]
  const state = async (id: number) => (await bob.memberships.get(id)).state
  return { cloud, project, alice, bob, state }
}

it('joins, is accepted, asks to leave, and is removed', async () => {
  const { project, alice, bob, state } = moderated()
  const { id } = await bob.memberships.join(project)
  expect(await alice.memberships.get(id)).toMatchObject({ state: 'requested', allowed_actions: ['accept', 'reject'] })
  await alice.memberships.accept(id, { reason: 'καλώς ήρθες' })
  expect(await bob.memberships.get(id)).toMatchObject({ state: 'accepted', allowed_actions: ['leave'], project })
  await bob.memberships.leave(id)
  expect(await state(id)).toBe('leave_requested')
  await expect(bob.memberships.cancel(id)).rejects.toSatisfy(ConflictError.isInstance)
  await alice.memberships.remove(id)
  expect(await state(id)).toBe('removed')
  expect((await bob.memberships.list({ projectId: project })).map((membership) => membership.state)).toEqual([
    'removed',
  ])
})

it('rejects and withdraws requests to join', async () => {
  const { project, alice, bob, state } = moderated()
  const first = await bob.memberships.join(project)
  await bob.memberships.cancel(first.id, { reason: 'no more' })
  expect(await state(first.id)).toBe('cancelled')
  const second = await bob.memberships.join(project)
  await alice.memberships.reject(second.id)
  expect(await state(second.id)).toBe('rejected')
})

it('enrols members by e-mail, once', async () => {
  const { cloud, project, alice, bob, state } = moderated()
  const { id } = await alice.memberships.enroll(project, cloud.user('bob').email)
  expect(await state(id)).toBe('accepted')
  await expect(alice.memberships.enroll(project, cloud.user('bob').email)).rejects.toSatisfy(ConflictError.isInstance)
  await expect(bob.memberships.enroll(project, cloud.user('carol').email)).rejects.toSatisfy(ForbiddenError.isInstance)
})

it('lists one’s own memberships and those of one’s projects', async () => {
  const { cloud, project, alice, bob } = moderated()
  await bob.memberships.join(project)
  const mine = await bob.memberships.list()
  expect(mine.map((membership) => membership.user)).toEqual([cloud.user('bob').uuid, cloud.user('bob').uuid])
  expect((await alice.memberships.list({ projectId: project })).map((membership) => membership.user)).toEqual([
    cloud.user('bob').uuid,
  ])
  expect(await cloud.as('carol').memberships.list({ projectId: project })).toEqual([])
})

it('says what is wrong', async () => {
  const { bob, alice } = moderated()
  await expect(bob.memberships.join('00000000-0000-4000-8000-000000000000')).rejects.toSatisfy(NotFoundError.isInstance)
  await expect(bob.memberships.get(999_999)).rejects.toSatisfy(NotFoundError.isInstance)
  await expect(alice.memberships.get(1.5)).rejects.toSatisfy(InvalidArgumentError.isInstance)
  await expect(bob.memberships.join('')).rejects.toThrow(/projectId/)
  await expect(bob.memberships.enroll('p', '')).rejects.toThrow(/email/)
  expect(() => bob.memberships.list({ projectId: '' })).toThrow(/projectId/)
})
