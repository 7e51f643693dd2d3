import { mkdir, readdir, rename, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PithosContainer } from '@kamaki/pithos'
import { type SyncReport, syncDown, syncUp } from '@kamaki/pithos/node'
import { atScale } from '@kamaki-tooling/testing'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { chooseSpellings } from '../../../src/node/sync/any-case.ts'
import { filterOf } from '../../../src/node/sync/filter.ts'
import type { RemoteEntry } from '../../../src/node/sync/remote-listing.ts'
import { RemoteTree } from '../../../src/node/sync/remote-tree.ts'
import { withSmall } from '../../../src/node/sync/small-file.ts'
import type { SyncSkip } from '../../../src/node/sync/sync-report.ts'
import { testCloud } from '../../cloud.ts'
import { someBytes } from '../../transfer/content.ts'
import { folder, harvest, plant } from './trees.ts'

const cloud = testCloud()
const box = (): PithosContainer => cloud.alice.container('box')
const skips = ({ skipped }: SyncReport): string[] => skipped.map(({ path, reason }) => `${path} ${reason}`).sort()

beforeEach(async () => {
  await cloud.clean()
  await box().create()
})

async function store(...names: string[]): Promise<void> {
  for (const name of names) await box().object(name).upload(`content of ${name}`)
}

