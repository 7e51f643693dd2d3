import { readFileSync } from 'node:fs'
import { AstakosClient } from '@kamaki/astakos'
import { CycladesComputeClient } from '@kamaki/cyclades'
import { createEmulator } from '@kamaki/emulator'
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

test('npx starts the command as the README says: Node 20 takes --env-file for its own', () => {
  const commands = [...readme.matchAll(/^npx @kamaki\/emulator (.*)$/gm)].map(([, options]) => options ?? '')
  const read = commands.map((command) => readArguments(command.replace(/ *#.*/, '').split(' ')))
  expect(read.flatMap(({ envFile }) => envFile ?? [])).toEqual(['cloud.json'])
  expect(read.flatMap(({ command }) => command?.name ?? [])).toEqual(['export', 'import'])
  expect(commands.join()).not.toContain('--env-file')
})

test('a manual clock is turned as far as the README says until a server is ACTIVE', async () => {
  const turn = Number(/clock\.advance\((\d+)\) \/\/ now it is ACTIVE/.exec(readme)?.[1])
  const emulator = createEmulator({ clock: 'manual' })
  const { authUrl, users } = emulator.env()
  const astakos = new AstakosClient(authUrl, users['alice']?.token ?? '', { fetch: emulator.fetch })
  const compute = await astakos.client(CycladesComputeClient)
  const [image] = await compute.images.list()
  const [flavor] = await compute.flavors.list()
  const { id } = await compute.servers.create({ name: 'a', imageRef: image?.id ?? '', flavorRef: flavor?.id ?? 0 })
  expect((await compute.servers.get(id)).status).toBe('BUILD')
  emulator.clock.advance(turn)
  expect((await compute.servers.get(id)).status).toBe('ACTIVE')
})
