import { NotFoundError } from '@kamaki/core'
import { errorOf } from '@kamaki-tooling/testing'
import { expect, it } from 'vitest'
import { testCloud } from '../cloud.ts'

it('adds, checks and removes tags, and shows when they are in force', async () => {
  const cloud = await testCloud()
  const { servers } = cloud.alice.compute
  const { tags } = servers
  const { id } = await cloud.running(cloud.alice)
  expect(await tags.list(id)).toEqual([])
  expect(await tags.add(id, 'μπλε 1')).toBe(true)
  expect(await tags.status(id, 'μπλε 1')).toBe('PENDADD')
  expect(await tags.list(id)).toEqual([{ tag: 'μπλε 1', status: 'PENDADD' }])
  await servers.waitUntil(id, (server) => server.tags.includes('μπλε 1'), cloud.turning)
  expect(await tags.status(id, 'μπλε 1')).toBe('ACTIVE')
  expect(await tags.add(id, 'μπλε 1')).toBe(false)
  expect(await tags.has(id, 'μπλε 1')).toBe(true)
  expect(await tags.has(id, 'red')).toBe(false)
  await tags.remove(id, 'μπλε 1')
  await servers.waitUntil(id, (server) => server.tags.length === 0, cloud.turning)
  expect(await tags.list(id)).toEqual([])
})

it('replaces all tags, and removes all', async () => {
  const cloud = await testCloud()
  const { servers } = cloud.alice.compute
  const { id } = await cloud.running(cloud.alice, { tags: ['old'] })
  const replaced = await servers.tags.replace(id, ['one', 'two', 'my.json'])
  expect(replaced).toEqual(['one', 'two', 'my.json'].map((tag) => ({ tag, status: 'PENDADD' })))
  const server = await servers.waitUntil(id, ({ tags }) => tags.length === 3, cloud.turning)
  expect([...server.tags].sort()).toEqual(['my.json', 'one', 'two'])
  await servers.tags.removeAll(id)
  await servers.waitUntil(id, ({ tags }) => tags.length === 0, cloud.turning)
  expect(NotFoundError.isInstance(await errorOf(servers.tags.removeAll(id)))).toBe(true)
})

it('tells a server that is not there from a tag that is not there', async () => {
  const cloud = await testCloud()
  const { tags } = cloud.alice.compute.servers
  const missing = await errorOf(tags.has(99_999_999, 'web'))
  expect(NotFoundError.isInstance(missing) && missing.fault).toBe('itemNotFound')
  const { id } = await cloud.running(cloud.alice)
  for (const call of [tags.status(id, 'none'), tags.remove(id, 'none')]) {
    const error = await errorOf(call)
    expect(NotFoundError.isInstance(error)).toBe(true)
    expect(error.message).toMatch(`Tag "none" of server ${id} does not exist (`)
  }
  expect((await errorOf(tags.removeAll(id))).message).toMatch(`An ACTIVE tag of server ${id} does not exist (`)
})
