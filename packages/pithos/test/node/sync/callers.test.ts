import { join } from 'node:path'
import { InvalidArgumentError, KamakiError, TransferError } from '@kamaki/core'
import type { PithosContainer } from '@kamaki/pithos'
import { SyncError, type SyncOptions, type SyncUpOptions, syncDown, syncUp } from '@kamaki/pithos/node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testCloud } from '../../cloud.ts'
import { folder, harvest, plant } from './trees.ts'

const cloud = testCloud()
const box = (): PithosContainer => cloud.alice.container('box')
const tree = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`f${index}`, `content ${index}`]))

let unhandled: unknown[] = []
const onUnhandled = (error: unknown) => unhandled.push(error)

beforeEach(async () => {
  await cloud.clean()
  await box().create()
  unhandled = []
  process.on('unhandledRejection', onUnhandled)
})
afterEach(() => process.off('unhandledRejection', onUnhandled))

/** Both directions, with work to do, deletions too. */
async function prepare(): Promise<Record<string, (options: SyncOptions) => Promise<unknown>>> {
  const { root, outside } = await folder()
  await plant(root, tree)
  await syncUp(root, box(), { state: false, prefix: 'there' })
  await box().object('here/extra').upload('E')
  await plant(outside, { 'down/extra': 'E' })
  const common = { state: false as const, delete: true }
  return {
    syncUp: (options) => syncUp(root, box(), { ...common, prefix: 'here', ...options }),
    syncDown: (options) => syncDown(box(), join(outside, 'down'), { ...common, prefix: 'there', ...options }),
  }
}

/** Ways to fail for a function that a sync calls. */
const failures: Record<string, (reason: unknown) => unknown> = {
  throws: (reason) => {
    throw reason
  },
  'rejects at once': (reason) => Promise.reject(reason),
  'rejects later': async (reason) => {
    await new Promise((resolve) => setTimeout(resolve, 2))
    throw reason
  },
}

describe.each(Object.entries(failures))('a function of the caller’s that %s', (way, fail) => {
  it.each([1, 3, 8, Number.POSITIVE_INFINITY])(
    'as onProgress, at call %d or at the end, ends the sync with that',
    async (call) => {
      for (const [direction, sync] of Object.entries(await prepare())) {
        const reason = new Error(`${direction} ${way}`)
        let calls = 0
        const onProgress = ({ phase }: { phase: string }) => {
          calls += 1
          if (calls === call || phase === 'done') return fail(reason)
          return undefined
        }
        const result = sync({ onProgress: onProgress as () => void })
        // The last call is not waited for: that may come to its end before. It is never an unhandled rejection.
        if (way === 'rejects later' && call > 8) await result.catch((error) => expect(error).toBe(reason))
        else await expect(result, direction).rejects.toBe(reason)
        await new Promise((resolve) => setTimeout(resolve, 10))
        expect(unhandled).toEqual([])
      }
    },
  )

  it.each(['onAction', 'onSkip', 'onFailure'] as const)('as %s ends the sync with that', async (listener) => {
    const { root, outside } = await folder()
    await plant(root, { ...tree, 'line\nfeed': 'x' })
    await syncUp(root, box(), { state: false, prefix: 'there' })
    await box().object('there/..').upload('unfit')
    const reason = new Error(`${listener} ${way}`)
    const options: SyncOptions = {
      state: false,
      failures: 'report',
      concurrency: 1,
      [listener]: () => fail(reason),
    }
    for (const method of ['PUT', 'GET'])
      cloud.emulator.faults.add({ method, path: '*/f7?format*', fault: { kind: 'status', status: 400 } })
    // What takes some time to reject may be late for the few steps that are left.
    const ended = async (sync: Promise<unknown>) => {
      if (way === 'rejects later') await sync.catch((error) => expect(error).toBe(reason))
      else await expect(sync).rejects.toBe(reason)
    }
    await ended(syncUp(root, box(), { ...options, prefix: 'here' }))
    await ended(syncDown(box(), join(outside, 'down'), { ...options, prefix: 'there' }))
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(unhandled).toEqual([])
  })

  it('as properties ends the sync with that, whatever `failures` says', async () => {
    const { syncUp: up } = await prepare()
    for (const mode of ['throw', 'report', 'stop'] as const) {
      const reason = new Error(`${mode} ${way}`)
      const options: SyncUpOptions = {
        failures: mode,
        properties: ({ path }) => (path === 'f3' ? (fail(reason) as undefined) : undefined),
      }
      await expect(up!(options), mode).rejects.toBe(reason)
    }
    expect(unhandled).toEqual([])
  })
})

