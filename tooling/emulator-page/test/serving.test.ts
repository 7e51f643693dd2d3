import { request } from 'node:http'
import { gzipSync } from 'node:zlib'
import { createEmulator, type EmulatorOptions } from '@kamaki/emulator'
import { expect, test } from 'vitest'

/** What a listening emulator serves at a path, to a browser unless headers say otherwise. */
async function served(path: string, options: EmulatorOptions = {}, headers: Record<string, string> = BROWSER) {
  const emulator = createEmulator(options)
  const { port } = await emulator.listen()
  try {
    return await new Promise<Served>((resolve, reject) => {
      const call = request({ port, path, headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }),
        )
      })
      call.on('error', reject).end()
    })
  } finally {
    await emulator.close()
  }
}

interface Served {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
const FILES = ['/', '/_emulator/page/page.js', '/_emulator/page/page.css', '/_emulator/page/icon.svg']

test('the page is small', async () => {
  const files = await Promise.all(FILES.map((path) => served(path)))
  const bytes = files.map(({ body }) => gzipSync(body).length).reduce((sum, size) => sum + size)
  console.log(`The page is ${(bytes / 1024).toFixed(1)} KiB, compressed; its limit is 98.`)
  expect(bytes).toBeLessThan(98 * 1024)
})

test('a browser is told to let nothing else in, and to talk to nobody else', async () => {
  for (const path of FILES) {
    const { status, headers } = await served(path)
    expect(status, path).toBe(200)
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
        "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    )
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['cross-origin-resource-policy']).toBe('same-origin')
  }
})

test('a program finds at / what a real cloud has there', async () => {
  const { status, headers } = await served('/', {}, { accept: '*/*' })
  expect([status, headers['location']]).toEqual([302, '/astakos/ui/'])
})

test('there is no page where the control API is switched off', async () => {
  expect((await served('/', { control: 'off' })).status).toBe(302)
  expect((await served('/_emulator/page/page.js', { control: 'off' })).status).toBeGreaterThanOrEqual(400)
})

test('no other file is served', async () => {
  for (const path of ['/_emulator/page/', '/_emulator/page/../index.js', '/_emulator/page/toString'])
    expect((await served(path)).status, path).toBe(404)
})

test('the page is not among the recorded requests, and strikes no fault', async () => {
  const emulator = createEmulator()
  emulator.faults.add({ fault: { kind: 'status', status: 503 } })
  const { origin } = await emulator.listen()
  expect((await fetch(origin, { headers: BROWSER })).status).toBe(200)
  expect(emulator.requests).toEqual([])
  await emulator.close()
})

test('what programs get of an object has no policy for browsers', async () => {
  const policyOf = async (headers: Record<string, string>) =>
    (await served('/pithos/public/nothing', {}, headers)).headers['content-security-policy']
  expect(await policyOf({})).toBeUndefined()
  expect(await policyOf({ 'sec-fetch-dest': 'empty' })).toBeUndefined()
  expect(await policyOf({ 'sec-fetch-dest': 'document' })).toMatch(/^sandbox /)
})
