import { beforeEach, expect, test } from 'vitest'
import { cloudOf } from '../cloud-of.ts'
import { Caller, type Json } from '../support.ts'

let cloud: Caller
const END = '2099-05-06T00:00:00+00:00'

beforeEach(() => {
  cloud = new Caller()
})

async function apply(fields: Json = {}): Promise<{ id: string; application: number }> {
  return (await cloud.account('carol', 'POST', '/projects', { name: 'p.example.org', end_date: END, ...fields })).json
}

async function approved(fields: Json = {}): Promise<string> {
  const { id, application } = await apply(fields)
  await cloud.account('admin', 'POST', `/projects/${id}/action`, { approve: { app_id: application } })
  return id
}

const quotasOf = async (name: string, project: string) => (await cloud.account(name, 'GET', '/quotas')).json[project]
const act = (as: string, id: string, body: Json) => cloud.account(as, 'POST', `/projects/${id}/action`, body)

test('a project is there once it is applied for, and of use once it is approved', async () => {
  const { id, application } = await apply({ resources: { 'cyclades.vm': { project_capacity: 4, member_capacity: 2 } } })
  expect((await cloud.account('carol', 'GET', `/projects/${id}`)).json).toMatchObject({
    state: 'uninitialized',
    resources: { 'cyclades.vm': { project_capacity: 4, member_capacity: 2 } },
    last_application: { id: application, state: 'pending' },
  })
  await act('admin', id, { approve: { app_id: application } })
  const { state, resources } = (await cloud.account('carol', 'GET', `/projects/${id}`)).json
  expect(state).toBe('active')
  expect(resources['cyclades.ram']).toEqual({ project_capacity: 0, member_capacity: 0 })
})

test('an owner who wants to use the project has to join it', async () => {
  const id = await approved({
    join_policy: 'auto',
    resources: { 'cyclades.vm': { project_capacity: 4, member_capacity: 2 } },
  })
  expect(await quotasOf('carol', id)).toBeUndefined()
  await cloud.account('carol', 'POST', '/projects/memberships', { join: { project: id } })
  expect((await quotasOf('carol', id))['cyclades.vm']).toMatchObject({ limit: 2, project_limit: 4, usage: 0 })
})

test('nothing may be used while a project is suspended, and all again afterwards', async () => {
  const id = await approved({
    join_policy: 'auto',
    resources: { 'cyclades.vm': { project_capacity: 4, member_capacity: 2 } },
  })
  await cloud.account('bob', 'POST', '/projects/memberships', { join: { project: id } })
  const limits = async () => {
    const { limit, project_limit } = (await quotasOf('bob', id))['cyclades.vm']
    return [limit, project_limit]
  }
  expect(await limits()).toEqual([2, 4])
  await act('admin', id, { suspend: {} })
  expect(await limits()).toEqual([0, 0])
  await act('admin', id, { unsuspend: {} })
  expect(await limits()).toEqual([2, 4])
  await act('admin', id, { terminate: {} })
  expect(await limits()).toEqual([0, 0])
  await act('admin', id, { reinstate: {} })
  expect(await limits()).toEqual([2, 4])
})

test('unlimited is 2^63-1, to the last digit', async () => {
  const { id } = await apply({ max_members: 'inf' })
  expect((await cloud.account('carol', 'GET', `/projects/${id}`)).text).toContain('"max_members": 9223372036854775807')
})

test.each([
  ['2k', 2048n],
  ['1.5 kb', 1536n],
  ['7.9 MiB ', 8283750n],
  ['7\n', 7n],
  [true, 1n],
])('max_members %j is %s', async (max_members, wanted) => {
  const { id } = await apply({ max_members })
  expect(cloudOf(cloud.emulator).projects.get(id)?.maxMembers).toBe(wanted)
})

test.each([
  // The server looks for "BYTES" in a list that has "bytes".
  [{ max_members: '7 bytes' }, 400, 'Invalid max_members'],
  [{ end_date: '2099-05-06' }, 400, 'Invalid end_date'],
  [{ end_date: '2099-02-30T00:00:00+00:00' }, 400, 'Invalid end_date'],
  [{ end_date: '2099-05-06T24:00:00Z' }, 400, 'Invalid end_date'],
  [{ end_date: '99999999999' }, 500, 'Unexpected error'],
  [{ end_date: '2099-05-06T00:00:00' }, 400, 'Invalid end_date'],
  [{ start_date: '' }, 400, 'Invalid start_date'],
  [{ name: 'toplevel.is.too-long' }, 400, 'Project name should be in domain format'],
  [{ max_members: '5 apples' }, 400, 'Invalid max_members'],
  [{ max_members: null }, 500, 'Unexpected error'],
  [{ max_members: 1.5 }, 500, 'Unexpected error'],
  [{ resources: null }, 400, 'Malformed resource policies'],
  [{ resources: { 'cyclades.vm': null } }, 500, 'Unexpected error'],
  [
    { resources: { 'astakos.pending_app': { project_capacity: 1, member_capacity: 1 } } },
    400,
    'Malformed resource policies',
  ],
  [{ join_policy: null }, 400, 'Invalid join policy'],
  [{ join_policy: [] }, 500, 'Unexpected error'],
  [{ owner: 5 }, 400, 'User does not exist.'],
])('an application with %j is rejected', async (fields, status, message) => {
  const before = cloudOf(cloud.emulator).projects.all().length
  const answer = await cloud.account('carol', 'POST', '/projects', { name: 'p.example.org', end_date: END, ...fields })
  expect(answer.status).toBe(status)
  expect(Object.values(answer.json)).toMatchObject([{ message }])
  expect(cloudOf(cloud.emulator).projects.all()).toHaveLength(before)
})

