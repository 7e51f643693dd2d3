import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { appendFile, mkdir, readdir, readFile, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { InvalidArgumentError, NotFoundError, TransferError, UnauthorizedError } from '@kamaki/core'
import type { PithosContainer } from '@kamaki/pithos'
import { type SyncAction, SyncError, type SyncProgress, type SyncUpOptions, syncUp } from '@kamaki/pithos/node'
import { beforeEach, describe, expect, it } from 'vitest'
import { testCloud } from '../../cloud.ts'
import { someBytes } from '../../transfer/content.ts'
import { folder, plant } from './trees.ts'

const cloud = testCloud()
const box = (): PithosContainer => cloud.alice.container('box')
const up = (root: string, options: SyncUpOptions = {}) => syncUp(root, box(), { state: false, ...options })

/** A list that ends on an empty page. */
const onlyListed = ['GET /box?format=json', expect.stringMatching(/^GET \/box\?marker=.*&format=json$/)]

beforeEach(async () => {
  await cloud.clean()
  await box().create()
  cloud.requests.length = 0
})

/** Objects by name: their content, or null for a directory object. */
async function stored(): Promise<Record<string, string | null>> {
  const found: Record<string, string | null> = {}
  for await (const { name, contentType } of box().objects.list()) {
    const isDirectory = contentType === 'application/directory'
    found[name] = isDirectory ? null : Buffer.from(await box().object(name).download().bytes()).toString('latin1')
  }
  return found
}

const names = (actions: readonly SyncAction[]): string[] =>
  actions.map(({ action, path }) => `${action} ${path}`).sort()

describe('syncUp', () => {
  it('uploads files under their paths, and empty directories as objects', async () => {
    const { root } = await folder()
    await plant(root, {
      a: 'A',
      'b/c.txt': 'C',
      'b/d/e': '',
      'λ/ω': 'ω',
      'x/y': null,
      '.hidden/..z': '1',
      'q?#%&': 'q',
    })
    const report = await up(pathToFileURL(root) as unknown as string)
    expect(report).toMatchObject({ dryRun: false, unchanged: 0, hashed: 0, skipped: [], failures: [], transferred: 6 })
    expect(await stored()).toEqual({
      a: 'A',
      'b/c.txt': 'C',
      'b/d/e': '',
      'λ/ω': 'Ï\u0089',
      'x/y': null,
      '.hidden/..z': '1',
      'q?#%&': 'q',
    })
    expect(await box().object('b/c.txt').info()).toMatchObject({ contentType: 'text/plain' })
  })

  it('puts everything below the prefix, with or without its slash, and sees nothing else', async () => {
    const { root } = await folder()
    await plant(root, { a: 'A', 'b/c': 'C' })
    await box().object('pre').upload('not below it')
    await box().object('prefix/x').upload('not below it either')
    await up(root, { prefix: 'pre', delete: true })
    await up(root, { prefix: 'pre/', delete: true })
    expect(Object.keys(await stored())).toEqual(['pre', 'pre/a', 'pre/b/c', 'prefix/x'])
  })

  it('leaves alone what is the same, with a listing for all requests, whoever put it there', async () => {
    const { root } = await folder()
    await plant(root, { a: someBytes(100), 'b/c': 'C', 'd/e': null })
    await up(root)
    cloud.requests.length = 0
    expect(await up(root)).toMatchObject({ actions: [], unchanged: 3, hashed: 2, transferred: 0 })
    expect(cloud.requests).toEqual(onlyListed)
  })

  it('sends only the blocks that changed', async () => {
    const { root } = await folder()
    const bytes = someBytes(1600)
    await plant(root, { a: bytes, b: 'B' })
    await up(root)
    bytes[800] = 9
    await writeFile(join(root, 'a'), bytes)
    const report = await up(root)
    expect(report).toMatchObject({ unchanged: 1, transferred: 16 })
    expect(report.actions).toEqual([
      { action: 'upload', path: 'a', name: 'a', kind: 'file', bytes: 1600, reason: 'content' },
    ])
    await appendFile(join(root, 'b'), 'more')
    expect((await up(root)).actions).toMatchObject([{ path: 'b', reason: 'size', bytes: 5 }])
  })

  it('keeps type, encoding and metadata of what it replaces, and the time of the file', async () => {
    const { root } = await folder()
    await plant(root, { a: 'A' })
    await utimes(join(root, 'a'), 1_000_000_000.25, 1_000_000_000.25)
    await box()
      .object('a')
      .upload('old', { contentType: 'x/y', contentEncoding: 'gzip', metadata: { colour: 'red', mtime: '1' } })
    await up(root, { modes: true })
    expect(await box().object('a').info()).toMatchObject({
      contentType: 'x/y',
      contentEncoding: 'gzip',
      metadata: { colour: 'red', mtime: '1000000000.25', mode: '644' },
    })
    await plant(root, { a: 'AA', b: 'B' })
    await up(root, {
      times: false,
      properties: ({ path, name, bytes }) => ({
        contentType: 'text/plain',
        metadata: { about: `${path} ${name} ${bytes}` },
      }),
      prefix: '',
    })
    expect((await box().object('a').info()).metadata).toMatchObject({ colour: 'red', about: 'a a 2' })
    expect((await box().object('b').info()).metadata).toEqual({ about: 'b b 1' })
  })

  it('deletes only when asked, and then only what is below the prefix, takes part and can be on a disk', async () => {
    const { root } = await folder()
    await plant(root, { a: 'A', 'keep/x.tmp': 'T', linked: 'to be replaced' })
    await rm(join(root, 'linked'))
    await symlink('a', join(root, 'linked'))
    for (const name of ['p/old', 'p/a/b', 'p/linked', 'p/linked/x', 'p/y.tmp', 'p/..', 'p//', 'q/z']) {
      await box().object(name).upload('x')
    }
    await box().object('p/dir').createDirectory()
    await box().object('p/keep').createDirectory()
    const options = { prefix: 'p', exclude: '*.tmp' }
    const before = Object.keys(await stored())
    const careful = await up(root, options)
    expect(careful.skipped).toMatchObject([{ path: 'a', reason: 'in-the-way' }, { path: 'linked' }])
    expect(Object.keys(await stored())).toEqual(before)
    const report = await up(root, { ...options, delete: true })
    expect(names(report.actions)).toEqual(['delete a/b', 'delete dir', 'delete old', 'upload a'])
    expect(Object.keys(await stored())).toEqual([
      'p/..',
      'p//',
      'p/a',
      'p/keep',
      'p/linked',
      'p/linked/x',
      'p/y.tmp',
      'q/z',
    ])
  })

  it('deletes nothing when anything failed', async () => {
    const { root } = await folder()
    await plant(root, { a: 'A', b: 'B' })
    await box().object('old').upload('x')
    cloud.emulator.faults.add({ method: 'PUT', path: '*/box/a?format*', fault: { kind: 'status', status: 400 } })
    const report = await up(root, { delete: true, failures: 'report' })
    expect(report.skipped).toMatchObject([{ path: 'old', reason: 'not-deleted' }])
    expect(Object.keys(await stored())).toEqual(['b', 'old'])
  })

  it('tells in a dry run what it would do, and does nothing', async () => {
    const { root } = await folder()
    await plant(root, { same: 'S', changed: 'new', b: 'B', 'd/e': null })
    await box().object('same').upload('S')
    await box().object('changed').upload('old')
    await box().object('extra').upload('E')
    cloud.requests.length = 0
    const state = join(root, '..', 'state')
    const report = await up(root, { dryRun: true, delete: true, state })
    expect(report).toMatchObject({ dryRun: true, unchanged: 1, transferred: 0 })
    expect(names(report.actions)).toEqual(['create-directory d/e', 'delete extra', 'upload b', 'upload changed'])
    expect(cloud.requests).toEqual(onlyListed)
    await expect(stat(state)).rejects.toMatchObject({ code: 'ENOENT' })
    const done = await up(root, { delete: true })
    expect(names(done.actions)).toEqual(names(report.actions))
  })

  it('takes patterns', async () => {
    const { root } = await folder()
    await plant(root, {
      'index.html': '',
      'a/b.html': '',
      'a/b.png': '',
      'node_modules/x.html': '',
      'a/node_modules/deep/y.html': '',
      'build/z.html': '',
      'a/build/z.html': '',
      '.git/h.html': '',
      empty: null,
    })
    await up(root, { include: '*.html', exclude: ['node_modules/', '/build', '.git/**'] })
    expect(Object.keys(await stored())).toEqual(['a/b.html', 'a/build/z.html', 'index.html'])
    await cloud.clean()
    await box().create()
    await up(root, { include: ['a/*', '!x'] })
    expect(Object.keys(await stored())).toEqual(['a/b.html', 'a/b.png'])
  })

  it('skips links and special files with a note, or follows links that stay inside', async () => {
    const { root, outside } = await folder()
    await plant(outside, { secret: 'S' })
    await plant(root, { 'd/f': 'F' })
    for (const [to, from] of [
      ['d/f', 'file'],
      ['d', 'dir'],
      ['../secret', 'out'],
      ['..', 'up'],
      ['nowhere', 'broken'],
      ['..', 'd/loop'],
      ['/etc', 'abs'],
    ]) {
      await symlink(to!, join(root, from!))
    }
    execFileSync('mkfifo', [join(root, 'pipe')])
    const skipped = await up(root)
    expect(skipped.skipped.map(({ path, reason }) => `${path} ${reason}`).sort()).toEqual([
      'abs link',
      'broken link',
      'd/loop link',
      'dir link',
      'file link',
      'out link',
      'pipe special',
      'up link',
    ])
    expect(Object.keys(await stored())).toEqual(['d/f'])
    const followed = await up(root, { symlinks: 'follow' })
    expect(followed.skipped.map(({ path, reason }) => `${path} ${reason}`).sort()).toEqual([
      'abs link-out-of-tree',
      'broken link-out-of-tree',
      'd/loop link-loop',
      'dir/loop link-loop',
      'out link-out-of-tree',
      'pipe special',
      'up link-out-of-tree',
    ])
    expect(await stored()).toEqual({ 'd/f': 'F', 'dir/f': 'F', file: 'F' })
  })

  it('notes names that no object can have', async () => {
    const { root } = await folder()
    await plant(root, {
      'line\nfeed': 'x',
      ok: 'x',
      [`${'d'.repeat(250)}/${'e'.repeat(250)}/${'f'.repeat(250)}/${'g'.repeat(250)}/${'h'.repeat(50)}`]: 'x',
    })
    const { skipped } = await up(root)
    expect(skipped.map(({ reason }) => reason)).toEqual(['name-not-storable', 'name-not-storable'])
    expect(Object.keys(await stored())).toEqual(['ok'])
  })

  it('notes names that are not valid UTF-8 (Linux has them)', async ({ skip }) => {
    skip(process.platform !== 'linux', 'file names are Unicode on this platform')
    const { root } = await folder()
    await plant(root, { ok: 'x', 'real \ufffd': 'x' })
    await writeFile(Buffer.concat([Buffer.from(join(root, 'bad ')), Buffer.of(0xff)]), 'x')
    expect((await up(root)).skipped).toMatchObject([{ path: 'bad \ufffd', reason: 'name-not-storable' }])
    expect(Object.keys(await stored())).toEqual(['ok', 'real \ufffd'])
  })

  it('never uploads part files of downloads', async () => {
    const { root } = await folder()
    await plant(root, { '.kamaki-0123456789abcdef-1.part': 'half', a: 'A' })
    await up(root)
    expect(Object.keys(await stored())).toEqual(['a'])
  })

  it('replaces directory objects by files and files by directory objects', async () => {
    const { root } = await folder()
    await plant(root, { file: '', dir: null })
    await box().object('file').createDirectory()
    await box().object('dir').upload('was a file')
    const report = await up(root, { delete: true })
    expect(report.actions.map(({ path, reason }) => `${path} ${reason}`).sort()).toEqual(['dir kind', 'file kind'])
    expect(await stored()).toEqual({ file: '', dir: null })
    expect(await up(root)).toMatchObject({ actions: [] })
  })

  it('does all others when one fails, and then throws one error that lists what failed', async () => {
    const { root } = await folder()
    await plant(root, { a: 'A', b: 'B', c: 'C', d: 'D' })
    for (const path of ['*/box/b?format*', '*/box/c?format*']) {
      cloud.emulator.faults.add({ method: 'PUT', path, fault: { kind: 'status', status: 400 } })
    }
    const error = await up(root).catch((each: unknown) => each)
    expect(SyncError.isInstance(error) && TransferError.isInstance(error)).toBe(true)
    if (!SyncError.isInstance(error)) return
    expect(error.message).toMatch(/^2 of 4 steps failed: upload b: .*; upload c: /)
    expect(error.failures.map(({ path, action }) => `${action} ${path}`).sort()).toEqual(['upload b', 'upload c'])
    expect(names(error.report.actions)).toEqual(['upload a', 'upload d'])
    expect(error.cause).toMatchObject({ status: 400 })
    expect(Object.keys(await stored())).toEqual(['a', 'd'])
    expect((await up(root, { failures: 'report' })).failures).toHaveLength(2)
    cloud.emulator.faults.clear()
    expect(names((await up(root)).actions)).toEqual(['upload b', 'upload c'])
  })

  it('ends at the first failure if asked to', async () => {
    const { root } = await folder()
    await plant(root, Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`f${index}`, `${index}`])))
    cloud.emulator.faults.add({ method: 'PUT', path: '*/box/f1?format*', fault: { kind: 'status', status: 400 } })
    const error = await up(root, { failures: 'stop', concurrency: 1 }).catch((each: unknown) => each)
    expect(error).toBeInstanceOf(SyncError)
    expect((error as SyncError).failures).toHaveLength(1)
    expect((error as SyncError).report.actions.map(({ path }) => path)).toEqual(['f0'])
  })

  it('ends when the token is rejected, since no file would fare better', async () => {
    const { root } = await folder()
    await plant(root, { a: 'A', b: 'B', c: 'C' })
    cloud.emulator.faults.add({ method: 'PUT', path: '*', fault: { kind: 'status', status: 401 } })
    const error = (await up(root, { concurrency: 1, failures: 'report' })).failures
    expect(error).toHaveLength(1)
    expect(UnauthorizedError.isInstance(error[0]?.error)).toBe(true)
  })

  it('takes a file that changes while it is read as it is afterwards', async () => {
    const { root } = await folder()
    await plant(root, { a: someBytes(4000), gone: 'G' })
    let done = false
    const report = await up(root, {
      onProgress: ({ phase, current, transferred }) => {
        if (done || phase !== 'transferring' || current !== 'a' || transferred === 0) return
        done = true
        // The old file goes on to be read; a real editor does one or the other.
        writeFileSync(join(root, 'a'), '')
        writeFileSync(join(root, 'a'), 'new')
      },
    })
    expect(done).toBe(true)
    expect(report.failures).toEqual([])
    expect((await stored())['a']).toBe('new')
  })

  it('gives up on a file that never rests', async () => {
    const { root } = await folder()
    await plant(root, { a: 'A', b: 'B' })
    let times = 0
    const properties: SyncUpOptions['properties'] = ({ path }) => {
      if (path !== 'a') return undefined
      times += 1
      execFileSync('sh', ['-c', `printf more >> '${join(root, 'a')}'`])
      return undefined
    }
    const error = await up(root, { properties }).catch((each: unknown) => each)
    expect((error as SyncError).failures).toMatchObject([
      { path: 'a', error: { message: expect.stringMatching(/changes whenever/) } },
    ])
    expect(times).toBe(3)
  })

  it('notes files that vanish', async () => {
    const { root } = await folder()
    await plant(root, { a: 'A', b: 'B' })
    const report = await up(root, {
      concurrency: 1,
      onAction: ({ path }) => {
        if (path === 'a') execFileSync('rm', ['-f', join(root, 'b')])
      },
    })
    expect(report.skipped).toMatchObject([{ path: 'b', reason: 'vanished' }])
  })

  it('shows progress over all files', async () => {
    const { root } = await folder()
    await plant(root, { a: someBytes(100), b: someBytes(200), c: someBytes(50) })
    await box().object('c').upload(someBytes(50))
    const seen: SyncProgress[] = []
    const report = await up(root, { onProgress: (progress) => seen.push(progress) })
    expect([...new Set(seen.map(({ phase }) => phase))]).toEqual(['comparing', 'transferring', 'done'])
    const sending = seen.filter(({ phase }) => phase === 'transferring')
    expect(sending.at(-1)).toMatchObject({ files: 2, totalFiles: 2, bytes: 300, totalBytes: 300, transferred: 300 })
    expect(seen.at(-1)).toMatchObject({ phase: 'done', transferred: report.transferred, current: undefined })
    for (const { bytes, totalBytes, files, totalFiles } of seen) {
      expect(bytes).toBeLessThanOrEqual(totalBytes)
      expect(files).toBeLessThanOrEqual(totalFiles)
    }
  })

  it('ends with what a listener throws, or the reason of an abort', async () => {
    const { root } = await folder()
    await plant(root, Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`f${index}`, `${index}`])))
    const reason = new Error('enough')
    const thrower = up(root, {
      onProgress: ({ files }) => {
        if (files === 3) throw reason
      },
    })
    await expect(thrower).rejects.toBe(reason)
    const controller = new AbortController()
    const aborted = up(root, {
      signal: controller.signal,
      concurrency: 1,
      onProgress: ({ phase, files }) => {
        if (phase === 'transferring' && files === 3) controller.abort(reason)
      },
    })
    await expect(aborted).rejects.toBe(reason)
    expect(Object.keys(await stored()).length).toBeLessThan(30)
    await expect(up(root, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    await up(root)
    expect(Object.keys(await stored())).toHaveLength(30)
  })

  it('rejects options that make no sense, and what is not there', async () => {
    const { root } = await folder()
    const wrong = [
      { prefix: '/x' },
      { prefix: 'a\n' },
      { concurrency: 0 },
      { compare: 'size' },
      { failures: 'no' },
      { symlinks: 'keep' },
      { state: '' },
    ]
    for (const options of wrong) {
      await expect(up(root, options as SyncUpOptions), JSON.stringify(options)).rejects.toBeInstanceOf(
        InvalidArgumentError,
      )
    }
    await expect(up('')).rejects.toBeInstanceOf(InvalidArgumentError)
    expect(cloud.requests).toEqual([])
    await box().object('precious').upload('x')
    await expect(up(join(root, 'no'), { delete: true })).rejects.toThrow(
      `Cannot read '${join(root, 'no')}' (ENOENT): it does not exist`,
    )
    await expect(syncUp(root, cloud.alice.container('no'))).rejects.toBeInstanceOf(NotFoundError)
    expect(Object.keys(await stored())).toEqual(['precious'])
  })
})

