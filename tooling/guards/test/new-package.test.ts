import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiReports, reportApis } from '../src/api-reports.ts'
import { fileSize } from '../src/file-size.ts'
import type { Guard } from '../src/findings.ts'
import { imports } from '../src/imports.ts'
import { optionalProperties } from '../src/optional-properties.ts'
import { unused } from '../src/unused.ts'
import { words } from '../src/words.ts'

const workspace = fileURLToPath(new URL('../../..', import.meta.url))
const COPIED = ['core', 'emulator', 'image'].map((name) => `packages/${name}`)
const TOOLS = ['api-coverage', 'presets', 'testing'].map((name) => `tooling/${name}`)
let root: string
let folder: string

const run = (cwd: string, program: string, ...args: string[]) =>
  execFileSync(process.execPath, [join(workspace, program), ...args], { cwd, encoding: 'utf8', stdio: 'pipe' })

/** A copy of what a service package needs of the workspace, with its modules where they are. */
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'kamaki-workspace-'))
  folder = join(root, 'packages/dns')
  const files = readdirSync(workspace, { withFileTypes: true }).filter((entry) => entry.isFile())
  const filter = (path: string) => !/\/(node_modules|\.tmp|\.turbo)$/.test(path)
  for (const path of [...files.map(({ name }) => name), ...COPIED, ...TOOLS])
    cpSync(join(workspace, path), join(root, path), { recursive: true, filter })
  const link = (from: string, to = from) => symlinkSync(join(workspace, from), join(root, to))
  const linked = ['.', ...COPIED, ...TOOLS].map((path) => join(path, 'node_modules'))
  for (const path of linked) if (existsSync(join(workspace, path))) link(path)
  run(root, 'tooling/scripts/new-package.mjs', 'dns', 'zone', '--root', root)
  link('packages/image/node_modules', 'packages/dns/node_modules')
}, 180_000)
afterAll(() => rmSync(root, { recursive: true }))

describe('a package that pnpm new:package creates', () => {
  it('is named where packages are listed', () => {
    for (const file of ['README.md', 'CONTRIBUTING.md'])
      expect(readFileSync(join(root, file), 'utf8')).toContain('packages/dns')
  })

  it('builds, and passes its types and tests', () => {
    run(folder, 'packages/image/node_modules/tsdown/dist/run.mjs')
    run(folder, 'node_modules/typescript/bin/tsc', '-p', '.')
    expect(run(folder, 'packages/image/node_modules/vitest/vitest.mjs', 'run', '--no-color')).toMatch(
      /Tests\s+5 passed/,
    )
  })

  it('passes the guards', async () => {
    reportApis(root, true)
    expect(existsSync(join(folder, 'etc/dns.api.md'))).toBe(true)
    for (const guard of [imports, unused, apiReports, optionalProperties, fileSize, words])
      expect(await findings(guard), guard.name).toEqual([])
  })

  it('is not made over one that exists', () => {
    const again = () => run(root, 'tooling/scripts/new-package.mjs', 'dns', 'zone', '--root', root)
    expect(again).toThrow('packages/dns exists')
  })
})

async function findings(guard: Guard): Promise<string[]> {
  return (await guard.run(root)).map(({ message }) => message).filter((message) => message.includes('dns'))
}
