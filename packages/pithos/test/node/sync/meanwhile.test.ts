import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { KamakiError, NotFoundError } from '@kamaki/core'
import type { PithosContainer } from '@kamaki/pithos'
import { SyncError, type SyncOptions, type SyncReport, syncDown, syncUp } from '@kamaki/pithos/node'
import { atScale } from '@kamaki-tooling/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { testCloud } from '../../cloud.ts'
import { someBytes } from '../../transfer/content.ts'
import { folder, harvest, plant, type Tree } from './trees.ts'

const cloud = testCloud()
const box = (): PithosContainer => cloud.alice.container('box')

let unhandled: unknown[] = []
const onUnhandled = (error: unknown) => unhandled.push(error)

beforeEach(async () => {
  await cloud.clean()
  await box().create()
  unhandled = []
  process.on('unhandledRejection', onUnhandled)
})
afterEach(() => {
  process.off('unhandledRejection', onUnhandled)
  vi.restoreAllMocks()
  expect(unhandled).toEqual([])
})

const tree = (count: number, mark: string = ''): Tree => {
  const found: Tree = { 'empty/one': null }
  for (let index = 0; index < count; index++) found[`d${index % 4}/e/f${index}`] = `content ${index}${mark}`
  found['large'] = someBytes(600, count)
  return found
}

/** The cloud as a client sees it that is told of each request before it is sent. */
function watched(onRequest: (request: Request) => unknown): PithosContainer {
  const fetch = cloud.emulator.fetch as typeof globalThis.fetch
  const told = async (...args: Parameters<typeof globalThis.fetch>): Promise<Response> => {
    const request = new Request(...args)
    await onRequest(request)
    return fetch(request)
  }
  return cloud.client('alice', { fetch: told as typeof globalThis.fetch }).container('box')
}

const withoutParts = (found: Record<string, string | null>): Record<string, string | null> =>
  Object.fromEntries(Object.entries(found).filter(([path]) => !/\.kamaki-[^/]*\.part$/.test(path)))

describe('an abort', () => {
  const directions = {
    up: (root: string, container: PithosContainer, options: SyncOptions) => syncUp(root, container, options),
    down: (root: string, container: PithosContainer, options: SyncOptions) => syncDown(container, root, options),
  }

  it.each(['up', 'down'] as const)(
    'of syncing %s, at any time, ends it with the reason, and the next sync does the rest',
    { timeout: 120_000 },
    async (direction) => {
      const { root: source, outside } = await folder()
      await plant(source, tree(12))
      const target = join(outside, 'target')
      if (direction === 'down') await syncUp(source, box(), { state: false })
      for (let moment = 1, isOver = false; !isOver; moment += atScale(4, 1)) {
        // Something to delete, and something to put in the place of something else.
        if (direction === 'up') {
          await cloud.clean()
          await box().create()
          await box().object('extra').upload('E')
          await box().object('d0').upload('a file in the place of a directory')
        } else {
          await rm(target, { recursive: true, force: true })
          await plant(target, { extra: 'E', d0: 'a file in the place of a directory' })
        }
        const root = direction === 'up' ? source : target
        const options: SyncOptions = { delete: true, state: join(outside, `state-${moment}`), concurrency: 3 }
        const controller = new AbortController()
        const reason = new Error(`at ${moment}`)
        let events = 0
        const event = () => {
          events += 1
          if (events === moment) controller.abort(reason)
        }
        const { signal } = controller
        const sync = directions[direction](root, watched(event), {
          ...options,
          signal,
          onProgress: event,
          onAction: event,
        })
        const outcome = await sync.then(
          () => 'done',
          (error: unknown) => error,
        )
        isOver = events < moment
        if (!isOver && outcome !== 'done') expect(outcome).toBe(reason)
        expect((await directions[direction](root, box(), options)).failures).toEqual([])
        const result = direction === 'up' ? join(outside, 'copy') : target
        if (direction === 'up') await syncDown(box(), result, { state: false, delete: true })
        expect(withoutParts(await harvest(result)), String(reason)).toEqual(await harvest(source))
        const runs = (await readdir(outside)).filter((name) => name.endsWith('.run'))
        expect(runs).toEqual([])
      }
    },
  )
})

