import { writeFileSync } from 'node:fs'
import { mkdir, readdir, rm, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TransferError } from '@kamaki/core'
import type { PithosContainer } from '@kamaki/pithos'
import { type SyncDownOptions, type SyncReport, type SyncUpOptions, syncDown, syncUp } from '@kamaki/pithos/node'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { testCloud } from '../../cloud.ts'
import { folder, harvest, plant } from './trees.ts'

const cloud = testCloud()
const box = (): PithosContainer => cloud.alice.container('box')
const up = (root: string, options: SyncUpOptions = {}) =>
  syncUp(root, box(), { state: false, delete: true, ...options })
const down = (root: string, options: SyncDownOptions = {}) =>
  syncDown(box(), root, { state: false, delete: true, ...options })
const skips = ({ skipped }: SyncReport): string[] => skipped.map(({ path, reason }) => `${path} ${reason}`).sort()

beforeEach(async () => {
  await cloud.clean()
  await box().create()
})

async function store(...names: string[]): Promise<void> {
  for (const name of names) await box().object(name).upload(`content of ${name}`)
}

async function stored(): Promise<string[]> {
  return (await box().objects.list()).map(({ name }) => name)
}

const writes = (): string[] => cloud.requests.filter((request) => !/^(?:GET|HEAD) /.test(request))

describe('what one side cannot hold is not taken for deleted', () => {
  it('of objects that syncDown leaves out, on the way back', async () => {
    const { root } = await folder()
    const names = [
      'report',
      'report/page1',
      'a/../b',
      'a//b',
      '/abs',
      '.',
      `${'x'.repeat(300)}`,
      'ok',
      'tail/',
      'both',
      'both/',
    ]
    await store(...names.filter((name) => name !== 'both/'))
    await box().object('both/').create({ contentType: 'application/directory' })
    const first = await down(root)
    expect(Object.keys(await harvest(root)).sort()).toEqual(['both', 'ok', 'report/page1'])
    const left = skips(first)
    expect(left).toContain('report needed-as-directory')
    expect(left).toContain('both clash')
    const back = await up(root)
    expect(back.actions).toEqual([])
    expect(skips(back)).toEqual(left)
    expect(await stored()).toEqual([...names].sort())
  })

  it('of objects whose content is not there yet', async () => {
    const { root } = await folder()
    await plant(root, { ok: 'x' })
    await store('ok', 'snapshot')
    // The emulator has no snapshots: the list is changed on the way.
    const fetch = cloud.emulator.fetch as typeof globalThis.fetch
    const tampering = async (...args: Parameters<typeof globalThis.fetch>): Promise<Response> => {
      const response = await fetch(...args)
      const text = await response.text()
      const changed = text.replace(/("name": ?"snapshot")/, '"available": 0, $1')
      return new Response(response.status === 204 || text === '' ? null : changed, response)
    }
    const container = cloud.client('alice', { fetch: tampering as typeof globalThis.fetch }).container('box')
    const report = await syncUp(root, container, { state: false, delete: true })
    expect(skips(report)).toEqual(['snapshot not-available'])
    expect(await stored()).toEqual(['ok', 'snapshot'])
  })

  it('of files whose names no object can have', async () => {
    const { root } = await folder()
    const long = `${'d'.repeat(250)}/${'e'.repeat(250)}/${'f'.repeat(250)}/${'g'.repeat(250)}/${'h'.repeat(50)}`
    await plant(root, { 'line\nfeed': 'x', 'carriage\rreturn': 'y', [long]: 'z', 'di\rr/in': 'i', ok: 'o' })
    const first = await up(root)
    expect(skips(first)).toEqual(
      ['carriage\rreturn', 'di\rr/in', 'line\nfeed', long].map((path) => `${path} name-not-storable`).sort(),
    )
    expect(await stored()).toEqual(['ok'])
    const before = await harvest(root)
    const back = await down(root)
    expect(back.actions).toEqual([])
    expect(await harvest(root)).toEqual(before)
  })

  it('of a file and what is below an object of its name: neither goes', async () => {
    const { root } = await folder()
    await store('report', 'report/page1')
    await plant(root, { report: 'content of report', other: 'x' })
    const report = await up(root)
    expect(skips(report)).toEqual(['report/page1 in-the-way'])
    expect(await stored()).toEqual(['other', 'report', 'report/page1'])
  })

  it('but what it could hold, and has no more, is', async () => {
    const { root } = await folder()
    await store('report', 'report/page1', 'gone', 'ok')
    await down(root)
    await unlink(join(root, 'gone'))
    await unlink(join(root, 'report', 'page1'))
    const report = await up(root)
    expect(report.actions.map(({ action, path }) => `${action} ${path}`).sort()).toEqual([
      'delete gone',
      'delete report/page1',
    ])
    // An empty directory does not take the place of an object with content either.
    expect(skips(report)).toEqual(['report in-the-way', 'report needed-as-directory'])
    expect(await stored()).toEqual(['ok', 'report'])
  })

  it('of objects with content in the place of an empty directory, without delete', async () => {
    const { root } = await folder()
    await store('dir')
    await plant(root, { dir: null, file: 'x' })
    const report = await up(root, { delete: false })
    expect(skips(report)).toEqual(['dir in-the-way'])
    expect(await box().object('dir').download().text()).toBe('content of dir')
    await up(root)
    expect((await box().object('dir').info()).bytes).toBe(0)
  })

  it('of empty directories, where they take no part', async () => {
    const { root } = await folder()
    await store('ok')
    await box().object('marker').createDirectory()
    await plant(root, { empty: null, 'gone/x': 'X' })
    expect((await down(root, { emptyDirectories: false })).actions.map(({ path }) => path).sort()).toEqual([
      'gone',
      'gone/x',
      'ok',
    ])
    expect(await harvest(root)).toEqual({ empty: null, ok: 'content of ok' })
    expect((await up(root, { emptyDirectories: false })).actions).toEqual([])
    expect(await stored()).toEqual(['marker', 'ok'])
  })

  const part = fc.constantFrom('a', 'b', '..', '.', '', 'c', 'd\r', 'report')
  const name = fc
    .array(part, { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join('/'))
    .filter((text) => text !== '' && !text.includes('\r'))

  it('whatever the names are: down and up again deletes nothing', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(name, { minLength: 1, maxLength: 8 }), fc.boolean(), async (names, remove) => {
        await cloud.clean()
        await box().create()
        await store(...names)
        const { root } = await folder()
        await down(root, { delete: remove, allowEmpty: true })
        const back = await up(root, { allowEmpty: true })
        expect(back).toMatchObject({ actions: [], failures: [] })
        expect(await stored()).toEqual([...names].sort())
      }),
      { numRuns: 60 },
    )
  })
})

