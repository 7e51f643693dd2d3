import { describe, expect, it } from 'vitest'
import { imports } from '../src/imports.ts'
import { messages } from './workspace.ts'

const value = 'export const value = 1\n'
const core = { name: '@kamaki/core', dependencies: { ky: '1' } }
const service = { name: '@kamaki/dns', dependencies: { '@kamaki/core': '1' } }

/** A file of `packages/` that imports, as a type, from each of these. */
const importing = (...modules: string[]) =>
  modules
    .map((module, i) => `import type { value as v${i} } from '${module}'\nexport type V${i} = typeof v${i}\n`)
    .join('')

const inCore = (files: Record<string, string>) =>
  messages(imports, { 'packages/core/package.json': core, ...under('packages/core/src', files) })
const inService = (files: Record<string, string>, manifest: object = service) =>
  messages(imports, { 'packages/dns/package.json': manifest, ...under('packages/dns/src', files) })
const under = (folder: string, files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]))

describe('the imports between packages', () => {
  it('lets a service import the doors of core', async () => {
    const text = importing('@kamaki/core', '@kamaki/core/toolkit')
    expect(await inService({ 'zones.ts': text, 'node/index.ts': importing('@kamaki/core/node', 'node:fs') })).toEqual(
      [],
    )
  })

  it('keeps a service from other services, from the emulator, and from the inside of core', async () => {
    expect(
      await inService({ 'zones.ts': importing('@kamaki/network', '@kamaki/emulator', '@kamaki/core/src/http.ts') }),
    ).toEqual([
      expect.stringContaining('imports @kamaki/core/src/http.ts: it is not a door of core'),
      expect.stringContaining('imports @kamaki/emulator: services do not import each other'),
      expect.stringContaining('imports @kamaki/network: services do not import each other'),
    ])
  })

  it('keeps the emulator from the clients, core included', async () => {
    const files = under('packages/emulator/src', { 'base/clock.ts': importing('@kamaki/core') })
    const found = await messages(imports, { 'packages/emulator/package.json': {}, ...files })
    expect(found).toEqual([
      'packages/emulator/src/base/clock.ts imports @kamaki/core: emulator imports no other package',
    ])
  })

  it('keeps a path from leading into another package', async () => {
    const files = {
      'packages/core/package.json': core,
      'packages/core/src/http/http.ts': value,
      'packages/dns/package.json': service,
    }
    const found = await messages(imports, {
      ...files,
      'packages/dns/src/zones.ts': importing('../../core/src/http/http.ts'),
    })
    expect(found).toEqual([expect.stringContaining('a package imports another by its name')])
  })

  it('wants each package that is imported under "dependencies"', async () => {
    expect(await inService({ 'zones.ts': importing('picomatch') })).toEqual([
      expect.stringContaining('picomatch is not in "dependencies"'),
    ])
    const inlining = { ...service, inlinedDependencies: ['picomatch'] }
    expect(await inService({ 'zones.ts': importing('picomatch') }, inlining)).toEqual([])
  })

  it('lets one file of core import ky', async () => {
    expect(await inCore({ 'transport/send.ts': importing('ky') })).toEqual([])
    expect(await inCore({ 'transport/send.ts': importing('ky'), 'http/http.ts': importing('ky') })).toEqual([
      'packages/core/src/http/http.ts imports ky, which is for one file of core',
      'packages/core/src/transport/send.ts imports ky, which is for one file of core',
    ])
  })

  it('keeps modules of Node behind ./node', async () => {
    expect(await inCore({ 'node/index.ts': importing('node:fs') })).toEqual([])
    expect(await inCore({ 'http/http.ts': importing('node:fs') })).toEqual([
      expect.stringContaining('modules of Node are for node/ alone'),
    ])
  })
})

describe('the floors of a package', () => {
  it('lets a file import its own floor and those below', async () => {
    const files = {
      'client/client.ts': importing('./list.ts', '../errors/error.ts'),
      'client/list.ts': value,
      'errors/error.ts': value,
    }
    expect(await inCore(files)).toEqual([])
  })

  it('keeps a file from those above, as a type or by a dynamic import', async () => {
    const files = { 'http/http.ts': value, 'http/list.ts': value, 'errors/error.ts': importing('../http/http.ts') }
    const lazy = "export const http = (): Promise<unknown> => import('../http/list.ts')\n"
    const inline = "export type L = typeof import('../http/list.ts')\n"
    expect(await inCore({ ...files, 'errors/lazy.ts': lazy, 'errors/inline.ts': inline })).toEqual([
      'packages/core/src/errors/error.ts imports ../http/http.ts: http/ is above errors/',
      'packages/core/src/errors/inline.ts imports ../http/list.ts: http/ is above errors/',
      'packages/core/src/errors/lazy.ts imports ../http/list.ts: http/ is above errors/',
    ])
  })

  it('keeps the rooms of one floor from each other', async () => {
    const files = { 'observe/hooks.ts': value, 'runtime/sleep.ts': importing('../observe/hooks.ts') }
    expect(await inCore(files)).toEqual([expect.stringContaining('observe/ and runtime/ do not know each other')])
  })

  it('keeps everything from the doors', async () => {
    const files = {
      'http/http.ts': importing('../index.ts', '../node/tls.ts'),
      'index.ts': value,
      'node/tls.ts': value,
    }
    expect(await inCore(files)).toEqual([
      expect.stringContaining('imports ../index.ts: the doors is above http/'),
      expect.stringContaining('imports ../node/tls.ts: the doors is above http/'),
    ])
  })

  it('wants a floor for each file', async () => {
    expect(await inCore({ 'loose.ts': value })).toEqual(['packages/core/src/loose.ts is on no floor of core'])
  })

  it('puts a file that is named on the floor of its name, whatever its folder', async () => {
    const files = under('packages/emulator/src', {
      'compute/servers.ts': importing('../network/model.ts', '../network/ports.ts'),
      'network/ports.ts': value,
      'network/model.ts': value,
    })
    expect(await messages(imports, { 'packages/emulator/package.json': {}, ...files })).toEqual([
      expect.stringContaining('imports ../network/ports.ts: network/ and compute/ do not know each other'),
    ])
  })

  it('has a plan for a service that is new', async () => {
    const files = {
      'dns-client.ts': importing('./zones.ts'),
      'zones.ts': importing('./checks.ts'),
      'checks.ts': importing('./types.ts'),
    }
    expect(await inService({ ...files, 'types.ts': value })).toEqual([])
    expect(await inService({ ...files, 'types.ts': importing('./records.ts'), 'records.ts': value })).toEqual([
      'packages/dns/src/types.ts imports ./records.ts: * is above types.ts *-types.ts ids.ts',
    ])
  })
})

it('finds imports in a circle, types included', async () => {
  const files = { 'http/a.ts': importing('./b.ts'), 'http/b.ts': importing('./c.ts'), 'http/c.ts': importing('./a.ts') }
  const found = await inCore({ ...files, 'http/d.ts': importing('./a.ts') })
  expect(found).toHaveLength(3)
  expect(found[0]).toMatch(/^packages\/core\/src\/http\/a.ts imports itself: .*a.ts > .*b.ts > .*c.ts > .*a.ts$/)
})
