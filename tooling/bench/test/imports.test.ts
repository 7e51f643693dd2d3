import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { entries } from '../src/entries.ts'
import { packagesLoadedBy } from '../src/loaded-modules.ts'
import { runNode } from '../src/programs.ts'

const { loads } = JSON.parse(readFileSync(new URL('../limits.json', import.meta.url), 'utf8')) as {
  loads: Record<string, readonly string[]>
}

describe('an import', () => {
  for (const { name } of entries) {
    // It is for tests, and loads in them only.
    if (name.endsWith('/vitest')) continue
    const allowed = loads[name] ?? ['ky']
    it(`of ${name} loads of other packages at most ${allowed.join(', ') || 'none'}`, async () => {
      const loaded = await packagesLoadedBy(`await import('${name}')`)
      expect(loaded.filter((other) => !allowed.includes(other))).toEqual([])
    })
  }

  it('of an emulator that listens loads neither TLS nor cryptography, nor a package', async () => {
    const listens = "const { createEmulator } = await import('@kamaki/emulator'); await createEmulator().listen()"
    const tell = 'console.log(JSON.stringify(process.moduleLoadList)); process.exit()'
    const { output } = await runNode(['--input-type=module', '-e', `${listens}; ${tell}`])
    const loaded = JSON.parse(output) as string[]
    expect(loaded).toContain('NativeModule http')
    expect(loaded.filter((name) => /^NativeModule (?:tls|https|crypto|os)$/.test(name))).toEqual([])
    expect(await packagesLoadedBy(listens)).toEqual([])
  })

  it('that loads something heavy is seen, CommonJS or not', async () => {
    expect(await packagesLoadedBy("await import('undici')")).toEqual(['undici'])
    expect(await packagesLoadedBy("await import('ky')")).toEqual(['ky'])
  })
})
