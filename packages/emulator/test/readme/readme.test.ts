import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test, vi } from 'vitest'
import { readArguments, USAGE } from '../../src/node/arguments.ts'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const readme = read('../../README.md')

const snippets = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code ?? '')
const isTest = (code: string) => code.includes("from 'vitest'")

test('the tests that the README shows are those beside this file, which run', () => {
  const shown = snippets.filter(isTest)
  expect(shown).toEqual([read('./consumer.test.ts'), read('./vitest.test.ts')])
})

test('every other snippet runs as it stands, and prints what its comments say', async () => {
  const folder = fileURLToPath(new URL('../../.tmp/readme/', import.meta.url))
  mkdirSync(folder, { recursive: true })
  const yaml = /^```yaml\n([\s\S]*?)^```$/m.exec(readme)?.[1] ?? ''
  writeFileSync(`${folder}cloud.yaml`, yaml)
  writeFileSync(`${folder}README.md`, readme)
  const before = process.cwd()
  process.chdir(folder)
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  try {
    const programs = snippets.filter((code) => !isTest(code))
    expect(programs.length).toBeGreaterThan(5)
    for (const [index, code] of programs.entries()) {
      writeFileSync(`${folder}${index}.ts`, code)
      log.mockClear()
      await import(`${folder}${index}.ts`)
      const printed = log.mock.calls.map(([value]) =>
        typeof value === 'object' ? JSON.stringify(value) : String(value),
      )
      const promised = [...code.matchAll(/^console\.log\(.*\) \/\/ (?:\{ )?([\w-]+)/gm)].map(([, word]) => word)
      expect(printed, code).toEqual(promised.map((word) => expect.stringContaining(word ?? '')))
    }
  } finally {
    log.mockRestore()
    process.chdir(before)
  }
})

test('the README names every option of the command, and none that is not there', () => {
  const named = new Set(readme.match(/(?<=`)--[a-z-]+/g))
  const known = new Set(USAGE.match(/--[a-z-]+/g))
  named.delete('--')
  expect([...named].sort()).toEqual([...known].sort())
  for (const flag of ['--quiet', '--help']) expect(readArguments([flag])).toBeDefined()
})

test('the README names every option of createEmulator, and none that is not there', () => {
  const source =
    read('../../src/server/options.ts').split('export interface EmulatorOptions')[1]?.split('\n}\n')[0] ?? ''
  const known = [...source.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, name]) => name)
  const table = readme.split('## Options')[1]?.split('\n## ')[0] ?? ''
  const named = [...table.matchAll(/^\| `(\w+)` *\|/gm)].map(([, name]) => name)
  expect(named.sort()).toEqual(known.sort())
})

test('the README names every kind of fault', () => {
  const kinds = [...read('../../src/faults/types.ts').matchAll(/kind: '(\w+)'/g)].map(([, kind]) => kind)
  const table = readme.split('## Faults')[1]?.split('\n## ')[0] ?? ''
  expect(new Set([...table.matchAll(/^\| `(\w+)` *\|/gm)].map(([, name]) => name))).toEqual(new Set(kinds))
})

test('npx starts the command as the README says', () => {
  const commands = [...readme.matchAll(/^npx @kamaki\/emulator (.*)$/gm)].map(([, options]) => options ?? '')
  const read = commands.map((command) => readArguments(command.replace(/ *#.*/, '').split(' ')))
  expect(read.flatMap(({ envFile }) => envFile ?? [])).toEqual(['cloud.json'])
  expect(read.flatMap(({ command }) => command?.name ?? [])).toEqual(['export', 'import'])
})
