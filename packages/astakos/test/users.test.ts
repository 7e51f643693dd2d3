import { AstakosClient } from '@kamaki/astakos'
import { BadRequestError, ConflictError, ForbiddenError, NotFoundError } from '@kamaki/core'
import { expect, it } from 'vitest'
import { testCloud } from './cloud.ts'

const administered = () => testCloud({ adminApi: true, users: [{ name: 'root', groups: ['admin-api'] }] })

it('creates a user, who can use the cloud', async () => {
  const cloud = administered()
  const root = cloud.as('root')
  const made = await root.users.create({ username: 'dora@example.org', first_name: 'Δώρα', last_name: 'Test' })
  const { id, password, auth_token } = made
  for (const value of [id, password, auth_token]) expect(value).toMatch(/^.+$/)
  const dora = new AstakosClient(cloud.authUrl, made.auth_token, { fetch: cloud.emulator.fetch })
  expect((await dora.authenticate()).user).toMatchObject({ id: made.id, name: 'Δώρα Test' })
  await expect(root.users.create({ username: 'dora@example.org', first_name: 'D', last_name: 'T' })).rejects.toSatisfy(
    ConflictError.isInstance,
  )
})

it('lists users, with dates where they are asked for', async () => {
  const cloud = administered()
  const root = cloud.as('root')
  const short = await root.users.list()
  expect(short.map(({ id }) => id)).toContain(cloud.user('alice').uuid)
  expect(short[0]).not.toHaveProperty('date_joined')
  const long = await root.users.listDetail()
  expect(long[0]).toHaveProperty('date_joined')
  expect(await root.users.get(cloud.user('alice').uuid)).toMatchObject({ email: 'alice@example.org', is_active: true })
  await expect(root.users.get('nobody')).rejects.toSatisfy(NotFoundError.isInstance)
})

it('changes a user', async () => {
  const cloud = administered()
  const changed = await cloud.as('root').users.update(cloud.user('bob').uuid, { last_name: 'Builder' })
  expect(changed).toMatchObject({ id: cloud.user('bob').uuid, last_name: 'Builder' })
})

it('locks a user out and lets the user in again', async () => {
  const cloud = administered()
  const root = cloud.as('root')
  const { uuid } = cloud.user('bob')
  expect(await root.users.deactivate(uuid, { reason: 'gone' })).toEqual({ id: uuid, is_active: false })
  await expect(cloud.as('bob').authenticate()).rejects.toMatchObject({ status: 401 })
  expect(await root.users.activate(uuid)).toEqual({ id: uuid, is_active: true })
  expect((await cloud.as('bob').authenticate()).user.id).toBe(uuid)
  expect(await root.users.signTerms(uuid)).toEqual({ id: uuid, has_signed_terms: true })
})

it('renews the token of a user', async () => {
  const cloud = administered()
  const { auth_token } = await cloud.as('root').users.renewToken(cloud.user('bob').uuid)
  await expect(cloud.as('bob').authenticate()).rejects.toMatchObject({ status: 401 })
  const bob = new AstakosClient(cloud.authUrl, auth_token, { fetch: cloud.emulator.fetch })
  expect((await bob.userInfo()).id).toBe(cloud.user('bob').uuid)
})

it('is off on most clouds, and not for everybody on the others', async () => {
  await expect(testCloud().as('admin').users.list()).rejects.toSatisfy(BadRequestError.isInstance)
  await expect(administered().as('alice').users.list()).rejects.toSatisfy(ForbiddenError.isInstance)
})
