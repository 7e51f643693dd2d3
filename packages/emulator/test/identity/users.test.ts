import { expect, test } from 'vitest'
import { Caller } from '../support.ts'

const cloud = new Caller()
const catalogs = (body: unknown) => cloud.account('alice', 'POST', '/user_catalogs', body)

test('uuids are turned into names and names into uuids; case does not matter, strangers are left out', async () => {
  const bob = cloud.uuid('bob')
  expect(
    (await catalogs({ uuids: [bob, 'nobody'], displaynames: ['BOB@example.org', 'nobody@example.org'] })).json,
  ).toEqual({
    uuid_catalog: { [bob]: 'bob@example.org' },
    displayname_catalog: { 'BOB@example.org': bob },
  })
})

test('a user gets nobody for null, a service gets everybody', async () => {
  expect((await catalogs({ uuids: null })).json.uuid_catalog).toEqual({})
  const all = await cloud.account('service', 'POST', '/service/user_catalogs', { uuids: null })
  expect(Object.values(all.json.uuid_catalog)).toContain('operator@example.org')
})

test.each([
  [{ uuids: 5 }, 500],
  [{ uuids: 'text' }, 200],
  [{ displaynames: null }, 400],
  [{ displaynames: [null] }, 400],
  [[], 400],
  ['nonsense', 400],
])('asking with %j is %i', async (body, status) => {
  expect((await catalogs(body)).status).toBe(status)
})

test('resources that users see have a service, a unit and a description', async () => {
  const { json } = await cloud.account('', 'GET', '/resources')
  expect(Object.keys(json)).toHaveLength(7)
  expect(json['pithos.diskspace']).toMatchObject({ unit: 'bytes', service: 'pithos_object-store', api_visible: true })
})

test('feedback is kept, for tests that send some', async () => {
  const body = new URLSearchParams({ feedback_msg: 'Γειά', feedback_data: 'sdk' }).toString()
  await cloud.call('alice', 'POST', '/astakos/account/v1.0/feedback', body, {
    'content-type': 'application/x-www-form-urlencoded',
  })
  expect(cloud.emulator.state.feedback).toEqual([{ user: cloud.uuid('alice'), message: 'Γειά', data: 'sdk' }])
})

test.each(['GET', 'HEAD', 'DELETE', 'PATCH', 'OPTIONS'])('%s where only POST is: 405 with Allow', async (method) => {
  const answer = await cloud.account('alice', method, '/user_catalogs')
  expect(answer.status).toBe(405)
  expect(answer.headers.get('allow')).toBe('POST')
})
