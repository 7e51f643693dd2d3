import { BadRequestError, NotFoundError } from '@kamaki/core'
import { errorOf } from '@kamaki-tooling/testing'
import { expect, it } from 'vitest'
import { testCloud } from '../cloud.ts'

it('sets, reads and removes metadata of a server', async () => {
  const cloud = await testCloud()
  const { metadata } = cloud.alice.compute.servers
  const { id } = await cloud.running(cloud.alice, { metadata: { os: 'x', users: 'y' } })
  expect(await metadata.update(id, { 'κλειδί 1': 'τιμή', 'package.json': 'kept' })).toEqual({
    os: 'x',
    users: 'y',
    'κλειδί 1': 'τιμή',
    'package.json': 'kept',
  })
  expect(await metadata.get(id, 'κλειδί 1')).toBe('τιμή')
  expect(await metadata.set(id, 'a/b?#%', 'c')).toBe('c')
  expect(await metadata.get(id, 'a/b?#%')).toBe('c')
  await metadata.delete(id, 'os')
  expect(await metadata.list(id)).toEqual({ users: 'y', 'κλειδί 1': 'τιμή', 'package.json': 'kept', 'a/b?#%': 'c' })
  expect(await metadata.update(id, {})).toEqual(await metadata.list(id))
})

it('tells what went wrong', async () => {
  const cloud = await testCloud()
  const { metadata } = cloud.alice.compute.servers
  const { id } = await cloud.running(cloud.alice)
  expect(NotFoundError.isInstance(await errorOf(metadata.get(id, 'none')))).toBe(true)
  expect(NotFoundError.isInstance(await errorOf(metadata.delete(id, 'none')))).toBe(true)
  const many = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`k${index}`, 'v']))
  expect(BadRequestError.isInstance(await errorOf(metadata.update(id, many)))).toBe(true)
})

it('would lose the end of a key in a path, had it not been rejected: this is what the server does', async () => {
  const cloud = await testCloud()
  const { compute } = cloud.alice
  const { id } = await cloud.running(cloud.alice)
  await compute.servers.metadata.set(id, 'package', 'p')
  expect(await compute.request('GET', `servers/${id}/metadata/package.json`)).toEqual({ meta: { package: 'p' } })
})
