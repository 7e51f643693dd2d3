import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bundle, clientPackages } from '../src/bundle.ts'

const emulatorIsBuilt = existsSync(new URL('../../../packages/emulator/dist/index.js', import.meta.url))
if (!emulatorIsBuilt) console.info('packages/emulator is not built (pnpm build): its bundle is not looked at')

describe('a bundle for browsers', () => {
  for (const name of clientPackages) {
    it(`holds @kamaki/${name} without anything of Node`, async () => {
      const { code, files } = await bundle(`import * as all from '@kamaki/${name}'; console.log(all)`, {
        from: 'tooling/browser',
      })
      expect(files).toContain(`packages/${name}/src/index.ts`)
      expect(files.filter((file) => /src\/node\/|undici/.test(file))).toEqual([])
      expect(code).not.toMatch(/["']node:/)
    })
  }

  it('cannot be made of an entry for Node', async () => {
    const entry = "import '../../packages/pithos/src/node/index.ts'"
    await expect(bundle(entry, { from: 'tooling/browser' })).rejects.toThrow('node:')
  })

  it('holds of a package only what is used', async () => {
    const from = 'tooling/browser'
    const all = await bundle("import * as all from '@kamaki/pithos'; console.log(all)", { from })
    const some = await bundle("import { hashBlock } from '@kamaki/pithos'; console.log(hashBlock)", { from })
    expect(some.code).toContain('digest')
    expect(some.code.length).toBeLessThan(all.code.length / 4)
  })

  it('holds the emulator, without its listener', async ({ skip }) => {
    skip(!emulatorIsBuilt, 'the emulator is not built: pnpm build')
    const { code } = await bundle("import { createEmulator } from '@kamaki/emulator'; createEmulator()", {
      from: 'tooling/browser',
      built: true,
    })
    expect(code).toContain('listen() needs a runtime')
    // Where there is no process, its built-in modules are not asked for.
    expect(code).not.toMatch(/(?:from|import|require)\s*\(?["']node:/)
  })
})
