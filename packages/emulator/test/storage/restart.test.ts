import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmulator, type Emulator, type EmulatorOptions } from '@kamaki/emulator'
import { afterAll, expect, test } from 'vitest'
import { Random } from '../../src/base/random.ts'
import { Generator, type Known } from '../fuzz/generate.ts'
import { operations } from '../fuzz/routes.ts'

const ORIGIN = 'http://synnefo.test'
const root = mkdtempSync(join(tmpdir(), 'kamaki-restart-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const bugs: string[] = []
const options: EmulatorOptions = {
  clock: 'manual',
  adminApi: true,
  blockSize: 65_536,
  users: [{ name: 'root', groups: ['admin-api', 'admin-stats'] }],
  oauth2: { allowHttp: true, clients: [{ id: 'x', redirectUris: ['https://x.example.org/'] }] },
  onError: (error, { method, target }) => bugs.push(`${method} ${target}: ${(error as Error).stack ?? String(error)}`),
}

/** Requests that make sense, and many that make next to none, until every service has something. */
async function use(emulator: Emulator, seed: number, count: number): Promise<void> {
  const { users, vars } = emulator.env()
  const alice = users.alice.uuid ?? ''
  const known = (): Known => ({
    any: ['1', '2', '3', alice, String(vars['projectId']), 'c', 'o', 'a/b', '10.0.0.0/24', 'x'],
    fitting: { account: [alice], container: ['c'], object: ['o', 'a/b'], project_id: [String(vars['projectId'])] },
  })
  const send = (method: string, path: string, body?: unknown, type = 'application/json') =>
    emulator.fetch(ORIGIN + path, {
      method,
      headers: { 'x-auth-token': users.alice.token, 'content-type': type },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  await send('PUT', `/pithos/object-store/v1/${alice}/c`)
  await send('PUT', `/pithos/object-store/v1/${alice}/c/o`, `content ${seed}`, 'text/plain')
  await send('POST', '/cyclades/network/v2.0/networks', { network: { type: 'MAC_FILTERED' } })
  const images = (await (await send('GET', '/cyclades/compute/v2.0/images')).json()) as { images: { id: string }[] }
  for (let i = 0; i < 3; i++)
    await send('POST', '/cyclades/compute/v2.0/servers', {
      server: { name: 's', flavorRef: 1, imageRef: images.images[0]?.id, networks: [], metadata: { a: 'b' } },
    })
  const tokens = ['alice', 'alice', 'alice', 'bob', 'admin', 'root', 'service'].map((name) => users[name]?.token ?? '')
  const source = new Generator(new Random(seed), operations(), tokens, known)
  for (let i = 0; i < count; i++) {
    const { method, target, headers, body } = source.next()
    let request: Request
    try {
      request = new Request(ORIGIN + target, {
        method,
        headers,
        redirect: 'manual',
        ...(body !== undefined && { body }),
      })
    } catch {
      continue
    }
    await (await emulator.fetch(request)).arrayBuffer()
    if (i % 50 === 0) emulator.clock.advance(400)
  }
}

test.each([1, 2, 3])(
  'a cloud is the same when it is opened again, whatever was done (%i)',
  async (seed) => {
    const state = join(root, String(seed))
    for (let round = 0; round < 3; round++) {
      const emulator = createEmulator({ ...options, state })
      await use(emulator, seed * 100 + round, 400)
      const before = await emulator.export()
      await emulator.close()
      const again = createEmulator({ ...options, state })
      expect(await again.export()).toBe(before)
      // What is planned is done alike, too.
      again.clock.runAll()
      await again.close()
      expect(bugs.splice(0)).toEqual([])
    }
  },
  120_000,
)

test('a cloud that was exported is the same when it is imported, in memory and in a directory', async () => {
  const first = createEmulator(options)
  await use(first, 4, 600)
  const exported = await first.export()
  const second = createEmulator(options)
  await second.import(exported)
  expect(await second.export()).toBe(exported)
  const state = join(root, 'imported')
  const third = createEmulator({ ...options, state })
  await use(third, 5, 50)
  await third.import(JSON.parse(exported) as object)
  expect(await third.export()).toBe(exported)
  await third.close()
  const fourth = createEmulator({ ...options, state })
  expect(await fourth.export()).toBe(exported)
  first.clock.runAll()
  fourth.clock.runAll()
  expect(await fourth.export()).toBe(await first.export())
  await fourth.close()
  expect(bugs.splice(0)).toEqual([])
}, 120_000)
