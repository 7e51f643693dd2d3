import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { syncDown, syncUp } from '@kamaki/pithos/node'
import { atScale } from '@kamaki-tooling/testing'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { testCloud } from '../../cloud.ts'
import { folder, harvest, plant, type Tree } from './trees.ts'

const cloud = testCloud()

// Few names, so that files and directories often come in each other's place.
const segment = fc.constantFrom(
  'a',
  'b',
  'c.json',
  'A',
  'ω',
  'a b',
  '~%2e',
  '.x',
  '..y',
  'e\u0301',
  '\u00e9',
  '__proto__',
  '\\',
  'q?#',
)
const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'))
// Around the borders of blocks of 16 bytes, with blocks of zero bytes among them.
const content = fc.oneof(
  fc.uint8Array({ maxLength: 3 }),
  fc.array(fc.constantFrom(0, 65, 66), { minLength: 14, maxLength: 50 }).map((bytes) => Uint8Array.from(bytes)),
  fc.constantFrom(new Uint8Array(16), new Uint8Array(33), new Uint8Array(16).fill(1)),
)
const tree = fc.array(fc.tuple(path, fc.option(content)), { maxLength: 12 }).map((entries) => {
  const found: Tree = Object.create(null)
  for (const [at, value] of entries) {
    const taken = Object.keys(found).some(
      (other) => other === at || other.startsWith(`${at}/`) || at.startsWith(`${other}/`),
    )
    if (!taken) found[at] = value
  }
  return found
})

async function times(root: string, paths: string[]): Promise<number[]> {
  return Promise.all(paths.map(async (each) => (await stat(join(root, each))).mtimeMs))
}

it('brings any tree up and down again, whatever was there before', { timeout: 180_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(tree, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('', 'p', 'p/q/'),
      fc.boolean(),
      async (trees, prefix, remember) => {
        await cloud.clean()
        const box = cloud.alice.container('box')
        await box.create()
        await box.object('other').upload('not below the prefix')
        const from = await folder()
        const to = await folder()
        const options = (name: string) => ({
          prefix,
          delete: true,
          allowEmpty: true,
          ...(prefix === '' ? { exclude: '/other' } : {}),
          state: remember ? join(from.outside, name) : (false as const),
        })
        for (const each of trees) {
          await rm(from.root, { recursive: true })
          await plant(from.outside, { root: null })
          await plant(from.root, each)
          const up = await syncUp(from.root, box, options('up'))
          expect(up).toMatchObject({ skipped: [], failures: [] })
          const down = await syncDown(box, to.root, options('down'))
          expect(down).toMatchObject({ skipped: [], failures: [] })
          const wanted = await harvest(from.root)
          expect(await harvest(to.root)).toEqual(wanted)
          const fetched = down.actions.filter(({ action }) => action === 'download').map((action) => action.path)
          const sent = new Set(up.actions.filter(({ action }) => action === 'upload').map((action) => action.path))
          const both = fetched.filter((file) => sent.has(file))
          const [here, there] = [await times(from.root, both), await times(to.root, both)]
          here.forEach((time, index) => {
            expect(there[index]).toBeCloseTo(time, 1)
          })
          cloud.requests.length = 0
          expect(await syncUp(from.root, box, options('up'))).toMatchObject({ actions: [] })
          expect(await syncDown(box, to.root, options('down'))).toMatchObject({ actions: [] })
          // Each asks for the container, its objects, and whether there are more.
          expect(cloud.requests.length).toBeLessThanOrEqual(6)
        }
        expect(await box.object('other').exists()).toBe(true)
      },
    ),
    { numRuns: atScale(40, 150) },
  )
})
