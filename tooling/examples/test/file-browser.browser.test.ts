import { createReadStream, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createEmulator, type Emulator } from '@kamaki/emulator'
import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../src/execute.ts'
import { install } from '../src/install.ts'

let folder: string
let emulator: Emulator
let site: Server
let browser: Browser

beforeAll(async () => {
  folder = await install('file-browser')
  await run('node_modules/typescript/bin/tsc', ['-p', '.'], folder)
  await run('npm', ['run', 'build'], folder)
  emulator = createEmulator()
  await emulator.listen()
  site = createServer(({ url = '/' }, response) => {
    const name = url === '/' ? 'index.html' : url.slice(1)
    response.setHeader('Content-Type', name.endsWith('.js') ? 'text/javascript' : 'text/html')
    createReadStream(join(folder, 'public', name))
      .on('error', () => response.writeHead(404).end())
      .pipe(response)
  })
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--no-proxy-server'],
  })
})

afterAll(async () => {
  await browser?.close()
  site?.close()
  await emulator?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function open(token: string): Promise<{ page: Page; problems: string[] }> {
  const page = await browser.newPage()
  const problems: string[] = []
  page.on('pageerror', ({ message }) => problems.push(message))
  // Chromium notes each response with an error status; Pithos lists the blocks that it lacks in a 409.
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      problems.push(message.text())
  })
  page.on('dialog', (dialog) => dialog.accept())
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`)
  await page.getByLabel('Authentication URL').fill(emulator.env().authUrl)
  await page.getByLabel('Token').fill(token)
  await page.getByRole('button', { name: 'Open' }).click()
  return { page, problems }
}

test('files are browsed, uploaded with progress, downloaded and deleted', async () => {
  const { token, uuid } = emulator.env().users.alice
  const put = (path: string, body?: string) =>
    fetch(`${new URL(emulator.env().authUrl).origin}/pithos/object-store/v1/${uuid}/${path}`, {
      method: 'PUT',
      headers: { 'X-Auth-Token': token },
      ...(body !== undefined && { body }),
    })
  await put('photos')
  await put('photos/2031/sea.txt', 'We went to the sea.')
  const { page, problems } = await open(token)
  await page.getByText(/Files of .*Alice/).waitFor()
  await page.getByRole('button', { name: 'photos' }).click()
  await page.getByRole('button', { name: '2031/' }).click()
  await page.getByRole('cell', { name: 'sea.txt', exact: true }).waitFor()

  const buffer = Buffer.from('And to the hills. '.repeat(300_000))
  await page.getByLabel('Upload here').setInputFiles({ name: '<b>hills.txt', mimeType: 'text/plain', buffer })
  await page.getByRole('cell', { name: '<b>hills.txt', exact: true }).waitFor()
  await page.getByText('is uploaded').waitFor()

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download sea.txt' }).click()
  const chunks: Buffer[] = []
  for await (const chunk of await (await download).createReadStream()) chunks.push(chunk as Buffer)
  expect(Buffer.concat(chunks).toString()).toBe('We went to the sea.')

  await page.getByRole('button', { name: 'Delete sea.txt' }).click()
  await page.getByRole('cell', { name: 'sea.txt', exact: true }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'All containers' }).click()
  await page.getByRole('button', { name: 'photos' }).waitFor()
  expect(problems).toEqual([])
})

test('a wrong token is told in words, and can be corrected', async () => {
  const { page } = await open('nobody')
  await page.getByRole('alert').getByText(/token/).waitFor()
  await page.getByLabel('Token').fill(emulator.env().users.bob.token)
  await page.getByRole('button', { name: 'Open' }).click()
  await page.getByText(/Files of .*Bob/).waitFor()
  expect(await page.getByRole('alert').textContent()).toBe('')
})