test('a quantity beyond 2^63-1 is rejected, one of exactly that is kept', async () => {
  const body = (capacity: string) =>
    `{"name": "p.example.org", "end_date": "${END}", "resources": {"cyclades.vm": {"project_capacity": ${capacity}, "member_capacity": 1}}}`
  const send = (capacity: string) =>
    cloud.call('carol', 'POST', '/astakos/account/v1.0/projects', body(capacity), {
      'content-type': 'application/json',
    })
  expect((await send('9223372036854775808')).json.badRequest.message).toBe(
    'Quota limit exceeds max value 9223372036854775807',
  )
  const { id } = (await send('9223372036854775807')).json
  expect((await cloud.account('carol', 'GET', `/projects/${id}`)).text).toContain(
    '"project_capacity": 9223372036854775807',
  )
})

test('applications that wait take quota, and give it back however they end', async () => {
  const pending = () =>
    cloudOf(cloud.emulator).quota.usage(cloud.uuid('carol'), cloud.uuid('carol'), 'astakos.pending_app')?.usage
  const made = []
  for (let i = 0; i < 50; i++) made.push(await apply({ name: `p${i}.example.org` }))
  expect(pending()).toBe(50n)
  const refused = await cloud.account('carol', 'POST', '/projects', { name: 'more.example.org', end_date: END })
  expect(refused.json.conflict.message).toBe('You have reached the maximum number of pending project applications: 50.')
  const actions = ['approve', 'deny', 'cancel']
  for (const [i, { id, application }] of made.entries())
    await act('admin', id, { [actions[i % 3]!]: { app_id: application } })
  expect(pending()).toBe(0n)
})

test('a change that replaces one that waits takes no more quota', async () => {
  const id = await approved()
  const pending = () =>
    cloudOf(cloud.emulator).quota.usage(cloud.uuid('carol'), cloud.uuid('carol'), 'astakos.pending_app')?.usage
  const change = async (description: string) =>
    (await cloud.account('carol', 'PUT', `/projects/${id}`, { description })).json.application
  const first = await change('one')
  const second = await change('two')
  expect(pending()).toBe(1n)
  expect(cloudOf(cloud.emulator).projects.application(first)?.state).toBe('replaced')
  await act('admin', id, { approve: { app_id: second } })
  expect(pending()).toBe(0n)
  expect((await cloud.account('carol', 'GET', `/projects/${id}`)).json.description).toBe('two')
})

test('a change that replaces that of somebody else returns to them what it took', async () => {
  const id = await approved()
  const pending = (name: string) =>
    cloudOf(cloud.emulator).quota.usage(cloud.uuid(name), cloud.uuid(name), 'astakos.pending_app')?.usage
  await cloud.account('carol', 'PUT', `/projects/${id}`, { description: 'one' })
  expect([pending('carol'), pending('admin')]).toEqual([1n, 0n])
  await cloud.account('admin', 'PUT', `/projects/${id}`, { description: 'two' })
  expect([pending('carol'), pending('admin')]).toEqual([0n, 1n])
})

test('a project that is suspended cannot be suspended again, but can be terminated', async () => {
  const id = await approved()
  expect((await act('admin', id, { suspend: {} })).status).toBe(200)
  const again = await act('admin', id, { suspend: {} })
  expect([again.status, again.json.conflict.message]).toEqual([409, `Project ${id} is suspended.`])
  expect((await act('carol', id, { suspend: {} })).status).toBe(403)
  expect((await act('admin', id, { terminate: {} })).status).toBe(200)
})

test('a system project cannot be renamed nor ended, not even by an administrator', async () => {
  const own = cloud.uuid('carol')
  expect((await cloud.account('carol', 'PUT', `/projects/${own}`, { max_members: 2 })).status).toBe(403)
  expect((await cloud.account('admin', 'PUT', `/projects/${own}`, { name: 'x.example.org' })).status).toBe(409)
  expect((await act('admin', own, { terminate: {} })).status).toBe(409)
  const { application } = (
    await cloud.account('admin', 'PUT', `/projects/${own}`, {
      resources: { 'cyclades.vm': { project_capacity: 30, member_capacity: 30 } },
    })
  ).json
  await act('admin', own, { approve: { app_id: application } })
  expect((await quotasOf('carol', own))['cyclades.vm']).toMatchObject({ limit: 30, project_limit: 30 })
})
