import { beforeEach, expect, test } from 'vitest'
import { Caller } from '../support.ts'

const USERS = '/astakos/identity/v2.0/users'
let cloud: Caller

beforeEach(() => {
  cloud = new Caller({ adminApi: true, users: [{ name: 'root', groups: ['admin-api', 'admin-stats'] }] })
})

const act = (uuid: string, body: unknown) => cloud.call('root', 'POST', `${USERS}/${uuid}/action`, body)

test('is for members of its group', async () => {
  expect((await cloud.call('alice', 'GET', USERS)).status).toBe(403)
  expect((await cloud.call('', 'GET', USERS)).json.unauthorized.code).toBe(401)
  expect((await cloud.call('', 'GET', USERS, undefined, { 'x-auth-token': 'wrong' })).json.fault.code).toBe(401)
  expect((await cloud.call('root', 'GET', USERS)).json.users[0]).not.toHaveProperty('date_joined')
  expect((await cloud.call('root', 'GET', `${USERS}/detail`)).json.users[0]).toHaveProperty('date_joined')
})

test('creates a user who can use the cloud at once', async () => {
  const body = { user: { username: 'new@example.org', first_name: 'New', last_name: 'User' } }
  const { status, json } = await cloud.call('root', 'POST', USERS, body)
  expect(status).toBe(200)
  expect(json.user).toEqual({ id: expect.any(String), password: expect.any(String), auth_token: expect.any(String) })
  const quotas = await cloud.call('', 'GET', '/astakos/account/v1.0/quotas', undefined, {
    'x-auth-token': json.user.auth_token,
  })
  expect(Object.keys(quotas.json)).toEqual([json.user.id])
  expect((await cloud.call('root', 'POST', USERS, body)).status).toBe(409)
})

test('deactivates and activates, renews tokens, signs terms', async () => {
  const bob = cloud.uuid('bob')
  const old = cloud.token('bob')
  expect((await act(bob, { deactivate: { reason: 'spam' } })).json).toEqual({ user: { id: bob, is_active: false } })
  expect((await cloud.account('bob', 'GET', '/quotas')).json.unauthorized.message).toBe('User inactive')
  expect((await cloud.call('root', 'GET', `${USERS}/${bob}`)).json.user.deactivated_reason).toBe('spam')
  await act(bob, { activate: {} })
  expect((await cloud.account('bob', 'GET', '/quotas')).status).toBe(200)
  const { user } = (await act(bob, { renewToken: {} })).json
  expect(user.auth_token).not.toBe(old)
  expect((await cloud.call('', 'GET', '/astakos/account/v1.0/quotas', undefined, { 'x-auth-token': old })).status).toBe(
    401,
  )
  expect((await act(bob, { signTerms: {} })).json.user.has_signed_terms).toBe(true)
})

test('updates; the current e-mail as a new one is a conflict; setDefaultProject is broken as on the real server', async () => {
  const bob = cloud.uuid('bob')
  const update = (user: unknown) => cloud.call('root', 'PUT', `${USERS}/${bob}`, { user })
  expect((await update({ first_name: 'Robert', username: 'robert@example.org' })).json.user).toMatchObject({
    first_name: 'Robert',
    email: 'robert@example.org',
  })
  expect((await update({ username: 'robert@example.org' })).status).toBe(409)
  expect((await act(bob, { setDefaultProject: {} })).status).toBe(500)
  expect((await act(bob, { activate: null })).status).toBe(500)
  expect((await act(bob, {})).status).toBe(400)
  expect((await act('nobody', { activate: {} })).status).toBe(404)
})

test('statistics in detail count users and what they use', async () => {
  const { json } = await cloud.call('root', 'GET', '/astakos/admin/stats/detail')
  expect(json.datetime).toMatch(/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/)
  expect(json.users.all.total).toBe(6)
  expect(json.resources.all['cyclades.vm']).toMatchObject({ used: 0, unit: null })
})