describe('names in the cloud', () => {
  it('are rejected where they lead out or are not paths, and reported one by one', async () => {
    const { root, outside } = await folder()
    await plant(outside, { victim: 'V' })
    await store(
      'p/../victim',
      'p/..',
      'p/.',
      'p/./x',
      'p//etc/x',
      'p/a//b',
      'p/a/',
      'p/a/../../victim',
      `p/${'x'.repeat(256)}`,
      'p/ok/fine',
      `p/${root}/abs`,
      'p/.kamaki-0123456789abcdef-1.part',
    )
    const report = await syncDown(box(), root, { prefix: 'p', state: false, delete: true })
    expect(await harvest(outside)).toEqual({ victim: 'V', 'root/ok/fine': 'content of p/ok/fine' })
    expect(skips(report)).toEqual(
      [
        '../victim dot-segment',
        '.. dot-segment',
        '. dot-segment',
        './x dot-segment',
        '/etc/x absolute',
        'a//b empty-segment',
        'a/ empty-segment',
        'a/../../victim dot-segment',
        `${'x'.repeat(256)} too-long`,
        `${root}/abs absolute`,
        '.kamaki-0123456789abcdef-1.part part-file',
      ].sort(),
    )
    expect(report.skipped.every(({ name }) => name?.startsWith('p/'))).toBe(true)
  })

  it('never lead through links, wherever these are', async () => {
    const { root, outside } = await folder()
    await mkdir(join(outside, 'elsewhere'))
    await plant(outside, { victim: 'V', 'elsewhere/x': 'X' })
    await symlink('../elsewhere', join(root, 'dir'))
    await symlink('../victim', join(root, 'file'))
    await symlink('../made', join(root, 'dangling'))
    await mkdir(join(root, 'a'))
    await symlink(outside, join(root, 'a', 'b'))
    await store('dir/x', 'dir/new', 'file', 'dangling', 'a/b/victim', 'a/b/root/y', 'a/ok')
    await box().object('dir').createDirectory()
    await box().object('a/b/made').createDirectory()
    for (const options of [{}, { delete: true }]) {
      const report = await syncDown(box(), root, { state: false, ...options })
      expect(skips(report).filter((each) => !each.startsWith('a/b link'))).toEqual(
        [
          'a/b/made',
          'a/b/root/y',
          'a/b/victim',
          'dangling',
          'dangling',
          'dir',
          'dir',
          'dir/new',
          'dir/x',
          'file',
          'file',
        ].map((path) => `${path} link`),
      )
    }
    expect(await harvest(outside)).toEqual({
      victim: 'V',
      'elsewhere/x': 'X',
      'root/dir': '(link)',
      'root/file': '(link)',
      'root/dangling': '(link)',
      'root/a/b': '(link)',
      'root/a/ok': 'content of a/ok',
    })
  })

  it('are looked at again when they are written: a link that came meanwhile is not followed', async () => {
    const { root, outside } = await folder()
    await plant(outside, { victim: 'V', 'elsewhere/keep': 'K' })
    await store('dir/x', 'victim')
    let done: Promise<unknown> | undefined
    cloud.emulator.faults.add({ method: 'HEAD', path: '*/box', fault: { kind: 'delay', ms: 1 } })
    const { symlinkSync } = await import('node:fs')
    const report = await syncDown(box(), root, {
      state: false,
      onProgress: ({ phase }) => {
        if (phase !== 'transferring' || done !== undefined) return
        done = Promise.resolve()
        symlinkSync('../elsewhere', join(root, 'dir'))
        symlinkSync('../victim', join(root, 'victim'))
      },
    })
    expect(skips(report)).toEqual(['dir/x link', 'victim link'])
    expect(await harvest(outside)).toMatchObject({ victim: 'V', 'elsewhere/keep': 'K' })
    expect(Object.keys(await harvest(outside))).toHaveLength(4)
  })

  it.each(['', 'd'])('lead nowhere else when what is above them becomes a link meanwhile: %j', async (moved) => {
    const { root, outside } = await folder()
    const evil = join(outside, 'evil', 'd')
    await mkdir(evil, { recursive: true })
    await store(...Array.from({ length: 20 }, (_, index) => `d/f${index}`))
    const { renameSync, symlinkSync } = await import('node:fs')
    let done = 0
    const onAction = () => {
      if (++done !== 5) return
      renameSync(join(root, moved), join(outside, 'moved'))
      symlinkSync(moved === '' ? join(outside, 'evil') : evil, join(root, moved))
    }
    const down = await syncDown(box(), root, { state: false, concurrency: 1, failures: 'report', onAction })
    expect(down.counts.downloaded).toBeLessThan(8)
    expect(down.counts.skipped + down.counts.failed + down.counts.downloaded).toBe(20)
    expect(await readdir(evil)).toEqual([])
  })

  it.each([10, 300_000])(
    'of files of %i bytes lead nowhere else when a directory becomes a link meanwhile, on the way up',
    async (size) => {
      const { root, outside } = await folder()
      const names = Array.from({ length: 12 }, (_, index) => `f${index + 10}`)
      await plant(root, Object.fromEntries(names.map((name) => [`d/${name}`, someBytes(size)])))
      await plant(outside, Object.fromEntries(names.map((name) => [`evil/${name}`, 'secret'.padEnd(size, '.')])))
      const { renameSync, symlinkSync } = await import('node:fs')
      let done = 0
      const onAction = () => {
        if (++done !== 5) return
        renameSync(join(root, 'd'), join(outside, 'moved'))
        symlinkSync(join(outside, 'evil'), join(root, 'd'))
      }
      const report = await syncUp(root, box(), { state: false, concurrency: 1, failures: 'report', onAction })
      expect(report.counts.skipped).toBeGreaterThan(4)
      for (const { name } of await box().objects.list())
        expect((await box().object(name).download().text()).startsWith('secret'), name).toBe(false)
    },
  )

  it('are not read where a link led that came before the file was looked at', async () => {
    const { root, outside } = await folder()
    await plant(outside, { 'evil/f': 'secret' })
    await plant(root, { 'd/f': 'good' })
    const read = async (): Promise<string | undefined> => {
      const real = join(root, 'd', 'f')
      const { ino } = await stat(real, { bigint: true })
      return withSmall({ real, ino }, 100, ({ bytes }) => new TextDecoder().decode(bytes))
    }
    expect(await read()).toBe('good')
    await rename(join(root, 'd'), join(root, 'moved'))
    await symlink(join(outside, 'evil'), join(root, 'd'))
    await expect(read()).rejects.toThrow('is a symbolic link, or below one')
  })

  it('may be file and directory at once: what is in the directory comes, and it is said', async () => {
    const { root } = await folder()
    await store('a', 'a/b', 'a/b/c', 'd', 'd/..')
    const report = await syncDown(box(), root, { state: false })
    expect(await harvest(root)).toEqual({ 'a/b/c': 'content of a/b/c', d: 'content of d' })
    expect(skips(report)).toEqual(['a needed-as-directory', 'a/b needed-as-directory', 'd/.. dot-segment'])
  })

  it('that are one to the disk are not written over one another', async () => {
    const { root } = await folder()
    await store('README', 'readme', 'Dir/x', 'dir/y', 'caf\u00e9', 'cafe\u0301', 'plain')
    const report = await syncDown(box(), root, { state: false, caseSensitive: false })
    expect(skips(report)).toEqual(['caf\u00e9 clash', 'dir/y clash', 'readme clash'])
    expect(report.skipped.find(({ path }) => path === 'readme')?.detail).toContain('README')
    expect(Object.keys(await harvest(root)).sort()).toEqual(['Dir/x', 'README', 'cafe\u0301', 'plain'])
    const other = await folder()
    const all = await syncDown(box(), other.root, { state: false, caseSensitive: true })
    expect(skips(all)).toEqual([])
    expect(Object.keys(await harvest(other.root))).toHaveLength(7)
  })

  it('that clash leave in place what is there, and delete nothing for it', async () => {
    const { root } = await folder()
    await plant(root, { readme: 'mine', extra: 'X' })
    await store('README', 'readme')
    const report = await syncDown(box(), root, { state: false, caseSensitive: false, delete: true })
    expect(skips(report)).toEqual(['README clash'])
    expect(await harvest(root)).toEqual({ readme: 'content of readme' })
  })

  it('never write outside, whatever they are', { timeout: 120_000 }, async () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '',
      'a',
      'b',
      'A',
      'link',
      'up',
      '\\',
      'C:',
      '..\\..',
      ' ',
      '...',
      '~',
      'nul',
      'ω',
      '%2e%2e',
    )
    const name = fc
      .array(part, { minLength: 1, maxLength: 6 })
      .map((parts) => parts.join('/'))
      .filter((text) => text !== '')
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(name, { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        fc.boolean(),
        async (found, remove, sensitive) => {
          await cloud.clean()
          await box().create()
          for (const each of found) await box().object(`p/${each}`).upload(each)
          const { root, outside } = await folder()
          await plant(outside, { victim: 'V', 'elsewhere/a': 'E', 'elsewhere/b/c': 'E' })
          await symlink('../elsewhere', join(root, 'link'))
          await symlink('..', join(root, 'up'))
          await writeFile(join(root, 'extra'), 'X')
          const options = {
            prefix: 'p',
            state: false as const,
            delete: remove,
            allowEmpty: true,
            caseSensitive: sensitive,
            failures: 'report' as const,
          }
          const report = await syncDown(box(), root, options)
          expect(report.failures).toEqual([])
          const after = await harvest(outside)
          for (const [path, content] of Object.entries(after)) {
            if (path.startsWith('root/')) continue
            expect(content).toBe({ victim: 'V', 'elsewhere/a': 'E', 'elsewhere/b/c': 'E' }[path])
          }
          expect(after).toMatchObject({
            victim: 'V',
            'elsewhere/a': 'E',
            'elsewhere/b/c': 'E',
            'root/link': '(link)',
            'root/up': '(link)',
          })
          // Each object is either a file of just its name and content, or in the report.
          const skipped = new Set(report.skipped.map((each) => each.name))
          for (const each of found) {
            // An empty one with a slash at its end is a directory to other tools; these have content.
            if (!skipped.has(`p/${each}`)) expect(after[`root/${each}`]).toBe(Buffer.from(each).toString('latin1'))
          }
        },
      ),
      { numRuns: atScale(50, 150) },
    )
  })
})

