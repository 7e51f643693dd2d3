import { NotFoundError } from '@kamaki/core'
import { errorOf } from '@kamaki-tooling/testing'
import { expect, it } from 'vitest'
import { testCloud } from '../cloud.ts'

it('lists flavors in short and in full', async () => {
  const { flavors } = (await testCloud()).alice.compute
  const short = await flavors.list()
  const full = await flavors.listDetail()
  expect(full.length).toBeGreaterThan(0)
  expect(full.map(({ id, name }) => ({ id, name }))).toEqual(short.map(({ id, name }) => ({ id, name })))
  expect(Object.keys(short[0]!).sort()).toEqual(['id', 'links', 'name'])
  expect(full[0]).toEqual({
    ...short[0],
    ram: expect.any(Number),
    disk: expect.any(Number),
    vcpus: expect.any(Number),
    'os-flavor-access:is_public': true,
    'SNF:disk_template': expect.any(String),
    'SNF:volume_type': expect.any(Number),
    'SNF:allow_create': true,
    'SNF:flavor-access': [],
  })
})

it('lists those that are public, that are not, or that a project may use', async () => {
  const cloud = await testCloud()
  const { flavors } = cloud.alice.compute
  const all = await flavors.list()
  expect(await flavors.list({ isPublic: true })).toEqual(all)
  expect(await flavors.list({ isPublic: false })).toEqual([])
  expect(await flavors.listDetail({ project: '00000000-0000-4000-8000-000000000000' })).toEqual([])
  expect(cloud.requests.slice(1)).toEqual([
    'GET /flavors?SNF%3Ais_public=True',
    'GET /flavors?SNF%3Ais_public=False',
    'GET /flavors/detail?SNF%3Aflavor-access=00000000-0000-4000-8000-000000000000',
  ])
})

it('reads one flavor and its extra specifications', async () => {
  const { flavors } = (await testCloud()).alice.compute
  const [first] = await flavors.listDetail()
  expect(await flavors.get(first!.id)).toEqual(first)
  expect(await flavors.extraSpecs(first!.id)).toEqual({})
  expect(NotFoundError.isInstance(await errorOf(flavors.get(99_999_999)))).toBe(true)
})
