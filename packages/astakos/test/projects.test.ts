import type { AstakosClient } from '@kamaki/astakos'
import { ConflictError, ForbiddenError, InvalidArgumentError, LookupError } from '@kamaki/core'
import { expect, it } from 'vitest'
import { testCloud } from './cloud.ts'

const end = new Date('2031-05-06T00:00:00Z')

/** A project that carol applied for and admin approved. */
async function made(carol: AstakosClient, admin: AstakosClient, specs = {}): Promise<string> {
  const { id, application } = await carol.projects.create({ name: 'lab.example.org', end_date: end, ...specs })
  await admin.projects.applications.approve(id, application, { reason: 'welcome' })
  return id
}

it('lists one’s own projects, and filters them', async () => {
  const cloud = testCloud()
  const alice = cloud.as('alice')
  const projects = await alice.projects.list()
  expect(projects.map(({ id }) => id)).toEqual(
    expect.arrayContaining([cloud.user('alice').uuid, cloud.vars['projectId']]),
  )
  const [system] = await alice.projects.list({ name: `system:${cloud.user('alice').uuid}` })
  expect(system).toMatchObject({ system_project: true, owner: null, max_members: 1, state: 'active' })
  expect(await alice.projects.list({ state: 'suspended' })).toEqual([])
  expect((await alice.projects.list({ owner: cloud.user('alice').uuid, mode: 'member' })).map(({ id }) => id)).toEqual([
    cloud.vars['projectId'],
  ])
})

it('finds a project by its name, without those that lost it', async () => {
  const cloud = testCloud()
  const [carol, admin] = [cloud.as('carol'), cloud.as('admin')]
  const old = await made(carol, admin)
  expect(await carol.projects.find('lab.example.org')).toMatchObject({ id: old, state: 'active' })
  await admin.projects.terminate(old)
  await expect(carol.projects.find('lab.example.org')).rejects.toThrow(LookupError)
  const id = await made(carol, admin)
  expect(await carol.projects.find('lab.example.org')).toMatchObject({ id })
  expect(await carol.projects.find('lab.example.org', { state: 'terminated' })).toMatchObject({ id: old })
})

it('rejects modes and states that the server does not know', async () => {
  const { projects } = testCloud().as('alice')
  expect(() => projects.list({ mode: 'all' as 'active' })).toThrow(/mode must be one of 'related'/)
  expect(() => projects.list({ state: 'ACTIVE' as 'active' })).toThrow(InvalidArgumentError)
})

it('applies for a project, which is there when an administrator approves', async () => {
  const cloud = testCloud()
  const carol = cloud.as('carol')
  const { id, application } = await carol.projects.create({
    name: 'lab.example.org',
    end_date: end,
    description: 'Εργαστήριο',
    join_policy: 'auto',
    resources: { 'cyclades.vm': { project_capacity: 10, member_capacity: 2 } },
  })
  expect(await carol.projects.get(id)).toMatchObject({
    state: 'uninitialized',
    description: 'Εργαστήριο',
    max_members: Number.POSITIVE_INFINITY,
    end_date: '2031-05-06T00:00:00+00:00',
    last_application: { id: application, state: 'pending', max_members: Number.POSITIVE_INFINITY },
  })
  await cloud.as('admin').projects.applications.approve(id, application)
  expect(await carol.projects.get(id)).toMatchObject({
    state: 'active',
    resources: { 'cyclades.vm': { project_capacity: 10, member_capacity: 2 } },
    last_application: { state: 'approved' },
  })
})

it('takes unlimited members and capacities as Infinity, both ways', async () => {
  const cloud = testCloud()
  const resources = { 'cyclades.vm': { project_capacity: Number.POSITIVE_INFINITY, member_capacity: 1 } }
  const id = await made(cloud.as('carol'), cloud.as('admin'), { resources, max_members: Number.POSITIVE_INFINITY })
  expect(await cloud.as('carol').projects.get(id)).toMatchObject({ resources, max_members: Number.POSITIVE_INFINITY })
})

it('denies, dismisses and cancels applications', async () => {
  const cloud = testCloud()
  const [carol, admin] = [cloud.as('carol'), cloud.as('admin')]
  const denied = await carol.projects.create({ name: 'a.example.org', end_date: end })
  await admin.projects.applications.deny(denied.id, denied.application, { reason: 'no' })
  expect((await carol.projects.get(denied.id)).last_application?.state).toBe('denied')
  await carol.projects.applications.dismiss(denied.id, denied.application)
  expect((await carol.projects.get(denied.id)).state).toBe('deleted')
  const cancelled = await carol.projects.create({ name: 'b.example.org', end_date: end })
  await carol.projects.applications.cancel(cancelled.id, cancelled.application, { reason: 'sorry' })
  expect((await carol.projects.get(cancelled.id)).last_application?.state).toBe('cancelled')
})