describe('two at the same time', () => {
  it('up and down, from and to one directory, end right', { timeout: 60_000 }, async () => {
    for (let round = 0; round < atScale(3, 20); round++) {
      const { root, outside } = await folder()
      await plant(root, tree(20, ` ${round}`))
      const state = join(outside, 'state')
      await Promise.all([1, 2, 3].map(() => syncUp(root, box(), { state })))
      const target = join(outside, 'target')
      const reports = await Promise.all([1, 2, 3].map(() => syncDown(box(), target, { state: join(outside, 'other') })))
      for (const report of reports) expect(report).toMatchObject({ failures: [], skipped: [] })
      expect(await harvest(target)).toEqual(await harvest(root))
      expect((await readdir(outside)).sort()).toEqual(['other', 'root', 'state', 'target'])
    }
  })

  it('that delete the same end right', async () => {
    const { root, outside } = await folder()
    await plant(root, tree(5))
    await syncUp(root, box(), { state: false })
    const target = join(outside, 'target')
    await plant(target, { ...tree(5), 'x/y/z': 'X', 'x/w': 'W', v: null })
    const reports = await Promise.all([1, 2].map(() => syncDown(box(), target, { state: false, delete: true })))
    for (const report of reports) expect(report.failures).toEqual([])
    expect(await harvest(target)).toEqual(await harvest(root))
    await box().object('more').upload('M')
    for (const report of await Promise.all([1, 2].map(() => syncUp(root, box(), { state: false, delete: true }))))
      expect(report.failures).toEqual([])
    expect(await box().object('more').exists()).toBe(false)
  })
})

describe('what changes meanwhile', () => {
  const names = ['a', 'b', 'c/d', 'c/e', 'c/f/g', 'h']

  /** Creates, changes and removes files, directories and links at random, again and again. */
  function restless(root: string, seed: number): () => void {
    let state = seed
    const random = (below: number): number => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return state % below
    }
    return () => {
      const path = join(root, names[random(names.length)] ?? 'a')
      try {
        const what = random(4)
        if (what === 0) rmSync(path, { recursive: true, force: true })
        else if (what === 1) mkdirSync(path, { recursive: true })
        else writeFileSync(path, `content ${random(1000)}`.repeat(random(20)))
      } catch {
        // A directory is where a file should be, or the other way round.
      }
    }
  }

  const check = async (sync: Promise<SyncReport>): Promise<void> => {
    const outcome = await sync.catch((error: unknown) => error)
    if (!(outcome instanceof Error)) return
    expect(KamakiError.isInstance(outcome), `${outcome} ${outcome.stack}`).toBe(true)
    if (!SyncError.isInstance(outcome)) return
    for (const { error, path } of outcome.failures)
      expect(KamakiError.isInstance(error), `${path}: ${error} ${(error as Error).stack}`).toBe(true)
  }

  it('on the disk, at every request, is never an untyped error, and afterwards a sync makes both sides equal', {
    timeout: 120_000,
  }, async () => {
    for (let seed = 1; seed <= atScale(15, 100); seed++) {
      await cloud.clean()
      await box().create()
      const { root, outside } = await folder()
      const options: SyncOptions = { state: join(outside, 'state'), delete: true, allowEmpty: true, concurrency: 3 }
      const stir = restless(root, seed)
      for (let count = 0; count < 10; count++) stir()
      await check(syncUp(root, watched(stir), options))
      await syncUp(root, box(), options)
      await syncDown(box(), join(outside, 'copy'), { state: false, delete: true, allowEmpty: true })
      expect(await harvest(join(outside, 'copy')), `seed ${seed}`).toEqual(await harvest(root))

      for (let count = 0; count < 10; count++) stir()
      const before = await harvest(join(outside, 'copy'))
      await check(syncDown(watched(stir), root, options))
      await syncDown(box(), root, options)
      expect(withoutParts(await harvest(root)), `seed ${seed}`).toEqual(before)
    }
  })

  it('in the cloud, objects and all, is never an untyped error', async () => {
    const { root, outside } = await folder()
    await plant(root, tree(20))
    await syncUp(root, box(), { state: false })
    let requests = 0
    const restlessCloud = watched((request) => {
      requests += 1
      if (request.method !== 'GET' || requests % 3 !== 0) return
      const name = `d${requests % 4}/e/f${requests % 20}`
      if (requests % 2 === 0)
        void box()
          .object(name)
          .delete()
          .catch(() => undefined)
      else
        void box()
          .object(name)
          .upload(someBytes(requests * 7, requests))
    })
    await check(syncDown(restlessCloud, join(outside, 'copy'), { state: false }))
    await syncDown(box(), join(outside, 'copy'), { state: false, delete: true })
    await syncDown(box(), join(outside, 'fresh'), { state: false })
    expect(await harvest(join(outside, 'copy'))).toEqual(await harvest(join(outside, 'fresh')))
  })

  it('a container that is deleted ends a sync, with a word about the container', async () => {
    const { root, outside } = await folder()
    await plant(root, tree(40))
    let requests = 0
    const deleting = watched(async () => {
      requests += 1
      if (requests !== 6) return
      await box().empty()
      await box().delete()
    })
    const error = await syncUp(root, deleting, { state: false, concurrency: 1 }).catch((each: unknown) => each)
    expect(SyncError.isInstance(error), String(error)).toBe(true)
    const { failures } = error as SyncError
    expect(failures).toHaveLength(1)
    expect(NotFoundError.isInstance(failures[0]?.error)).toBe(true)
    await expect(syncDown(box(), join(outside, 'copy'), { state: false })).rejects.toThrow(
      /Container.* does not exist.*Create it with container.create\(\)/,
    )
    expect(await readdir(outside)).toEqual(['root'])
  })
})

