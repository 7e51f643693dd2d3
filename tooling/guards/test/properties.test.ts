import { expect, it } from 'vitest'
import { fileSize } from '../src/file-size.ts'
import { optionalProperties } from '../src/optional-properties.ts'
import { messages } from './workspace.ts'

const dns = { name: '@kamaki/dns', exports: { '.': { types: './dist/index.d.ts' } } }

it('finds public optional properties that reject undefined or can be written', async () => {
  const found = await messages(optionalProperties, {
    'packages/dns/package.json': dns,
    'packages/dns/dist/index.d.ts':
      "export type { Zone, Options } from './zones.js';\nexport { Client } from './zones.js';\n",
    'packages/dns/dist/zones.d.ts': `
type Maybe = string | undefined
interface Hidden { inside?: number }
export interface Zone { id: number; readonly ttl?: number; name?: string | undefined; readonly good?: Maybe; readonly any?: unknown }
export type Options = { readonly nested: { limit?: number } }
export declare class Client { readonly zone?: Zone; }
`,
  })
  expect(found).toEqual([
    'packages/dns/src/zones.ts: the optional property Client.zone does not accept undefined',
    'packages/dns/src/zones.ts: the optional property Options.limit does not accept undefined and is not readonly',
    'packages/dns/src/zones.ts: the optional property Zone.name is not readonly',
    'packages/dns/src/zones.ts: the optional property Zone.ttl does not accept undefined',
  ])
})

it('finds files of 300 lines and more', async () => {
  const found = await messages(fileSize, {
    'packages/dns/src/short.ts': '//\n'.repeat(299),
    'packages/dns/src/long.ts': '//\n'.repeat(300),
    'packages/dns/test/long.test.ts': '//\n'.repeat(300),
  })
  expect(found).toEqual(['packages/dns/src/long.ts has 300 lines; the limit is 299'])
})