it('are told of everything, however little of it the report lists', async () => {
  const { root, outside } = await folder()
  await plant(root, { ...tree, 'line\nfeed': 'x', 'carriage\rreturn': 'x' })
  await box().object('here/extra').upload('E')
  const told: Record<'actions' | 'skipped' | 'failures', unknown[]> = { actions: [], skipped: [], failures: [] }
  const options: SyncOptions = {
    state: false,
    failures: 'report',
    onAction: (action) => told.actions.push(action),
    onSkip: (skip) => told.skipped.push(skip),
    onFailure: (failure) => told.failures.push(failure),
  }
  for (const name of ['f7', 'f8'])
    cloud.emulator.faults.add({ method: 'PUT', path: `*/${name}?format*`, fault: { kind: 'status', status: 400 } })
  const counts = { uploaded: 10, downloaded: 0, created: 0, deleted: 0, skipped: 3, failed: 2 }
  const whole = await syncUp(root, box(), {
    ...options,
    prefix: 'all',
    delete: true,
    reportLimit: Number.POSITIVE_INFINITY,
  })
  expect(whole.counts).toEqual({ ...counts, skipped: 2 })
  const sorted = (list: readonly unknown[]): string[] => list.map((each) => JSON.stringify(each)).sort()
  for (const key of ['actions', 'skipped', 'failures'] as const) expect(sorted(told[key])).toEqual(sorted(whole[key]))
  told.actions = []
  const short = await syncUp(root, box(), { ...options, prefix: 'here', delete: true, reportLimit: 1 })
  expect(short.counts).toEqual(counts)
  expect([short.actions, short.skipped, short.failures].map(({ length }) => length)).toEqual([1, 1, 1])
  expect(told.actions).toHaveLength(10)
  const none = await syncUp(root, box(), { ...options, prefix: 'none', failures: 'throw', reportLimit: 0 }).catch(
    (each) => each,
  )
  expect(SyncError.isInstance(none) && none.message).toMatch(/^2 of 12 steps failed/)
  cloud.emulator.faults.clear()
  const down = await syncDown(box(), join(outside, 'down'), { ...options, prefix: 'all' })
  expect(down.counts).toMatchObject({ uploaded: 0, downloaded: 10 })
})

it('properties may be a promise, of nothing too', async () => {
  const { root } = await folder()
  await plant(root, { a: 'A', b: 'B' })
  await syncUp(root, box(), {
    state: false,
    properties: async ({ path }) => (path === 'a' ? { contentType: 'x/y', metadata: { about: path } } : undefined),
  })
  expect(await box().object('a').info()).toMatchObject({ contentType: 'x/y', metadata: { about: 'a' } })
  expect((await box().object('b').info()).metadata).not.toHaveProperty('about')
})

it('properties that are none are told with the file they are of', async () => {
  const { root } = await folder()
  await plant(root, { a: 'A' })
  for (const wrong of ['text/plain', 7, null, [], true]) {
    const error = await syncUp(root, box(), { state: false, properties: () => wrong as never }).catch((each) => each)
    expect(InvalidArgumentError.isInstance(error), String(wrong)).toBe(true)
    expect(error.message).toMatch(/^properties\("a"\) must be an object; got /)
  }
  const error = await syncUp(root, box(), { state: false, properties: () => ({ contentType: 5 }) as never }).catch(
    (each) => each,
  )
  expect(SyncError.isInstance(error) && InvalidArgumentError.isInstance(error.failures[0]?.error)).toBe(true)
})