describe('times', () => {
  it('long ago or far ahead come back as they are, and are remembered', async () => {
    const { root, outside } = await folder()
    const times = {
      old: -1_000_000_000,
      older: -2_000_000_000,
      zero: 0,
      half: -0.5,
      large: -86_400.25,
      later: 4_102_444_800.5,
      latest: 15_032_385_535,
    }
    await plant(root, Object.fromEntries(Object.keys(times).map((name) => [name, name])))
    await writeFile(join(root, 'large'), someBytes(300_000))
    // Of negative numbers Node makes the present time.
    for (const [name, seconds] of Object.entries(times)) await utimes(join(root, name), `${seconds}`, `${seconds}`)
    const options: SyncOptions = { state: join(outside, 'state') }
    await new Promise((resolve) => setTimeout(resolve, 60))
    await syncUp(root, box(), options)
    const copy = join(outside, 'copy')
    const other: SyncOptions = { state: join(outside, 'other') }
    await syncDown(box(), copy, other)
    for (const name of Object.keys(times)) {
      const [here, there] = [
        await stat(join(root, name), { bigint: true }),
        await stat(join(copy, name), { bigint: true }),
      ]
      expect(Number(here.mtimeNs) / 1e9, name).toBeCloseTo(times[name as keyof typeof times], 3)
      expect(Math.abs(Number(there.mtimeNs - here.mtimeNs)), name).toBeLessThan(2_000)
    }
    expect(await syncDown(box(), copy, other)).toMatchObject({ actions: [], hashed: 0 })
    // Those that are ahead of the clock may still change within its tick.
    expect((await syncUp(root, box(), options)).hashed).toBe(2)
  })

  it('of a clock that jumps make nothing wrong', async () => {
    const { root, outside } = await folder()
    const options: SyncOptions = { state: join(outside, 'state') }
    const real = Date.now
    for (const [index, jump] of [-1e12, 86_400_000, -86_400_000, 3_600_000].entries()) {
      await plant(root, tree(10, String(index)))
      let calls = 0
      vi.spyOn(Date, 'now').mockImplementation(() => {
        calls += 1
        return real() + (calls % 3 === 0 ? jump : 0)
      })
      await syncUp(root, box(), options)
      await syncDown(box(), join(outside, 'copy'), { state: join(outside, 'other') })
      vi.restoreAllMocks()
      expect(await harvest(join(outside, 'copy')), String(jump)).toEqual(await harvest(root))
    }
    expect(await readFile(join(outside, 'state'), 'utf8')).toContain('kamaki sync')
  })
})
