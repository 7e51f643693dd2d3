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
  const detailed = async (filter?: Parameters<Images['listDetail']>[0]) =>
    (await images.listDetail(filter)).map(({ name }) => name)

  it('have all that the user sees', async () => {
    expect((await names()).sort()).toEqual(['Debian Base', 'a', 'b', 'c'])
    expect((await detailed()).sort()).toEqual(['Debian Base', 'a', 'b', 'c'])
    expect(await images.list({ name: 'a' })).toEqual([
      {
        id: expect.any(String),
        name: 'a',
        status: 'AVAILABLE',
        disk_format: 'extdump',
        container_format: 'bare',
        size: 1,
      },
    ])
  })

  it('can be ordered by anything, either way', async () => {
    expect(await names({ order: 'name' })).toEqual(['Debian Base', 'a', 'b', 'c'])
    expect(await names({ order: '-name' })).toEqual(['c', 'b', 'a', 'Debian Base'])
    expect(await names({ order: 'size' })).toEqual(['a', 'c', 'b', 'Debian Base'])
    expect(await names({ order: '-size' })).toEqual(['Debian Base', 'b', 'c', 'a'])
    expect(await names({ order: 'created_at' })).toHaveLength(4)
    expect(await detailed({ order: '-updated_at' })).toHaveLength(4)
    expect((await names({ order: 'disk_format' }))[3]).toBe('a')
  })

  it('are filtered here, since the server does not', async () => {
    expect(await names({ name: 'nothing' })).toEqual([])
    expect(await names({ name: 'b' })).toEqual(['b'])
    expect(await names({ diskFormat: 'extdump' })).toEqual(['a'])
    expect(await names({ containerFormat: 'ovf' })).toEqual([])
    expect(await names({ sizeMin: 2, sizeMax: 3, order: 'size' })).toEqual(['c', 'b'])
    expect(await names({ status: 'ERROR' })).toEqual([])
    expect(await names({ sizeMax: 0 })).toEqual([])
  })

  it('in detail are filtered by more', async () => {
    expect(await detailed({ isPublic: true })).toEqual(['Debian Base'])
    expect(await detailed({ isPublic: false, order: 'name' })).toEqual(['a', 'b', 'c'])
    expect(await detailed({ owner: cloud.uuid('alice'), properties: { Rank: '22' } })).toEqual(['c'])
    expect(await detailed({ isSnapshot: true })).toEqual([])
    expect(await detailed({ properties: { osfamily: 'linux', os: 'debian' } })).toEqual(['Debian Base'])
  })

  it('refuse what cannot be, at once', () => {
    expect(() => images.list({ order: 'owner' as 'name' })).toThrow(InvalidArgumentError)
    expect(() => images.list({ sizeMin: -1 })).toThrow(InvalidArgumentError)
    expect(() => images.listDetail({ sizeMax: Number.NaN })).toThrow(InvalidArgumentError)
  })
})
