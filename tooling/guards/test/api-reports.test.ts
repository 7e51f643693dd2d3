import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { apiReports, reportApis } from '../src/api-reports.ts'
import { workspace } from './workspace.ts'

const door = (folder: string) => ({ types: `./dist/${folder}index.d.ts`, default: `./dist/${folder}index.js` })
const dns = {
  'packages/dns/package.json': {
    name: '@kamaki/dns',
    version: '0.0.0',
    exports: { '.': door(''), './node': door('node/') },
  },
  'packages/dns/tsconfig.json': {},
  'packages/dns/dist/index.d.ts': 'export declare function zone(name: string): number;\n',
  'packages/dns/dist/node/index.d.ts': 'export declare const file: string;\n',
}

it('writes down the public API of each entry, and finds it unchanged', async () => {
  const root = workspace(dns)
  expect(reportApis(root, true)).toEqual([])
  expect(readFileSync(join(root, 'packages/dns/etc/dns.api.md'), 'utf8')).toContain(
    'function zone(name: string): number;',
  )
  expect(readFileSync(join(root, 'packages/dns/etc/dns-node.api.md'), 'utf8')).toContain('const file: string;')
  expect(await apiReports.run(root)).toEqual([])
})

it('finds a change of it, an entry without a report, and a report without an entry', async () => {
  const root = workspace({ ...dns, 'packages/dns/etc/dns-old.api.md': 'old' })
  expect((await apiReports.run(root)).map(({ message }) => message)).toEqual([
    'packages/dns/etc/dns.api.md is not the public API any more',
    'packages/dns/etc/dns-node.api.md is not the public API any more',
    'packages/dns/etc/dns-old.api.md is the report of no entry',
  ])
  reportApis(root, true)
  writeFileSync(join(root, 'packages/dns/dist/index.d.ts'), 'export declare function zone(name: string): string;\n')
  expect((await apiReports.run(root)).map(({ message }) => message)).toEqual([
    'packages/dns/etc/dns.api.md is not the public API any more',
  ])
  expect(apiReports.advice).toContain('pnpm api:report')
})

it('says what is not built', async () => {
  const { 'packages/dns/dist/node/index.d.ts': _, ...files } = dns
  expect((await apiReports.run(workspace(files))).map(({ message }) => message)).toEqual([
    'packages/dns/dist/node/index.d.ts is not built: run pnpm build',
  ])
})
