import { InvalidArgumentError } from '@kamaki/core'
import type { Images } from '@kamaki/image'
import { beforeAll, describe, expect, it } from 'vitest'
import { testCloud } from './cloud.ts'

describe('lists of images', () => {
  const cloud = testCloud()
  let images: Images

  beforeAll(async () => {
    images = cloud.as('alice').images
    for (const [name, content] of [
      ['b', '333'],
      ['a', '1'],
      ['c', '22'],
    ] as const) {
      const location = await cloud.upload(name, content)
      await images.register({
        name,
        location,
        properties: { rank: content },
        diskFormat: name === 'a' ? 'extdump' : 'diskdump',
      })
    }
  })

  const names = async (filter?: Parameters<Images['list']>[0]) => (await images.list(filter)).map(({ name }) => name)
  const summaries = async (filter?: Parameters<Images['listSummaries']>[0]) =>
    (await images.listSummaries(filter)).map(({ name }) => name)

  it('have all that the user sees', async () => {
    expect((await names()).sort()).toEqual(['Debian Base', 'a', 'b', 'c'])
    expect((await summaries()).sort()).toEqual(['Debian Base', 'a', 'b', 'c'])
  })

  it('show each image as it is by itself, and summaries a part of that', async () => {
    const listed = await images.list()
    expect(await Promise.all(listed.map(({ id }) => images.get(id)))).toEqual(listed)
    const parts = listed.map(({ id, name, status, diskFormat, containerFormat, size }) => {
      return { id, name, status, diskFormat, containerFormat, size }
    })
    expect(await images.listSummaries()).toEqual(parts)
  })

  it('can be ordered by anything, either way', async () => {
    for (const ordered of [names, summaries]) {
      expect(await ordered({ order: 'name' })).toEqual(['Debian Base', 'a', 'b', 'c'])
      expect(await ordered({ order: '-name' })).toEqual(['c', 'b', 'a', 'Debian Base'])
      expect(await ordered({ order: 'size' })).toEqual(['a', 'c', 'b', 'Debian Base'])
      expect(await ordered({ order: '-size' })).toEqual(['Debian Base', 'b', 'c', 'a'])
      expect((await ordered({ order: 'diskFormat' }))[3]).toBe('a')
    }
    const dates = async (order: 'createdAt' | '-createdAt') =>
      (await images.list({ order })).map(({ createdAt }) => createdAt.getTime())
    expect(await dates('createdAt')).toEqual((await dates('-createdAt')).toSorted((one, other) => one - other))
  })

  it('are filtered here, since the registry does not', async () => {
    expect(await names({ name: 'nothing' })).toEqual([])
    expect(await names({ name: 'b' })).toEqual(['b'])
    expect(await names({ diskFormat: 'extdump' })).toEqual(['a'])
    expect(await names({ containerFormat: 'ovf' })).toEqual([])
    expect(await names({ sizeMin: 2, sizeMax: 3, order: 'size' })).toEqual(['c', 'b'])
    expect(await names({ status: 'ERROR' })).toEqual([])
    expect(await names({ sizeMax: 0 })).toEqual([])
    expect(await summaries({ diskFormat: 'diskdump', sizeMax: 2 })).toEqual(['c'])
  })

  it('of images are filtered by more than those of summaries', async () => {
    expect(await names({ isPublic: true })).toEqual(['Debian Base'])
    expect(await names({ isPublic: false, order: 'name' })).toEqual(['a', 'b', 'c'])
    expect(await names({ owner: cloud.uuid('alice'), properties: { Rank: '22' } })).toEqual(['c'])
    expect(await names({ isSnapshot: true })).toEqual([])
    expect(await names({ properties: { osfamily: 'linux', os: 'debian' } })).toEqual(['Debian Base'])
  })

  it('reject what cannot be, at once', () => {
    expect(() => images.list({ order: 'owner' as 'name' })).toThrow(InvalidArgumentError)
    expect(() => images.listSummaries({ order: 'createdAt' as 'name' })).toThrow(InvalidArgumentError)
    expect(() => images.list({ sizeMin: -1 })).toThrow(InvalidArgumentError)
    expect(() => images.listSummaries({ sizeMax: Number.NaN })).toThrow(InvalidArgumentError)
  })
})
