import { execFileSync } from 'node:child_process'
import { chmod, mkdir, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { IntegrityError, InvalidArgumentError, NotFoundError } from '@kamaki/core'
import type { PithosContainer } from '@kamaki/pithos'
import {
  type SyncAction,
  type SyncDownOptions,
  SyncError,
  type SyncProgress,
  type SyncReport,
  syncDown,
  syncUp,
} from '@kamaki/pithos/node'
import { beforeEach, describe, expect, it } from 'vitest'
import { testCloud } from '../../cloud.ts'
import { someBytes } from '../../transfer/content.ts'
import { folder, harvest, plant } from './trees.ts'

const cloud = testCloud()
const box = (): PithosContainer => cloud.alice.container('box')
const down = (root: string | URL, options: SyncDownOptions = {}) => syncDown(box(), root, { state: false, ...options })

/** A list that ends on an empty page. */
const onlyListed = ['GET /box?format=json', expect.stringMatching(/^GET \/box\?marker=.*&format=json$/)]

beforeEach(async () => {
  await cloud.clean()
  await box().create()
})

async function store(objects: Record<string, string | Uint8Array | null>): Promise<void> {
  for (const [name, content] of Object.entries(objects)) {
    if (content === null) await box().object(name).createDirectory()
    else await box().object(name).upload(content, { singleRequestBytes: 0 })
  }
  cloud.requests.length = 0
}

const names = (actions: readonly SyncAction[]): string[] =>
  actions.map(({ action, path }) => `${action} ${path}`).sort()
const skips = ({ skipped }: SyncReport): string[] => skipped.map(({ path, reason }) => `${path} ${reason}`).sort()

describe('syncDown', () => {
  it('brings objects to files of their paths, and makes directories', async () => {
    const { outside } = await folder()
    await store({ a: 'A', 'b/c.json': 'C', 'b/d': null, 'x/y/z': '', other: 'folder by another tool', 'seen/': '' })
    await box().object('old').create({ contentType: 'application/folder' })
    const target = join(outside, 'new', 'deep')
    const report = await down(pathToFileURL(target))
    expect(report).toMatchObject({ skipped: [], failures: [], unchanged: 0 })
    expect(await harvest(target)).toEqual({
      a: 'A',
      'b/c.json': 'C',
      'b/d': null,
      'x/y/z': '',
      other: 'folder by another tool',
      seen: null,
      old: null,
    })
  })

  it('takes one request for a file of one block, and none for a file that is right', async () => {
    const { root } = await folder()
    await store({ a: 'A', b: someBytes(16), c: someBytes(17) })
    await down(root)
    expect(cloud.requests.filter((request) => /\/box\/[ab]/.test(request)).sort()).toEqual([
      'GET /box/a?format=json',
      'GET /box/b?format=json',
    ])
    expect(cloud.requests.filter((request) => request.startsWith('GET /box/c'))).toHaveLength(1)
    cloud.requests.length = 0
    expect(await down(root)).toMatchObject({ actions: [], unchanged: 3, hashed: 3 })
    expect(cloud.requests).toEqual(onlyListed)
  })

  it('fetches only the blocks that differ, and leaves alone what is not in the cloud', async () => {
    const { root } = await folder()
    const bytes = someBytes(1600)
    await store({ a: bytes })
    await down(root)
    await plant(root, { mine: 'M' })
    bytes[800] = 9
    await store({ a: bytes })
    const report = await down(root)
    expect(report).toMatchObject({ transferred: 16, actions: [{ path: 'a', reason: 'content', bytes: 1600 }] })
    expect(await harvest(root)).toEqual({ a: Buffer.from(bytes).toString('latin1'), mine: 'M' })
  })

  it('sets on files the times and permissions that were kept, and nothing that makes no sense', async () => {
    const from = await folder()
    const to = await folder()
    await plant(from.root, { a: 'A', b: someBytes(40) })
    await chmod(join(from.root, 'a'), 0o640)
    for (const path of ['a', 'b']) await utimes(join(from.root, path), 1_000_000_000.25, 1_000_000_000.25)
    await syncUp(from.root, box(), { state: false, modes: true })
    await box()
      .object('wild')
      .upload('W', { metadata: { mtime: '1e400', mode: '104755' } })
    await box()
      .object('far')
      .upload('F', { metadata: { mtime: '999999999999', mode: 'rwx' } })
    await down(to.root, { modes: true })
    expect(await stat(join(to.root, 'a'))).toMatchObject({ mtimeMs: 1_000_000_000_250, mode: 0o100640 })
    expect((await stat(join(to.root, 'b'))).mtimeMs).toBe(1_000_000_000_250)
    expect((await stat(join(to.root, 'wild'))).mode).toBe(0o100755)
    for (const path of ['wild', 'far']) expect((await stat(join(to.root, path))).mtimeMs).toBeGreaterThan(1.6e12)
    await chmod(join(to.root, 'b'), 0o600)
    await box()
      .object('b')
      .upload('new', { metadata: { mtime: '5' } })
    await down(to.root, { times: false })
    expect(await stat(join(to.root, 'b'))).toMatchObject({ mode: 0o100600, size: 3 })
    expect((await stat(join(to.root, 'b'))).mtimeMs).toBeGreaterThan(1.6e12)
  })

  it('deletes only when asked, and then only what takes part', async () => {
    const { root } = await folder()
    await store({ 'p/a': 'A', 'p/keep/b': 'B', 'p/made': null })
    const tree = {
      a: 'old',
      extra: 'E',
      'keep/x': 'X',
      'gone/deep/er/y': 'Y',
      'mixed/z': 'Z',
      'mixed/safe.tmp': 'T',
      empty: null,
      'd.tmp/f': 'F',
    }
    await plant(root, tree)
    await symlink('extra', join(root, 'link'))
    const options = { prefix: 'p', exclude: '*.tmp' }
    await down(root, options)
    expect(Object.keys(await harvest(root))).toHaveLength(11)
    const dry = await down(root, { ...options, delete: true, dryRun: true })
    const report = await down(root, { ...options, delete: true })
    expect(await harvest(root)).toEqual({
      a: 'A',
      'd.tmp/f': 'F',
      'keep/b': 'B',
      link: '(link)',
      made: null,
      'mixed/safe.tmp': 'T',
    })
    expect(skips(report)).toEqual(['link link', 'mixed not-empty'])
    expect(names(dry.actions)).toEqual([...names(report.actions), 'delete mixed'].sort())
  })

  it('deletes nothing when anything failed, nor what was changed after it was looked at', async () => {
    const { root } = await folder()
    await store({ a: 'A', b: 'B' })
    await plant(root, { extra: 'E' })
    cloud.emulator.faults.add({ method: 'GET', path: '*/box/a?format*', fault: { kind: 'status', status: 400 } })
    const failed = await down(root, { delete: true, failures: 'report' })
    expect(failed.failures).toMatchObject([{ path: 'a', action: 'download' }])
    expect(skips(failed)).toEqual(['extra not-deleted'])
    cloud.emulator.faults.clear()
    const report = await down(root, {
      delete: true,
      onProgress: ({ phase, files }) => {
        if (phase === 'deleting' && files === 0) execFileSync('sh', ['-c', `printf more >> '${join(root, 'extra')}'`])
      },
    })
    expect(skips(report)).toEqual(['extra changed-meanwhile'])
    expect(await harvest(root)).toEqual({ a: 'A', b: 'B', extra: 'Emore' })
  })

  it('overwrites nothing that came or changed while it was under way', async () => {
    const { root } = await folder()
    await store({ a: 'A', b: 'B', c: 'C' })
    await plant(root, { b: 'mine' })
    const report = await down(root, {
      concurrency: 1,
      onProgress: ({ phase, files }) => {
        if (phase !== 'transferring' || files !== 0) return
        execFileSync('sh', ['-c', `cd '${root}'; printf new > a; printf edited > b`])
      },
    })
    expect(skips(report)).toEqual(['a changed-meanwhile', 'b changed-meanwhile'])
    expect(await harvest(root)).toEqual({ a: 'new', b: 'edited', c: 'C' })
  })

  it('tells in a dry run what it would do, and makes nothing, not even the directory', async () => {
    const { root, outside } = await folder()
    await store({ a: 'A', 'b/c': 'C', d: null })
    const report = await down(join(outside, 'new'), { dryRun: true, delete: true })
    expect(report.actions.map(({ action, path }) => `${action} ${path}`)).toEqual([
      'download a',
      'download b/c',
      'create-directory d',
    ])
    expect(cloud.requests).toEqual(onlyListed)
    expect(await readdir(outside)).toEqual(['root'])
    await down(root)
    expect(await down(root, { dryRun: true })).toMatchObject({ actions: [], unchanged: 3 })
  })

  it('puts a file where a directory is and the other way round only with delete', async () => {
    const { root } = await folder()
    await store({ a: 'file', 'b/c/d': 'deep', e: null })
    await plant(root, { 'a/x/y': 'Y', 'a/z': 'Z', 'b/c': 'file', e: 'file' })
    const before = await harvest(root)
    const refused = await down(root)
    expect(skips(refused)).toEqual(['a in-the-way', 'b/c/d in-the-way', 'e in-the-way'])
    expect(await harvest(root)).toEqual(before)
    const report = await down(root, { delete: true })
    expect(skips(report)).toEqual([])
    expect(await harvest(root)).toEqual({ a: 'file', 'b/c/d': 'deep', e: null })
  })

  it('does not remove a directory with something in it that takes no part', async () => {
    const { root } = await folder()
    await store({ a: 'file' })
    await plant(root, { 'a/x': 'X', 'a/safe.tmp': 'T' })
    const report = await down(root, { delete: true, exclude: '*.tmp' })
    expect(skips(report)).toEqual(['a in-the-way', 'a not-empty'])
    expect(await harvest(root)).toEqual({ 'a/safe.tmp': 'T' })
  })

  it('notices objects that change or go after they were listed', async () => {
    const { root } = await folder()
    await store({ changes: 'old', gone: 'G', long: someBytes(40), stays: 'S' })
    let work: Promise<unknown> | undefined
    cloud.emulator.faults.add({ method: 'GET', path: '*/box/*', fault: { kind: 'delay', ms: 300 } })
    const report = await down(root, {
      onProgress: ({ phase }) => {
        if (phase !== 'transferring' || work !== undefined) return
        work = Promise.all([
          box().object('changes').upload('newer'),
          box().object('gone').delete(),
          box().object('long').upload('short'),
        ])
      },
    })
    await work
    cloud.emulator.faults.clear()
    expect(skips(report)).toEqual(['gone vanished'])
    expect(await harvest(root)).toEqual({ changes: 'newer', long: 'short', stays: 'S' })
  })

  it('brings what was cut in place where that is asked for, and manifests, and knows them again', async () => {
    const { root, outside } = await folder()
    const state = join(outside, 'state')
    await store({ cut: 'hello, world', long: someBytes(100), 'parts/1': 'one', 'parts/2': 'two' })
    for (const [name, size] of [
      ['cut', 5],
      ['long', 70],
    ] as const)
      await box().object(name).writeFrom(box().object(name), 0, { size })
    await box().object('whole').putManifest({ container: 'box', prefix: 'parts/' })
    const careful = await down(root, { state: false, failures: 'report' })
    expect(careful.failures.map(({ path }) => path).sort()).toEqual(['cut', 'long'])
    const first = await down(root, { state, unverified: 'accept' })
    expect(
      first.actions
        .filter(({ unverified }) => unverified)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['cut', 'long', 'whole'])
    const expected = {
      cut: 'hello',
      long: Buffer.from(someBytes(70)).toString('latin1'),
      'parts/1': 'one',
      'parts/2': 'two',
      whole: 'onetwo',
    }
    expect(await harvest(root)).toEqual(expected)
    const again = await down(root, { state, unverified: 'accept' })
    expect(names(again.actions)).toEqual(['download whole'])
    expect(await harvest(root)).toEqual(expected)
  })

  it('never puts wrong content under a name, and does all others', async () => {
    const { root } = await folder()
    const right = someBytes(160, 5)
    await store({ good: 'G', large: right })
    await plant(root, { large: 'what was there' })
    const { blocks } = cloud.emulator.state
    const { hashes } = await box().object('large').hashmap()
    const [good = ''] = (await box().object('good').hashmap()).hashes
    await blocks.clear()
    blocks.put(good, Buffer.from('G'))
    hashes.forEach((hash, index) => {
      blocks.put(hash, index === 2 ? someBytes(16, 99) : right.slice(index * 16, index * 16 + 16))
    })
    const error = (await down(root).catch((each: unknown) => each)) as SyncError
    expect(SyncError.isInstance(error)).toBe(true)
    expect(error.failures.map(({ path, error: each }) => [path, IntegrityError.isInstance(each)])).toEqual([
      ['large', true],
    ])
    expect(await harvest(root)).toMatchObject({ good: 'G', large: 'what was there' })
  })

  it('shows progress, and ends with the reason of an abort', async () => {
    const { root } = await folder()
    await store(Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`f${index}`, someBytes(10 + index)])))
    const seen: SyncProgress[] = []
    const reason = new Error('enough')
    const controller = new AbortController()
    const aborted = down(root, {
      signal: controller.signal,
      concurrency: 2,
      onProgress: ({ phase, files }) => {
        if (phase === 'transferring' && files === 4) controller.abort(reason)
      },
    })
    await expect(aborted).rejects.toBe(reason)
    const partial = Object.keys(await harvest(root)).filter((name) => !name.startsWith('.kamaki-'))
    expect(partial.length).toBeGreaterThanOrEqual(4)
    expect(partial.length).toBeLessThan(20)
    const report = await down(root, { onProgress: (progress) => seen.push(progress) })
    expect(report.actions.length + report.unchanged).toBe(20)
    const receiving = seen.filter(({ phase }) => phase === 'transferring')
    const total = report.actions.reduce((sum, { bytes }) => sum + bytes, 0)
    expect(receiving.at(-1)).toMatchObject({ files: report.actions.length, bytes: total, totalBytes: total })
    expect(seen.at(-1)?.phase).toBe('done')
  })

  it('does not read files again that it has downloaded', async () => {
    const { root, outside } = await folder()
    const state = join(outside, 'state')
    await store({ a: 'A', b: someBytes(100) })
    await down(root, { state })
    expect(await down(root, { state })).toMatchObject({ hashed: 0, unchanged: 2 })
    expect(await down(root, { state, compare: 'hash' })).toMatchObject({ hashed: 2, unchanged: 2 })
    await rm(join(root, 'b'))
    await writeFile(join(root, 'a'), 'B')
    expect(names((await down(root, { state })).actions)).toEqual(['download a', 'download b'])
    expect((await harvest(root))['a']).toBe('A')
  })

  it('removes old part files, and keeps new ones', async () => {
    const { root } = await folder()
    await store({ a: 'A' })
    const [old, fresh] = ['1', '2'].map((id) => `.kamaki-0123456789abcdef-0-0-0-0-${id}.part`) as [string, string]
    await plant(root, { [old]: 'x', [fresh]: 'x' })
    await utimes(join(root, old), 1000, 1000)
    await down(root, { delete: true })
    expect(Object.keys(await harvest(root))).toEqual([fresh, 'a'])
  })

  it('rejects what is not a directory, or not a container', async () => {
    const { root } = await folder()
    await plant(root, { file: 'F' })
    await expect(down(join(root, 'file'))).rejects.toThrow('something else than a directory has this name')
    await expect(down('')).rejects.toBeInstanceOf(InvalidArgumentError)
    if (process.platform === 'linux') {
      for (const path of ['/proc/no', '/proc/no/no'])
        await expect(down(path)).rejects.toThrow(`Cannot write '${path}' (ENOENT)`)
    }
    await mkdir(join(root, 'd'))
    await plant(root, { 'd/x': 'X' })
    const missing = syncDown(cloud.alice.container('no'), join(root, 'd'), { delete: true, state: false })
    await expect(missing).rejects.toBeInstanceOf(NotFoundError)
    expect(await harvest(join(root, 'd'))).toEqual({ x: 'X' })
  })

  it('takes what somebody else shares', async () => {
    const { root } = await folder()
    await store({ 'shared/a': 'A', 'shared/b': someBytes(50), secret: 'S' })
    await box().object('shared').createDirectory()
    await box()
      .object('shared')
      .share({ read: [cloud.bobId] })
    const theirs = cloud.bob.account(cloud.aliceId).container('box')
    await syncDown(theirs, root, { state: false, prefix: 'shared' })
    expect(Object.keys(await harvest(root))).toEqual(['a', 'b'])
  })
})