describe('arguments', () => {
  async function rejection(work: () => Promise<unknown>): Promise<InvalidArgumentError> {
    cloud.requests.length = 0
    const error = await work().then(
      () => undefined,
      (each: unknown) => each,
    )
    expect(InvalidArgumentError.isInstance(error), String(error)).toBe(true)
    expect(cloud.requests).toEqual([])
    return error as InvalidArgumentError
  }

  it('the other way round are told in their order', async () => {
    const { root } = await folder()
    const up = await rejection(() => syncUp(box() as never, root as never))
    expect(up.message).toMatch(/^directory must be a path.*Call syncUp\(directory, container, options\)$/)
    const down = await rejection(() => syncDown(root as never, box() as never))
    expect(down.message).toMatch(/^directory must be .*Call syncDown\(container, directory, options\)$/)
  })

  it('that are promises, null or missing are told', async () => {
    const { root } = await folder()
    const wrong: [() => Promise<unknown>, RegExp][] = [
      [() => syncUp(root, Promise.resolve(box()) as never), /^container must be .*Is an await missing\?/],
      [() => syncUp(Promise.resolve(root) as never, box()), /^directory must be .*Is an await missing\?/],
      [() => syncUp(root, undefined as never), /^container must be .*got undefined/],
      [() => syncUp(null as never, box()), /^directory must be .*got null/],
      [() => syncDown(null as never, root), /^container must be .*got null/],
      [() => syncDown(box(), undefined as never), /^directory must be .*got undefined/],
      [() => syncDown('box' as never, root), /^container must be .*got "box"/],
    ]
    for (const [work, message] of wrong) expect((await rejection(work)).message).toMatch(message)
    for (const options of [null, Promise.resolve({}), [], 'delete', 5, () => ({})]) {
      for (const work of [() => syncUp(root, box(), options as never), () => syncDown(box(), root, options as never)])
        expect((await rejection(work)).message).toMatch(/^options must be an object/)
    }
    for (const name of ['onProgress', 'onAction', 'onSkip', 'onFailure', 'properties']) {
      for (const value of [null, 'x', {}, Promise.resolve()])
        expect((await rejection(() => syncUp(root, box(), { [name]: value }))).message).toMatch(
          new RegExp(`^${name} must be a function; got `),
        )
    }
  })

  it('that are directories which are not there are TransferErrors with the way out, and nothing is sent', async () => {
    const { root, outside } = await folder()
    await plant(outside, { file: 'F' })
    cloud.requests.length = 0
    const cases: [() => Promise<unknown>, RegExp][] = [
      [() => syncUp(join(root, 'no'), box(), { delete: true }), /^Cannot read '.*no' \(ENOENT\): it does not exist/],
      [() => syncUp(join(outside, 'file'), box()), /^Cannot read '.*file' \(ENOTDIR\): .*not a directory/],
      [() => syncUp(join(outside, 'file/below'), box()), /^Cannot read '.*below' \(ENOTDIR\): .*not a directory/],
    ]
    for (const [work, message] of cases) {
      const error = await work().catch((each: unknown) => each)
      expect(TransferError.isInstance(error) && KamakiError.isInstance(error), String(error)).toBe(true)
      expect((error as Error).message).toMatch(message)
      expect(cloud.requests).toEqual([])
    }
    const below = await syncDown(box(), join(outside, 'file/below'), { state: false }).catch((each: unknown) => each)
    expect(TransferError.isInstance(below), String(below)).toBe(true)
    expect(await harvest(outside)).toEqual({ file: 'F', root: null })
  })
})

it('a dry run is one, too, where its option is inherited', async () => {
  const { root } = await folder()
  await plant(root, tree)
  const options: SyncOptions = Object.assign(Object.create({ dryRun: true, state: false }), { prefix: 'dry' })
  expect(await syncUp(root, box(), options)).toMatchObject({ dryRun: true })
  expect(await box().objects.list({ prefix: 'dry' })).toEqual([])
})