describe('on a disk that does not tell upper from lower case', () => {
  const entry = (path: string): RemoteEntry => ({
    path,
    name: path,
    isDirectory: false,
    bytes: 1,
    hash: '',
    uuid: '',
    version: 1,
    contentType: '',
    isAvailable: true,
  })
  const place = (names: string[], there: string[] = []) => {
    const skipped: SyncSkip[] = []
    const onSkip = (skip: SyncSkip): number => skipped.push(skip)
    const tree = new RemoteTree({ filter: filterOf({}), platform: 'win32', emptyDirectories: true, onSkip })
    const { chosen, clashes } = chooseSpellings(tree.select(names.map(entry)), (path) => there.includes(path))
    const nodes = [...tree.pushOrdered(chosen), ...tree.end()]
    const refused = [...clashes, ...nodes.flatMap((node) => node.refused)]
    return {
      placed: nodes.flatMap(({ entry: object }) => object?.path ?? []),
      skipped: [...skipped, ...refused].map(({ path, reason }) => `${path} ${reason}`).sort(),
    }
  }

  it('keeps Windows safe from what means something else there', () => {
    expect(place(['A', 'a/b', 'c:\\x', '..\\up', 'NUL', 'x.', 'x', 'a/stream:y'])).toEqual({
      placed: ['A', 'x'],
      skipped: [
        'c:\\x absolute',
        '..\\up backslash',
        'NUL reserved-name',
        'x. trailing-dot-or-space',
        'a/stream:y forbidden-character',
        'a/b clash',
      ].sort(),
    })
  })

  it('takes the spelling that is on the disk', () => {
    expect(place(['File', 'file', 'FILE'], ['file'])).toEqual({
      placed: ['file'],
      skipped: ['FILE clash', 'File clash'],
    })
    expect(place(['Dir/x', 'dir/y'], ['dir'])).toEqual({ placed: ['dir/y'], skipped: ['Dir/x clash'] })
  })
})
