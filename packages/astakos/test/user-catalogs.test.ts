import { AstakosClient } from '@kamaki/astakos'
import { ParseError, UnauthorizedError } from '@kamaki/core'
import { replying, serve } from '@kamaki-tooling/testing'
import { expect, it } from 'vitest'
import { testCloud } from './cloud.ts'

it('returns names by uuid and uuids by name, of those the cloud knows', async () => {
  const cloud = testCloud()
  const [alice, bob] = [cloud.user('alice'), cloud.user('bob')]
  const { userCatalogs } = cloud.as('alice')
  expect(await userCatalogs.usernames([alice.uuid, bob.uuid, 'nobody'])).toEqual({
    [alice.uuid]: alice.email,
    [bob.uuid]: bob.email,
  })
  expect(await userCatalogs.uuids([bob.email.toUpperCase()])).toEqual({ [bob.email.toUpperCase()]: bob.uuid })
  expect(await userCatalogs.username(alice.uuid)).toBe(alice.email)
  expect(await userCatalogs.username('nobody')).toBeUndefined()
  expect(await userCatalogs.username('constructor')).toBeUndefined()
  expect(await userCatalogs.uuid(alice.email)).toBe(alice.uuid)
  expect(await userCatalogs.uuid('nobody@example.org')).toBeUndefined()
})

it('asks only for what it does not know yet, and returns only what it is asked for', async () => {
  const cloud = testCloud()
  const [alice, bob] = [cloud.user('alice'), cloud.user('bob')]
  const { userCatalogs } = cloud.as('alice')
  await userCatalogs.usernames([alice.uuid, bob.uuid])
  const before = cloud.requests.length
  expect(await userCatalogs.usernames([bob.uuid])).toEqual({ [bob.uuid]: bob.email })
  expect(await userCatalogs.usernames([])).toEqual({})
  expect(cloud.requests).toHaveLength(before)
  await userCatalogs.usernames(['nobody'])
  await userCatalogs.usernames(['nobody'])
  expect(cloud.requests).toHaveLength(before + 2)
})

it('asks for both at once, and learns from it', async () => {
  const cloud = testCloud()
  const [alice, bob] = [cloud.user('alice'), cloud.user('bob')]
  const { userCatalogs } = cloud.as('alice')
  expect(await userCatalogs.query({ uuids: [alice.uuid], displaynames: [bob.email] })).toEqual({
    uuid_catalog: { [alice.uuid]: alice.email },
    displayname_catalog: { [bob.email]: bob.uuid },
  })
  const before = cloud.requests.length
  await userCatalogs.username(alice.uuid)
  expect(cloud.requests).toHaveLength(before)
})

it('rejects a string in place of an array, which the server would take letter by letter', async () => {
  const { userCatalogs } = testCloud().as('alice')
  await expect(userCatalogs.usernames('abc' as unknown as string[])).rejects.toMatchObject({
    parameter: 'userIds',
  })
  await expect(userCatalogs.query({ displaynames: [1 as unknown as string] })).rejects.toThrow(
    /displaynames must be an array/,
  )
  await expect(userCatalogs.username('')).rejects.toThrow(/userId/)
})

it('does not take a response without the catalog for an empty one', async () => {
  const url = await serve((request, response) => {
    const account = `http://${request.headers.host}/account/v1.0`
    const catalog = {
      name: 'a',
      type: 'account',
      endpoints: [{ publicURL: account, versionId: 'v1.0', region: 'default' }],
    }
    const body = request.url?.endsWith('/tokens') ? { access: { serviceCatalog: [catalog] } } : { other: 1 }
    replying(200, 'application/json', JSON.stringify(body))(request, response)
  })
  await expect(new AstakosClient(url, 'token').userCatalogs.usernames(['x'])).rejects.toSatisfy(ParseError.isInstance)
})

it('shows all users to services of the cloud, and to nobody else', async () => {
  const cloud = testCloud()
  const [alice, bob] = [cloud.user('alice'), cloud.user('bob')]
  const { serviceUserCatalogs } = cloud.as('service')
  expect(await serviceUserCatalogs.all()).toMatchObject({ [alice.uuid]: alice.email, [bob.uuid]: bob.email })
  expect(await serviceUserCatalogs.usernames([alice.uuid])).toEqual({ [alice.uuid]: alice.email })
  expect(await serviceUserCatalogs.uuids([bob.email])).toEqual({ [bob.email]: bob.uuid })
  expect((await serviceUserCatalogs.query({ uuids: [] })).uuid_catalog).toEqual({})
  await expect(cloud.as('alice').serviceUserCatalogs.all()).rejects.toSatisfy(UnauthorizedError.isInstance)
})
