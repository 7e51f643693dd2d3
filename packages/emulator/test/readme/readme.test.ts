import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readArguments, USAGE } from '../../src/node/arguments.ts'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const readme = read('../../README.md')

test('the test that the README shows is the one beside this file, which runs', () => {
  expect(readme).toContain(`\`\`\`ts\n${read('./consumer.test.ts')}\`\`\``)
})

test('the README names every option of the command, and none that is not there', () => {
  const named = new Set(readme.match(/(?<=`)--[a-z-]+/g))
  const known = new Set(USAGE.match(/--[a-z-]+/g))
  expect([...named].sort()).toEqual([...known].sort())
  for (const flag of ['--quiet', '--help']) expect(readArguments([flag])).toBeDefined()
})

test('the README names every option of createEmulator, and none that is not there', () => {
  const source = read('../../src/options.ts').split('export interface EmulatorOptions')[1]?.split('\n}\n')[0] ?? ''
  const known = [...source.matchAll(/^ {2}(\w+)\?:/gm)].map(([, name]) => name)
  const table = readme.split('## Options')[1]?.split('\n## ')[0] ?? ''
  const named = [...table.matchAll(/^\| `(\w+)` *\|/gm)].map(([, name]) => name)
  expect(named.sort()).toEqual(known.sort())
})

test('the README names every kind of fault', () => {
  const kinds = [...read('../../src/frame/injected-fault.ts').matchAll(/kind: '(\w+)'/g)].map(([, kind]) => kind)
  const table = readme.split('## Faults')[1]?.split('\n## ')[0] ?? ''
  expect(new Set([...table.matchAll(/^\| `(\w+)` *\|/gm)].map(([, name]) => name))).toEqual(new Set(kinds))
})
