import { beforeEach, expect, test } from 'vitest'
import { cloudOf } from '../cloud-of.ts'
import { Caller, type Json } from '../support.ts'

let cloud: Caller
let moderated: string

beforeEach(() => {
  cloud = new Caller()
  moderated = String(cloud.emulator.env().vars['moderatedProjectId'])
})

const post = (as: string, body: Json) => cloud.account(as, 'POST', '/projects/memberships', body)
const act = (as: string, id: number, action: string) =>
  cloud.account(as, 'POST', `/projects/memberships/${id}/action`, { [action]: '' })
const join = async (as: string) => (await post(as, { join: { project: moderated } })).json.id as number

test('a wish to leave a moderated project keeps the member in until the owner removes them', async () => {
  const id = await join('bob')
  await act('alice', id, 'accept')
  await act('bob', id, 'leave')
  const quotas = async () => Object.keys((await cloud.account('bob', 'GET', '/quotas')).json)
  expect(await quotas()).toContain(moderated)
  expect((await act('bob', id, 'leave')).status).toBe(200)
  expect((await act('bob', id, 'cancel')).status).toBe(409)
  expect((await act('alice', id, 'accept')).status).toBe(409)
  expect((await act('alice', id, 'remove')).status).toBe(200)
  expect(await quotas()).not.toContain(moderated)
})

test('each date is that of the last entry into its state', async () => {
  const id = await join('bob')
  const get = async () => (await cloud.account('bob', 'GET', `/projects/memberships/${id}`)).json
  const first = (await get()).requested
  await act('bob', id, 'cancel')
  cloud.emulator.clock.advance(60_000)
  await join('bob')
  const { requested, cancelled, state } = await get()
  expect(state).toBe('requested')
  expect(cancelled).toBe(first)
  expect(Date.parse(requested) - Date.parse(first)).toBe(60_000)
})

test('a project can be joined by the number that the database knows it by', async () => {
  const { number } = cloudOf(cloud.emulator).projects.get(moderated)!
  expect((await post('bob', { join: { project: number } })).status).toBe(200)
  expect((await post('carol', { join: { project: ` ${number} ` } })).status).toBe(200)
  expect((await post('carol', { join: { project: 99999 } })).status).toBe(404)
})

test.each([
  [{ join: null }, 500],
  [{ join: 'x' }, 500],
  [{ join: {} }, 400],
  [{ join: { project: [] } }, 400],
  [{ join: { project: 1.5 } }, 400],
  [{ join: { project: 10 ** 20 } }, 400],
  [{ join: {}, enroll: {} }, 400],
  [{}, 400],
  [[], 400],
])('POST of %j is %i', async (body, status) => {
  expect((await post('bob', body)).status).toBe(status)
})

test('enrolling: only by the owner, by e-mail, and an unknown project is a conflict', async () => {
  const bob = cloud.emulator.env().users['bob']?.email
  expect((await post('carol', { enroll: { project: moderated, user: bob } })).status).toBe(403)
  expect((await post('alice', { enroll: { project: moderated, user: 'nobody@example.org' } })).status).toBe(409)
  expect((await post('alice', { enroll: { project: 'nothing', user: bob } })).status).toBe(409)
  expect((await post('alice', { enroll: { project: moderated, user: bob } })).status).toBe(200)
  expect((await post('alice', { enroll: { project: moderated, user: bob } })).status).toBe(409)
})

test('leaving gives up the default project', async () => {
  const id = await join('bob')
  await act('alice', id, 'accept')
  await cloud.account('bob', 'POST', '/myaccount/default_project', { project_id: moderated })
  const bob = cloudOf(cloud.emulator).users.byName('bob')!
  expect(bob.defaultProject).toBe(moderated)
  await act('alice', id, 'remove')
  expect(bob.defaultProject).toBe(bob.uuid)
})

test('an id that no database holds is not there; one that is not a number is not routed', async () => {
  expect((await cloud.account('bob', 'GET', '/projects/memberships/99999999999999999999')).status).toBe(404)
  expect((await cloud.account('bob', 'GET', '/projects/memberships/abc')).status).toBe(400)
  expect((await cloud.account('bob', 'GET', '/projects/memberships/4711')).status).toBe(404)
})