it('changes nothing of a project until the change is approved', async () => {
  const cloud = testCloud()
  const [carol, admin] = [cloud.as('carol'), cloud.as('admin')]
  const id = await made(carol, admin)
  const { application } = await carol.projects.update(id, { description: 'new', max_members: 5 })
  expect((await carol.projects.get(id)).description).toBe('')
  await admin.projects.applications.approve(id, application)
  expect(await carol.projects.get(id)).toMatchObject({ description: 'new', max_members: 5 })
})

it('suspends, unsuspends, terminates and reinstates, for administrators only', async () => {
  const cloud = testCloud()
  const [carol, admin] = [cloud.as('carol'), cloud.as('admin')]
  const id = await made(carol, admin)
  const state = async () => (await carol.projects.get(id)).state
  await admin.projects.suspend(id, { reason: 'late' })
  expect(await state()).toBe('suspended')
  await admin.projects.unsuspend(id)
  expect(await state()).toBe('active')
  await admin.projects.terminate(id)
  expect(await state()).toBe('terminated')
  await admin.projects.reinstate(id)
  expect(await state()).toBe('active')
  expect((await carol.projects.get(id)).deactivation_date).toEqual(expect.any(String))
  await expect(admin.projects.reinstate(id)).rejects.toSatisfy(ConflictError.isInstance)
  await expect(carol.projects.suspend(id)).rejects.toSatisfy(ForbiddenError.isInstance)
})

it('joins a project', async () => {
  const cloud = testCloud()
  const { id } = await cloud.as('bob').projects.join(String(cloud.vars['moderatedProjectId']))
  expect((await cloud.as('bob').memberships.get(id)).state).toBe('requested')
})

it('enrols a member by e-mail', async () => {
  const cloud = testCloud()
  const id = await made(cloud.as('carol'), cloud.as('admin'))
  await cloud.as('carol').projects.enroll(id, cloud.user('bob').email)
  expect((await cloud.as('bob').projects.list({ mode: 'member' })).map((project) => project.id)).toContain(id)
})

it('rejects dates without an offset before anything is sent', async () => {
  const cloud = testCloud()
  const { projects } = cloud.as('carol')
  const create = (end_date: string | Date) => projects.create({ name: 'x.example.org', end_date })
  await expect(create('2031-05-06T00:00:00')).rejects.toThrow(
    /end_date must have a UTC offset, .*; got "2031-05-06T00:00:00"/,
  )
  await expect(create('2031-05-06')).rejects.toThrow(/must have a UTC offset/)
  await expect(create('soon')).rejects.toThrow(/must be a Date, or an ISO 8601 string/)
  await expect(create(new Date('soon'))).rejects.toThrow(InvalidArgumentError)
  await expect(projects.update('id', { start_date: '2031-05-06T00:00' })).rejects.toThrow(/start_date/)
  expect(cloud.requests).toEqual([])
})

it('sends dates with an offset as they are', async () => {
  const cloud = testCloud()
  const { id } = await cloud
    .as('carol')
    .projects.create({ name: 'x.example.org', end_date: '2031-05-06T03:00:00+03:00' })
  expect((await cloud.as('carol').projects.get(id)).end_date).toBe('2031-05-06T00:00:00+00:00')
})

it('rejects limits that cannot be', async () => {
  const { projects } = testCloud().as('carol')
  const create = (project_capacity: number, member_capacity: number) =>
    projects.create({
      name: 'x.example.org',
      end_date: end,
      resources: { 'cyclades.vm': { project_capacity, member_capacity } },
    })
  await expect(create(1, 2)).rejects.toThrow(/resources\["cyclades.vm"\]\.member_capacity must not be above/)
  await expect(create(-1, -1)).rejects.toThrow(/integer of 0 or more, or Infinity/)
  await expect(create(1.5, 1)).rejects.toThrow(InvalidArgumentError)
  await expect(projects.create({ name: 'x.example.org', end_date: end, max_members: -1 })).rejects.toThrow(
    /max_members/,
  )
  await expect(projects.create({ name: '', end_date: end })).rejects.toThrow(/name/)
})
