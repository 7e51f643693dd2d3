import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { PithosContainer } from '@kamaki/pithos'
import { syncDown, syncUp } from '@kamaki/pithos/node'
import { expect, it } from 'vitest'
import { testCloud } from '../../cloud.ts'
import { folder, harvest, plant, type Tree } from './trees.ts'

const cloud = testCloud()

/** The container in a cloud whose operator lets a list have so many entries at most (PITHOS_API_LIST_LIMIT). */
function limited(limit: number): PithosContainer {
  const fetch = cloud.emulator.fetch as typeof globalThis.fetch
  const capped = (...args: Parameters<typeof globalThis.fetch>): Promise<Response> => {
    const request = new Request(...args)
    const url = new URL(request.url)
    const asked = Number(url.searchParams.get('limit') ?? Number.POSITIVE_INFINITY)
    if (request.method !== 'GET' || asked <= limit) return fetch(request)
    url.searchParams.set('limit', String(limit))
    return fetch(url, { headers: request.headers, signal: request.signal })
  }
  return cloud.client('alice', { fetch: capped as typeof globalThis.fetch }).container('box')
}

it('a sync sees all of a container and deletes nothing, whatever the operator’s page size', {
  timeout: 60_000,
}, async () => {
  await cloud.alice.container('box').create()
  const { root, outside } = await folder()
  const tree: Tree = {}
  for (let index = 0; index < 10; index++) tree[`d${index % 3}/f${index}`] = `content ${index}`
  await plant(root, tree)
  await syncUp(root, cloud.alice.container('box'), { state: false })
  for (const limit of [1, 3, 9, 10, 9999]) {
    const box = limited(limit)
    const copy = join(outside, `copy${limit}`)
    expect(await syncDown(box, copy, { state: false, delete: true }), `limit ${limit}`).toMatchObject({ skipped: [] })
    expect(await harvest(copy)).toEqual(await harvest(root))
    const again = { actions: [], unchanged: 10 }
    expect(await syncDown(box, copy, { state: false, delete: true }), `limit ${limit}`).toMatchObject(again)
    expect(await syncUp(copy, box, { state: false, delete: true }), `limit ${limit}`).toMatchObject(again)
    await rm(copy, { recursive: true })
  }
})