describe('the memory of hashes', () => {
  const rest = () => new Promise((resolve) => setTimeout(resolve, 60))

  it('saves reading what has not changed, for any target, and notices what has', async () => {
    const { root, outside } = await folder()
    const state = join(outside, 'cache', 'state.json')
    await plant(root, { a: 'A', b: 'B', 'd/c': 'C' })
    await rest()
    expect(await up(root, { state })).toMatchObject({ hashed: 0 })
    expect(await up(root, { state })).toMatchObject({ hashed: 0, unchanged: 3 })
    expect(await up(root, { state, compare: 'hash' })).toMatchObject({ hashed: 3, unchanged: 3 })
    await box().object('elsewhere/a').upload('A')
    await box().object('elsewhere/b').upload('X')
    const other = await up(root, { state, prefix: 'elsewhere', dryRun: true })
    expect(other).toMatchObject({ hashed: 0, unchanged: 1 })
    // The same size and the same time: only the change itself is noticed.
    const { atimeMs, mtimeMs } = await stat(join(root, 'a'))
    await writeFile(join(root, 'a'), 'Z')
    await utimes(join(root, 'a'), atimeMs / 1000, mtimeMs / 1000)
    await rm(join(root, 'b'))
    await rename(join(root, 'd'), join(root, 'e'))
    const report = await up(root, { state, delete: true })
    expect(names(report.actions)).toEqual([
      'delete b',
      'delete d/c',
      'delete elsewhere/a',
      'delete elsewhere/b',
      'upload a',
      'upload e/c',
    ])
    expect((await stored())['a']).toBe('Z')
  })

  it('notices what somebody else changed in the cloud', async () => {
    const { root, outside } = await folder()
    const state = join(outside, 'state.json')
    await plant(root, { a: 'A' })
    await rest()
    await up(root, { state })
    await box().object('a').upload('B')
    expect(await up(root, { state })).toMatchObject({ hashed: 0, actions: [{ path: 'a', reason: 'content' }] })
    expect(await stored()).toEqual({ a: 'A' })
  })

  it('does not trust a file that was written at the very time at which it was read', async () => {
    const { root, outside } = await folder()
    const state = join(outside, 'state.json')
    await plant(root, { a: 'A' })
    const soon = Date.now() / 1000 + 3600
    await utimes(join(root, 'a'), soon, soon)
    await rest()
    await up(root, { state })
    expect(await up(root, { state })).toMatchObject({ hashed: 1 })
  })

  it('does without one that is broken or of other blocks, and touches nothing that is not one', async () => {
    const { root, outside } = await folder()
    const state = join(outside, 'state.json')
    await plant(root, { a: 'A', __proto__x: 'P' })
    await mkdir(join(root, '__proto__'))
    await plant(root, { constructor: 'c' })
    await rest()
    await up(root, { state })
    expect(await up(root, { state })).toMatchObject({ hashed: 0, unchanged: 4 })
    const wrong = [
      '{',
      'null',
      '[]',
      '{"version":1}',
      '{"version":1,"blockSize":16,"blockHash":"sha256","files":{"a":[1,2],"b":null,"c":[1,"x","1","1","h"]}}',
      '{"version":1,"blockSize":17,"blockHash":"sha256","files":{}}',
      '{"version":2,"blockSize":16,"blockHash":"sha256","files":{}}',
    ]
    for (const text of [
      '',
      'kamaki sync ',
      'kamaki sync 2 paths 16 sha256\n',
      'kamaki sync 1 paths 17 sha256\n',
      ...wrong,
    ]) {
      await writeFile(state, text)
      const hasMark = text === '' || text.startsWith('kamaki sync ')
      if (hasMark) {
        expect(await up(root, { state }), text).toMatchObject({ hashed: 3, unchanged: 4, failures: [] })
        continue
      }
      for (const dryRun of [true, false])
        await expect(up(root, { state, dryRun })).rejects.toThrow(/is a file of something else/)
      expect(await readFile(state, 'utf8')).toBe(text)
    }
    const unwritable = [join(root, 'a', 'no'), ...(process.platform === 'linux' ? ['/proc/x', '/proc/a/b/c'] : [])]
    for (const path of unwritable) {
      for (const dryRun of path === '/proc/a/b/c' ? [false] : [true, false]) {
        const error = await up(root, { state: path, dryRun }).catch((reason: unknown) => reason)
        expect(TransferError.isInstance(error) && error.message, path).toContain(`Cannot write '${path}'`)
      }
    }
    // One that is to be created with its directories is not created by a dry run.
    await up(root, { state: join(outside, 'new', 'deep', 'state'), dryRun: true })
    expect(await readdir(outside)).not.toContain('new')
  })

  it('is in the user’s cache directory unless told otherwise', async () => {
    const { root, outside } = await folder()
    const before = process.env['XDG_CACHE_HOME']
    process.env['XDG_CACHE_HOME'] = join(outside, 'cache')
    try {
      await plant(root, { a: 'A' })
      await rest()
      await syncUp(root, box())
      expect(await syncUp(root, box())).toMatchObject({ hashed: 0, unchanged: 1 })
      expect((await stat(join(outside, 'cache', 'kamaki', 'sync'))).mode & 0o777).toBe(0o700)
    } finally {
      if (before === undefined) delete process.env['XDG_CACHE_HOME']
      else process.env['XDG_CACHE_HOME'] = before
    }
  })
})
