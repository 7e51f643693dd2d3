import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmulator } from '@kamaki/emulator'

/** Without KAMAKI_E2E_ENV the stories play on an emulator of their own, over a socket like on any other cloud. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env['KAMAKI_E2E_ENV']) return undefined
  const emulator = createEmulator()
  await emulator.listen({ port: 0 })
  const folder = mkdtempSync(join(tmpdir(), 'kamaki-e2e-'))
  const file = join(folder, 'env.json')
  writeFileSync(file, JSON.stringify(emulator.env()))
  process.env['KAMAKI_E2E_ENV'] = file
  return async () => {
    await emulator.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
