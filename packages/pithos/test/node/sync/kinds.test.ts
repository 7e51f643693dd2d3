import { join } from 'node:path'
import type { PithosContainer } from '@kamaki/pithos'
import { type SyncReport, syncDown, syncUp } from '@kamaki/pithos/node'
import { beforeEach, describe, expect, it } from 'vitest'
import { testCloud } from '../../cloud.ts'
import { folder, harvest, plant, type Tree } from './trees.ts'

const cloud = testCloud()
const box = (): PithosContainer => cloud.alice.container('box')

beforeEach(async () => {
  await cloud.clean()
  await box().create()
})

/** Objects as a tree: their content, or null for a directory object. */
async function stored(): Promise<Record<string, string | null>> {
  const found: Record<string, string | null> = {}
  for await (const { name, contentType } of box().objects.list()) {
    const isDirectory = contentType === 'application/directory'
    found[name] = isDirectory ? null : Buffer.from(await box().object(name).download().bytes()).toString('latin1')
  }
  return found
}

async function store(objects: Record<string, string | null>): Promise<void> {
  for (const [name, content] of Object.entries(objects)) {
    if (content === null) await box().object(name).createDirectory()
    else await box().object(name).upload(content)
  }
}

const done = ({ actions }: SyncReport): string[] => actions.map(({ action, path }) => `${action} ${path}`).sort()
const skips = ({ skipped }: SyncReport): string[] => skipped.map(({ path, reason }) => `${path} ${reason}`).sort()

/** What is on a disk, and what a cloud has instead; `markers` as an earlier sync of other tools may have left them. */
const replaced: [string, Tree, Record<string, string | null>][] = [
  ['a directory by a file', { d: 'file', other: 'x' }, { 'd/x': 'X', 'd/y/z': 'Z', other: 'x' }],
  ['a directory with a marker by a file', { d: 'file', other: 'x' }, { d: null, 'd/x': 'X', other: 'x' }],
  ['an empty directory by a file', { d: 'file', other: 'x' }, { d: null, other: 'x' }],
  ['a directory of another tool by a file', { d: 'file', other: 'x' }, { 'd/e': null, 'd/x': 'X', other: 'x' }],
  ['a nested directory by a file', { 'n/m/d': 'file', other: 'x' }, { 'n/m/d/x/y': 'Y', 'n/m/d/e': null, other: 'x' }],
  ['a file by a directory', { 'd/x': 'X', 'd/y/z': 'Z', other: 'x' }, { d: 'file', other: 'x' }],
  ['a file by an empty directory', { d: null, other: 'x' }, { d: 'file', other: 'x' }],
  ['a file by directories that are empty', { 'd/e/f': null, other: 'x' }, { d: 'file', other: 'x' }],
  ['a nested file by a directory', { 'n/m/d/x': 'X', other: 'x' }, { 'n/m/d': 'file', other: 'x' }],
  [
    'a file by a directory, names before its slash',
    { 'd/x': 'X', 'd-': '1', 'd.': '2' },
    { d: 'file', 'd-': '1', 'd.': '2' },
  ],
  [
    'a directory by a file, names before its slash',
    { d: 'X', 'd-': '1', 'd.': '2' },
    { 'd/x': 'file', 'd-': '1', 'd.': '2' },
  ],
]

describe.each(replaced)('%s', (_, here, there) => {
  it('is replaced by syncUp in one run with delete, and reported without', async () => {
    const { root, outside } = await folder()
    await plant(root, here)
    await store(there)
    const before = await stored()
    const careful = await syncUp(root, box(), { state: false })
    const kept = await stored()
    // A marker has no content to lose.
    for (const [name, content] of Object.entries(before)) if (content !== null) expect(kept[name], name).toBe(content)
    const isReported = careful.skipped.some(({ reason }) => reason === 'in-the-way')
    const isMarker = Object.entries(there).every(([name, content]) => content === null || here[name] === content)
    expect(isReported || isMarker).toBe(true)

    const report = await syncUp(root, box(), { state: false, delete: true })
    expect(skips(report)).toEqual([])
    await syncDown(box(), join(outside, 'copy'), { state: false })
    expect(await harvest(join(outside, 'copy'))).toEqual(await harvest(root))
    expect(done(await syncUp(root, box(), { state: false, delete: true }))).toEqual([])
    expect(done(await syncDown(box(), root, { state: false, delete: true }))).toEqual([])
  })

  it('is replaced by syncUp in one run with delete from the start', async () => {
    const { root, outside } = await folder()
    await plant(root, here)
    await store(there)
    expect(skips(await syncUp(root, box(), { state: false, delete: true }))).toEqual([])
    await syncDown(box(), join(outside, 'copy'), { state: false })
    expect(await harvest(join(outside, 'copy'))).toEqual(await harvest(root))
    expect(done(await syncUp(root, box(), { state: false, delete: true }))).toEqual([])
  })

  it('is replaced by syncDown in one run with delete, and reported without', async () => {
    const { root, outside } = await folder()
    await plant(join(outside, 'cloud'), here)
    await syncUp(join(outside, 'cloud'), box(), { state: false })
    const tree: Tree = { ...there }
    for (const name of Object.keys(tree)) {
      if (tree[name] === null && Object.keys(tree).some((each) => each.startsWith(`${name}/`))) delete tree[name]
    }
    await plant(root, tree)
    const before = await harvest(root)
    const careful = await syncDown(box(), root, { state: false })
    const kept = await harvest(root)
    for (const [path, content] of Object.entries(before)) if (content !== null) expect(kept[path], path).toBe(content)
    expect(careful.skipped.some(({ reason }) => reason === 'in-the-way')).toBe(true)

    const report = await syncDown(box(), root, { state: false, delete: true })
    expect(skips(report)).toEqual([])
    expect(await harvest(root)).toEqual(await harvest(join(outside, 'cloud')))
    expect(done(await syncDown(box(), root, { state: false, delete: true }))).toEqual([])
    expect(done(await syncUp(root, box(), { state: false, delete: true }))).toEqual([])
  })
})
