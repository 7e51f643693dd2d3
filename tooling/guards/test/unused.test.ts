import { expect, it } from 'vitest'
import { unused } from '../src/unused.ts'
import { messages } from './workspace.ts'

const library = (fields: object) => ({
  name: '@kamaki/dns',
  type: 'module',
  exports: { '.': './dist/index.js' },
  ...fields,
})
const base = {
  'package.json': { name: 'root', private: true },
  'pnpm-workspace.yaml': 'packages:\n  - packages/*\ncatalog:\n  p-limit: 7.3.3\n',
  'packages/dns/package.json': library({ dependencies: { mime: '4' } }),
  'packages/dns/src/index.ts': "import 'mime'\nimport 'picomatch'\nexport { zone } from './zones.ts'\n",
  'packages/dns/src/zones.ts': 'export const zone = 1\n',
}

it('finds what nothing uses, and what is not declared', async () => {
  const found = await messages(unused, {
    ...base,
    'packages/dns/package.json': library({
      dependencies: { mime: '4', ini: '6' },
      devDependencies: { 'fast-check': '4' },
    }),
    'packages/dns/src/zones.ts': 'export const zone = 1\nexport const record = 2\nexport type Record = number\n',
    'packages/dns/src/forgotten.ts': 'export const nothing = 0\n',
  })
  expect(found).toEqual([
    'packages/dns/package.json names fast-check, which nothing uses',
    'packages/dns/package.json names ini, which nothing uses',
    'packages/dns/src/forgotten.ts is used nowhere',
    'packages/dns/src/index.ts uses picomatch, which its package.json does not name',
    'packages/dns/src/zones.ts exports record, which no other file uses',
    'packages/dns/src/zones.ts exports the type Record, which no other file uses',
    'pnpm-workspace.yaml names p-limit, which no package uses',
  ])
})
