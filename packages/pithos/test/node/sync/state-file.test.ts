import { copyFile, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { LocalFile } from '../../../src/node/sync/local-file.ts'
import { treeOrder } from '../../../src/node/sync/merge-trees.ts'
import { StateFile } from '../../../src/node/sync/state-file.ts'
import { folder } from './trees.ts'

const format = { blockSize: 16, blockHash: 'sha256' }
const hashOf = (number: number): string => number.toString(16).padStart(64, '0')

/** A file that was last changed at some time. */
const fileAt = (path: string, time: number = 1): LocalFile => ({
  kind: 'file',
  path,
  real: `/${path}`,
  size: 5,
  mtimeNs: BigInt(time),
  ctimeNs: BigInt(time),
  ino: 7n,
})

const open = (file: string | undefined, more: { isKept?: (path: string) => boolean; isReadOnly?: boolean } = {}) =>
  StateFile.open(file, { format, order: treeOrder(true), isKept: () => false, isReadOnly: false, ...more })

/** Goes through files as a sync does, and remembers those that were not known; returns what was known. */
async function go(state: StateFile, files: LocalFile[], outcome: Parameters<StateFile['close']>[0] = 'complete') {
  const known: Record<string, string | undefined> = {}
  await state.recall(files)
  for (const file of files) {
    known[file.path] = file.known?.hash ?? file.known?.from
    if (file.known === undefined) state.slot(file.path).keep(file, { hash: hashOf(Number(file.mtimeNs)) })
    else state.same(file)
  }
  await state.close(outcome)
  return known
}

async function stateFolder(): Promise<{ directory: string; file: string }> {
  const { root } = await folder()
  return { directory: root, file: join(root, 'state') }
}

const paths = ['a-', 'a.', 'a', 'a/b', 'b', '\ufffd', '\u{10000}']

describe('the state of a sync', () => {
  it('tells of files that are just what they were, and of no others', async () => {
    const { file, directory } = await stateFolder()
    expect(
      await go(
        await open(file),
        paths.map((path) => fileAt(path)),
      ),
    ).toMatchObject({ 'a/b': undefined })
    const changed = paths.map((path) => fileAt(path, path === 'a' ? 2 : 1))
    expect(await go(await open(file), changed)).toEqual(
      Object.fromEntries(paths.map((path) => [path, path === 'a' ? undefined : hashOf(1)])),
    )
    expect(
      (
        await go(
          await open(file),
          changed.map((each) => fileAt(each.path, 2)),
        )
      )['a'],
    ).toBe(hashOf(2))
    // What was not seen is forgotten, unless it takes no part.
    await go(await open(file, { isKept: (path) => path === 'a.' }), [fileAt('a-', 2)])
    expect(
      await go(
        await open(file),
        paths.map((path) => fileAt(path, 2)),
      ),
    ).toMatchObject({
      'a-': hashOf(2),
      a: undefined,
      'a.': hashOf(2),
      b: undefined,
    })
    expect(await readdir(directory)).toEqual(['state'])
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  it('is not written again as long as nothing changes', async () => {
    const { file } = await stateFolder()
    const files = Array.from({ length: 3_000 }, (_, index) => fileAt(`f${String(index).padStart(5, '0')}`))
    await go(await open(file), files)
    await utimes(file, 1000, 1000)
    const again = files.map(({ path }) => fileAt(path))
    expect(Object.values(await go(await open(file), again))).not.toContain(undefined)
    expect((await stat(file)).mtimeMs).toBe(1_000_000)
    // One that is gone is a change, at the end too; so is a dry run not.
    await go(
      await open(file, { isReadOnly: true }),
      again.slice(0, 5).map(({ path }) => fileAt(path)),
    )
    expect((await stat(file)).mtimeMs).toBe(1_000_000)
    await go(
      await open(file),
      again.slice(0, -1).map(({ path }) => fileAt(path)),
    )
    expect((await stat(file)).mtimeMs).toBeGreaterThan(1_000_000)
    expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(3_001)
  })

  it('keeps what a sync found out that broke off, besides what was known before', async () => {
    const { file, directory } = await stateFolder()
    await go(await open(file), [fileAt('b'), fileAt('c')])
    await go(await open(file), [fileAt('a')], 'broken off')
    await go(await open(file), [fileAt('b', 2)], 'broken off')
    expect(await readdir(directory)).toHaveLength(3)
    const known = await go(await open(file), [fileAt('a'), fileAt('b', 2), fileAt('c')])
    expect(known).toEqual({ a: hashOf(1), b: hashOf(2), c: hashOf(1) })
    expect(await readdir(directory)).toEqual(['state'])
  })

  it('keeps what a sync had written that was killed, up to where it breaks off', async () => {
    const { file, directory } = await stateFolder()
    const state = await open(file)
    const files = Array.from({ length: 2_000 }, (_, index) => fileAt(`f${String(index).padStart(5, '0')}`))
    await state.recall(files)
    for (const each of files) state.slot(each.path).keep(each, { hash: hashOf(1) })
    // It is still at work, so that others leave its file alone.
    await new Promise((resolve) => setTimeout(resolve, 100))
    const [run = ''] = await readdir(directory)
    expect(run).toMatch(/^state\..*\.run$/)
    expect(await go(await open(file, { isReadOnly: true }), [fileAt('f00000')])).toEqual({ f00000: undefined })
    // Somebody else's, of long ago, is anybody's; its last line is cut.
    const left = join(directory, 'state.00000000-1-1-0-0.run')
    await copyFile(join(directory, run), left)
    await utimes(left, 1000, 1000)
    const other = files.map(({ path }) => fileAt(path))
    const known = Object.values(await go(await open(file), other)).filter((hash) => hash !== undefined)
    expect(known.length).toBeGreaterThan(300)
    expect(known.length).toBeLessThan(2_000)
    await state.close('begun again')
    expect(await readdir(directory)).toEqual(['state'])
  })

  it('does not wait for what takes long, and keeps that for the next time all the same', async () => {
    const { file, directory } = await stateFolder()
    const state = await open(file)
    const slow = fileAt('a')
    const files = Array.from({ length: 25_000 }, (_, index) => fileAt(`f${String(index).padStart(5, '0')}`))
    await state.recall([slow, ...files])
    const slot = state.slot('a')
    for (const each of files) state.slot(each.path).keep(each, { hash: hashOf(1) })
    slot.keep(slow, { hash: hashOf(9) })
    await state.close('complete')
    expect(await readdir(directory)).toHaveLength(2)
    const all = [slow, ...files].map(({ path }) => fileAt(path))
    const known = await go(await open(file), all)
    expect(Object.values(known)).not.toContain(undefined)
    expect(known['a']).toBe(hashOf(9))
    expect(await readdir(directory)).toEqual(['state'])
  })

  it('is as good as nothing when it is of other blocks or another order, out of order, or another thing', async () => {
    const { file } = await stateFolder()
    await go(await open(file), [fileAt('a'), fileAt('b')])
    const good = await readFile(file, 'utf8')
    const [header = '', a = '', b = ''] = good.split('\n')
    const knows = async (): Promise<string[]> => {
      const known = await go(await open(file, { isReadOnly: true }), [fileAt('a'), fileAt('b')])
      return Object.keys(known).filter((path) => known[path] !== undefined)
    }
    expect(await knows()).toEqual(['a', 'b'])
    for (const [text, wanted] of [
      [`${header.replace('16', '17')}\n${a}\n${b}\n`, []],
      [`${header.replace('paths', 'any-case')}\n${a}\n${b}\n`, []],
      [`${header}\n${b}\n${a}\n`, ['b']],
      [`${header}\n${a}\n\0\0\0\0${b}\n`, ['a']],
      [`${header}\n${a}\n${b.replace(/^[0-9a-f]+/, 'name-of-a-snapshot')}\n`, ['a']],
      [`${header}\n${a}\n${b}`, ['a']],
      [`${header}\n${a}\n${b.slice(0, -2)}\n`, ['a']],
      [header, []],
      ['x'.repeat(300_000), []],
      ['', []],
    ] as const) {
      await writeFile(file, text)
      expect(await knows(), text.slice(0, 200)).toEqual(wanted)
    }
  })

  it('holds no lines that others could be read from', async () => {
    const { file } = await stateFolder()
    const state = await open(file)
    const files = ['a', 'b', 'c', 'd', 'e\nf', 'g'].map((path) => fileAt(path))
    await state.recall(files)
    const wild = ['AB', 'x y', '../..', '', '0'.repeat(64)]
    files.forEach((each, index) => {
      const hash = wild[index] ?? hashOf(1)
      const from = index === 1 ? 'uuid with a space:1' : index === 5 ? 'uuid:1' : undefined
      state.slot(each.path).keep(each, { ...(index === 5 ? {} : { hash }), from })
    })
    await state.close('complete')
    expect((await readFile(file, 'utf8')).split('\n').slice(1)).toEqual(['- uuid:1 5 1 1 7 g', ''])
  })

  it('that cannot be written is not, without a word', async () => {
    const { file, directory } = await stateFolder()
    await writeFile(join(directory, 'plain'), '')
    await go(await open(join(directory, 'plain', 'state')), [fileAt('a')])
    await go(await open(undefined), [fileAt('a')])
    await mkdir(file)
    await expect(open(file)).rejects.toThrow(`The state '${file}' is a directory. Name a file, or pass state: false`)
    expect((await readdir(directory)).sort()).toEqual(['plain', 'state'])
  })
})
