import { join } from 'node:path'
import type { PithosContainer } from '@kamaki/pithos'
import { localPath, type SyncOptions, type SyncReport, syncDown, syncUp } from '@kamaki/pithos/node'
import { atScale } from '@kamaki-tooling/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testCloud } from '../../cloud.ts'
import { folder, harvest, plant, type Tree } from './trees.ts'

const cloud = testCloud()
const box = (): PithosContainer => cloud.alice.container('box')

// So few names that the two sides often have different kinds of things under one, and neighbours of the slash.
const segment = fc.constantFrom('a', 'b', 'a-', 'a.', 'c', 'é', 'e\u0301')
const pathOf = (each: fc.Arbitrary<string>) =>
  fc.array(each, { minLength: 1, maxLength: 3 }).map((all) => all.join('/'))
const content = fc.constantFrom('', 'x', 'y', 'longer than a block of sixteen', '\0'.repeat(20))

const tree = fc.array(fc.tuple(pathOf(segment), fc.option(content)), { maxLength: 8 }).map((entries) => {
  const found: Tree = Object.create(null)
  for (const [at, value] of entries) {
    const isTaken = (other: string): boolean => other === at || other.startsWith(`${at}/`) || at.startsWith(`${other}/`)
    if (!Object.keys(found).some(isTaken)) found[at] = value
  }
  return found
})

const wild = fc.oneof({ weight: 6, arbitrary: segment }, { weight: 1, arbitrary: fc.constantFrom('..', '.', '') })
const object = fc.record({
  name: pathOf(wild).filter((name) => name !== ''),
  kind: fc.constantFrom('file', 'file', 'file', 'marker', 'slashed'),
  text: content,
})
const objects = fc.uniqueArray(object, {
  selector: ({ name, kind }) => (kind === 'slashed' ? `${name}/` : name),
  maxLength: 8,
})
type Objects = typeof objects extends fc.Arbitrary<infer T> ? T : never

async function store(all: Objects): Promise<void> {
  await cloud.clean()
  await box().create()
  for (const { name, kind, text } of all) {
    if (kind === 'file') await box().object(name).upload(text)
    else if (kind === 'marker') await box().object(name).createDirectory()
    else await box().object(`${name}/`).create()
  }
}

/** What is in the cloud: type and content of each object. */
async function stored(): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for await (const { name, contentType } of box().objects.list()) {
    const isDirectory = contentType === 'application/directory'
    const bytes = await box().object(name).download().bytes()
    found[name] = isDirectory ? '(directory)' : Buffer.from(bytes).toString('latin1')
  }
  return found
}

const quiet = { actions: [], failures: [] }
const prepared = async (here: Tree, there: Objects) => {
  const { root, outside } = await folder()
  await plant(root, here)
  await store(there)
  return { root, outside, before: await harvest(root), objects: await stored() }
}

const run = (property: (here: Tree, there: Objects, options: SyncOptions) => Promise<void>) =>
  fc.assert(
    fc.asyncProperty(tree, objects, fc.constantFrom(undefined, 1, 3), (here, there, concurrency) =>
      property(here, there, { state: false, allowEmpty: true, ...(concurrency === undefined ? {} : { concurrency }) }),
    ),
    { numRuns: atScale(25, 600) },
  )

/** Whether some of the cloud could not be on the disk beside the rest of it, or the other way round. */
const hasClashes = ({ skipped }: SyncReport): boolean =>
  skipped.some(({ reason }) => reason === 'in-the-way' || reason === 'needed-as-directory' || reason === 'clash')

describe('whatever is on both sides', { timeout: 900_000 }, () => {
  it('syncUp without delete takes nothing away, and comes to an end', () =>
    run(async (here, there, options) => {
      const { root, before, objects: old } = await prepared(here, there)
      const report = await syncUp(root, box(), options)
      expect(report.failures).toEqual([])
      expect(await harvest(root)).toEqual(before)
      const now = await stored()
      for (const [name, text] of Object.entries(old)) {
        const local = before[name]
        const isReplaced = typeof local === 'string' && !report.skipped.some((skip) => skip.name === name)
        if (isReplaced) expect(now[name]).toBe(local)
        else expect(now[name], name).toBe(text)
      }
      expect(await syncUp(root, box(), options)).toMatchObject(quiet)
      expect(await stored()).toEqual(now)
    }))

  it('syncUp with delete makes the cloud what the disk is, in one run', () =>
    run(async (here, there, options) => {
      const { root, outside, before, objects: old } = await prepared(here, there)
      const report = await syncUp(root, box(), { ...options, delete: true })
      expect(report.failures).toEqual([])
      // An object beside those below its name may go once they are gone.
      for (let runs = 0; runs < 4 && hasClashes(report); runs++) await syncUp(root, box(), { ...options, delete: true })
      const now = await stored()
      expect(await syncUp(root, box(), { ...options, delete: true })).toMatchObject(quiet)
      expect(await stored()).toEqual(now)
      expect(await harvest(root)).toEqual(before)
      // What can be on no disk stays.
      for (const [name, text] of Object.entries(old)) {
        const path = text === '(directory)' || text === '' ? name.replace(/\/$/, '') : name
        if (localPath(path).problem !== undefined) expect(now[name], name).toBe(text)
      }
      if (hasClashes(report)) return
      await syncDown(box(), join(outside, 'copy'), { ...options })
      expect(await harvest(join(outside, 'copy'))).toEqual(before)
      // And the way back has nothing to do.
      expect(await syncDown(box(), root, { ...options, delete: true })).toMatchObject(quiet)
    }))

  it('syncDown without delete takes nothing away, and comes to an end', () =>
    run(async (here, there, options) => {
      const { root, before, objects: old } = await prepared(here, there)
      const report = await syncDown(box(), root, options)
      expect(report.failures).toEqual([])
      const now = await harvest(root)
      const names = new Set(report.actions.map(({ path }) => path))
      for (const [path, text] of Object.entries(before)) {
        if (text === null) continue
        if (names.has(path)) expect(now[path]).toBe(old[path])
        else expect(now[path], path).toBe(text)
      }
      expect(await syncDown(box(), root, options)).toMatchObject(quiet)
      expect(await harvest(root)).toEqual(now)
      expect(await stored()).toEqual(old)
    }))

  it('syncDown with delete makes the disk what the cloud is, in one run, and nothing is lost on the way back', () =>
    run(async (here, there, options) => {
      const { root, outside, objects: old } = await prepared(here, there)
      const report = await syncDown(box(), root, { ...options, delete: true })
      expect(report.failures).toEqual([])
      const now = await harvest(root)
      expect(await syncDown(box(), root, { ...options, delete: true })).toMatchObject(quiet)
      expect(await harvest(root)).toEqual(now)
      if (!hasClashes(report)) {
        await syncDown(box(), join(outside, 'fresh'), options)
        expect(await harvest(join(outside, 'fresh'))).toEqual(now)
      }
      expect(await syncUp(root, box(), { ...options, delete: true })).toMatchObject(quiet)
      const after = await stored()
      for (const [name, text] of Object.entries(old)) expect(after[name], name).toBe(text)
    }))
})
