import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { missingChangesets } from '../src/changesets.ts'
import { execute } from '../src/execute.ts'

let root: string
const git = (...args: string[]) =>
  execute('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false', ...args], root)

async function commit(files: Record<string, string>): Promise<void> {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), content)
  }
  await git('add', '-A')
  await git('commit', '-qm', 'a change')
}

const changeset = (bump: string, text: string) => ({
  '.changeset/new.md': `---\n'@kamaki/core': ${bump}\n---\n\n${text}\n`,
})

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'kamaki-changesets-'))
  await git('init', '-qb', 'main')
  await commit({
    'packages/core/package.json': '{ "name": "@kamaki/core", "version": "0.1.0" }',
    'packages/core/src/index.ts': 'export const a = 1\n',
    'packages/core/etc/core.api.md': 'export const a = 1\nexport const b = 2\n',
    'packages/page/package.json': '{ "name": "@kamaki/page", "version": "0.0.0", "private": true }',
    'packages/page/src/index.ts': '',
    '.changeset/README.md': '',
  })
  await git('checkout', '-qb', 'work')
})

afterEach(() => rmSync(root, { recursive: true }))

describe('a change of a package', () => {
  test('needs a changeset when its users get it', async () => {
    await commit({ 'packages/core/src/index.ts': 'export const a = 2\n' })
    expect(await missingChangesets(root, 'main')).toEqual([
      expect.stringContaining('@kamaki/core changed and is in no changeset'),
    ])
    await commit(changeset('patch', 'a is 2.'))
    expect(await missingChangesets(root, 'main')).toEqual([])
  })

  test('needs none in tests, private packages and tooling', async () => {
    await commit({ 'packages/core/test/a.test.ts': '', 'packages/page/src/index.ts': '1', 'tooling/a.ts': '' })
    expect(await missingChangesets(root, 'main')).toEqual([])
  })

  test('needs none when an empty changeset says that nobody notices', async () => {
    await commit({ 'packages/core/src/index.ts': 'export const a = 1 + 0\n', '.changeset/none.md': '---\n---\n' })
    expect(await missingChangesets(root, 'main')).toEqual([])
  })

  test('that takes something out of the API says that it breaks', async () => {
    const change = { 'packages/core/src/index.ts': '', 'packages/core/etc/core.api.md': 'export const a = 1\n' }
    await commit({ ...change, ...changeset('minor', 'b is gone.') })
    expect(await missingChangesets(root, 'main')).toEqual([expect.stringContaining('lost "export const b = 2"')])
    await commit(changeset('minor', 'Breaking: b is gone.'))
    expect(await missingChangesets(root, 'main')).toEqual([])
  })

  test('that adds to the API or moves lines about in it breaks nothing', async () => {
    const report = 'export const c = 3\nexport const b = 2\nexport const a = 1\n'
    await commit({
      'packages/core/etc/core.api.md': report,
      'packages/core/src/index.ts': '',
      ...changeset('minor', 'c is new.'),
    })
    expect(await missingChangesets(root, 'main')).toEqual([])
  })

  test('is taken up by a release, which brings a changelog', async () => {
    await commit({
      'packages/core/package.json': '{ "name": "@kamaki/core", "version": "0.2.0" }',
      'packages/core/CHANGELOG.md': '',
    })
    expect(await missingChangesets(root, 'main')).toEqual([])
  })
})