describe('a side that came up empty', () => {
  const refused = async (promise: Promise<unknown>, message: RegExp): Promise<void> => {
    const error = await promise.then(
      () => undefined,
      (each: unknown) => each,
    )
    expect(TransferError.isInstance(error), String(error)).toBe(true)
    expect((error as Error).message).toMatch(message)
    expect(writes()).toEqual([])
  }

  it('wipes nothing: a mistyped prefix, an empty list, a container without files', async () => {
    const { root } = await folder()
    await store('site/a', 'site/b/c')
    await box().object('marks/d').createDirectory()
    await plant(root, { a: 'A', 'b/c': 'C', d: null })
    const before = await harvest(root)
    cloud.requests.length = 0
    await refused(
      down(root, { prefix: 'stie' }),
      /^Nothing was changed: container 'box' below 'stie\/' has no files.*allowEmpty: true/,
    )
    await refused(down(root, { prefix: 'marks' }), /has no files/)
    await refused(
      down(root, { include: '*.none' }).then(() => down(root, { prefix: 'site/x', dryRun: true })),
      /has no files/,
    )
    expect(await harvest(root)).toEqual(before)
    const report = await down(root, { prefix: 'stie', allowEmpty: true })
    expect(report.actions.map(({ path }) => path).sort()).toEqual(['a', 'b', 'b/c', 'd'])
    expect(await readdir(root)).toEqual([])
  })

  it('wipes nothing: a directory that is empty, not mounted, or holds nothing that takes part', async () => {
    const { root } = await folder()
    await store('a', 'b/c')
    cloud.requests.length = 0
    await refused(
      up(root),
      new RegExp(`^Nothing was changed: '${root}' has no files, so 2 files .* in container 'box'.*mounted`),
    )
    await refused(up(root, { dryRun: true }), /has no files/)
    await mkdir(join(root, 'lost+found'))
    await refused(up(root), /has no files/)
    await writeFile(join(root, 'only.tmp'), 'x')
    await refused(up(root, { exclude: '*.tmp' }), /has no files/)
    await rm(join(root, 'lost+found'), { recursive: true })
    expect((await up(root, { exclude: '*.tmp', allowEmpty: true })).actions).toHaveLength(2)
    expect(await stored()).toEqual([])
    // Where there is nothing to delete, an empty side is as good as any.
    expect(await up(root, { exclude: '*.tmp' })).toMatchObject({ actions: [] })
    expect(await down(root, { exclude: '*.tmp' })).toMatchObject({ actions: [] })
  })

  it('or lacks more than was expected stops before the first deletion, and before all else', async () => {
    const { root } = await folder()
    await store('a', 'old1', 'old2', 'old3', 'old4')
    await plant(root, { a: 'changed', new: 'N' })
    cloud.requests.length = 0
    await refused(
      up(root, { maxDelete: 3 }),
      /4 files and directories in container 'box' would be deleted, .* maxDelete \(3\): 'old1', 'old2', 'old3' \.\.\./,
    )
    await refused(up(root, { maxDelete: 0, dryRun: true }), /maxDelete \(0\)/)
    expect((await up(root, { maxDelete: 4 })).actions).toHaveLength(6)
    await plant(root, { 'extra/x': 'X', 'extra/y': 'Y' })
    const before = await harvest(root)
    cloud.requests.length = 0
    await refused(down(root, { maxDelete: 2 }), /3 files and directories in '.*' would be deleted/)
    expect(await harvest(root)).toEqual(before)
    expect((await down(root, { maxDelete: 3 })).actions).toHaveLength(3)
  })

  it('goes through both sides a second time where there is too much to do to be kept, and counts nothing twice', {
    timeout: 120_000,
  }, async () => {
    const { root } = await folder()
    const many = 20_001
    for (let index = 0; index < many; index++) {
      if (index % 1000 === 0) await mkdir(join(root, `d${index / 1000}`))
      writeFileSync(join(root, `d${Math.floor(index / 1000)}`, `f${index}`), '')
    }
    await plant(root, { 'line\nfeed': 'x' })
    await store('old1', 'old2', 'old3')
    cloud.requests.length = 0
    await refused(up(root, { maxDelete: 2, dryRun: true }), /3 files and directories .* maxDelete \(2\)/)
    expect(cloud.requests).toHaveLength(2)
    const report = await up(root, { maxDelete: 3, dryRun: true })
    expect(report.counts).toMatchObject({ uploaded: many, deleted: 3, skipped: 1 })
    expect(report.actions).toHaveLength(10_000)
    expect(cloud.requests).toHaveLength(6)
    expect((await up(root, { dryRun: true })).counts).toEqual(report.counts)
    expect(cloud.requests).toHaveLength(8)
  })
})
