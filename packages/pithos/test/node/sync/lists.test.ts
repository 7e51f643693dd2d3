import { join } from 'node:path'
import { KamakiError } from '@kamaki/core'
import type { PithosContainer } from '@kamaki/pithos'
import { syncDown, syncUp } from '@kamaki/pithos/node'
import { beforeEach, describe, expect, it } from 'vitest'
import { testCloud } from '../../cloud.ts'
import { folder, harvest, plant } from './trees.ts'

const cloud = testCloud()
const box = (): PithosContainer => cloud.alice.container('box')

beforeEach(async () => {
  await cloud.clean()
  await box().create()
})

/** The container as a cloud shows it whose lists are changed. */
function tampered(change: (entry: Record<string, unknown>) => void): PithosContainer {
  const fetch = cloud.emulator.fetch as typeof globalThis.fetch
  const tamper = async (...args: Parameters<typeof globalThis.fetch>): Promise<Response> => {
    const response = await fetch(...args)
    const { method, url } = new Request(...args)
    if (method !== 'GET' || !/\/box\?/.test(url)) return response
    const entries = (await response.json()) as Record<string, unknown>[]
    for (const entry of entries) change(entry)
    return new Response(JSON.stringify(entries), { status: 200, headers: { 'Content-Type': 'application/json' } })
  }
  return cloud.client('alice', { fetch: tamper as typeof globalThis.fetch }).container('box')
}

describe('a list that cannot be right', () => {
  it('leads nothing out of the directory, and is an error before anything is changed', async () => {
    const { root, outside } = await folder()
    await plant(outside, { 'movie.mkv': 'precious', 'root/film': 'old' })
    await box().object('film').upload('new content')
    const wild: [string, unknown][] = [
      ['x_object_version', '/../../movie.mkv'],
      ['x_object_version', -1],
      ['x_object_version', 1.5],
      ['x_object_version', 1e300],
      ['bytes', -5],
      ['bytes', '11'],
      ['bytes', 2 ** 60],
      ['bytes', null],
      ['name', 5],
      ['name', ''],
      ['x_object_hash', { toString: 'x' }],
      ['x_object_uuid', 7],
      ['content_type', []],
    ]
    for (const [field, value] of wild) {
      const container = tampered((entry) => {
        entry[field] = value
      })
      for (const sync of [
        () => syncDown(container, root, { state: false, delete: true }),
        () => syncUp(root, container, { state: false, delete: true }),
      ]) {
        const error = await sync().then(
          () => undefined,
          (each: unknown) => each,
        )
        expect(KamakiError.isInstance(error), `${field} ${JSON.stringify(value)}: ${error}`).toBe(true)
      }
      expect(await harvest(outside)).toEqual({ 'movie.mkv': 'precious', 'root/film': 'old' })
      expect(await box().object('film').download().text()).toBe('new content')
    }
  })

  it('with another size, hash or version than the object has is found out', async () => {
    const { root } = await folder()
    await box().object('film').upload('new content')
    for (const [field, value] of [
      ['bytes', 12],
      ['bytes', 2 ** 40],
      ['x_object_hash', '0'.repeat(64)],
      ['x_object_hash', 'name-of-a-snapshot'],
      ['x_object_version', 999_999],
      ['x_object_uuid', ''],
    ] as const) {
      const container = tampered((entry) => {
        entry[field] = value
      })
      await syncDown(container, join(root, field), { state: false })
      expect(await harvest(join(root, field))).toEqual({ film: 'new content' })
    }
  })
})
