import { randomBytes } from 'node:crypto'
import { statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Emulator } from '@kamaki/emulator'
import { expect, test } from 'vitest'
import { containerOf, createServer } from './support/clients.ts'
import { visit } from './support/visitor.ts'

/** Where the documentation has them; `pnpm -C tooling/emulator-page screenshots` writes them there. */
const folder = join(import.meta.dirname, process.env['KAMAKI_SCREENSHOTS'] ? '../../../docs/images' : '../.tmp/images')

const LIMIT = 100 * 1024

async function fill(emulator: Emulator): Promise<void> {
  const photos = await containerOf(emulator, 'alice', 'photos')
  await photos.create()
  for (const [name, bytes] of Object.entries({ 'sea.jpg': 183_044, 'hills.jpg': 240_911, '2031/first.jpg': 99_402 }))
    await photos.object(name).upload(new Uint8Array(bytes).fill(7))
  await photos.object('sea.jpg').share({ read: [emulator.env().users['bob']?.uuid ?? ''] })
  await photos.object('hills.jpg').publish()
  await (await containerOf(emulator, 'alice', 'backups')).create()
  await createServer(emulator, 'alice', 'web')
  await createServer(emulator, 'bob', 'mail')
  emulator.clock.advance(60_000)
  emulator.scenarios.failBuild({ server: 'broken', message: 'no space left on the host' })
  await createServer(emulator, 'alice', 'broken')
  emulator.clock.advance(60_000)
  await createServer(emulator, 'alice', 'database')
}

test('the pages look as the documentation shows them', async () => {
  await mkdir(folder, { recursive: true })
  const { page, origin } = await visit('/', {
    clock: 'manual',
    startTime: Date.UTC(2031, 4, 1, 9, 30),
    context: { viewport: { width: 960, height: 560 }, timezoneId: 'UTC' },
    prepare: fill,
  })
  const show = async (name: string, path: string, ready: string): Promise<void> => {
    await page.goto(`${origin}/${path}`)
    await page.getByText(ready).first().waitFor()
    await page.getByText('live').waitFor()
    const file = join(folder, `emulator-${name}.png`)
    await page.screenshot({ path: file, animations: 'disabled' })
    expect(statSync(file).size, name).toBeLessThan(LIMIT)
  }
  await show('access', '#/access?user=alice', 'object-store')
  await show('resources', '#/resources', 'no space left')
  await page.goto(`${origin}/#/files?user=alice&container=photos`)
  await page.getByLabel('Files to upload').setInputFiles({
    name: 'film.mkv',
    mimeType: 'video/x-matroska',
    buffer: randomBytes(9_000_000),
  })
  await page.getByText('8.6 MiB uploaded').waitFor()
  await page.getByRole('row', { name: /film\.mkv/ }).waitFor()
  await show('files', '#/files?user=alice&container=photos', '2031/')
  await page.emulateMedia({ colorScheme: 'dark' })
  await show('requests', '#/requests?search=sea.jpg', 'found')
})
