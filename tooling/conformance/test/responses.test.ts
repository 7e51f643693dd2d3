import { createEmulator, type Emulator } from '@kamaki/emulator'
import { raw } from '@kamaki-tooling/testing/raw'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { emulatedCloud } from '../src/fuzz/cloud.ts'
import { Dice } from '../src/fuzz/dice.ts'
import { Generator } from '../src/fuzz/generate.ts'
import { operations } from '../src/fuzz/inventory.ts'
import { toStep } from '../src/fuzz/request.ts'
import { Side } from '../src/fuzz/side.ts'
import { flaw } from './shape.ts'

/** Another seed makes other requests; a failure names the one that it came from. */
const SEED = Number(process.env['KAMAKI_FUZZ_SEED'] ?? 20_260_101)

test('8,000 requests of any kind get a response that a real server could send', async () => {
  const cloud = await emulatedCloud({
    adminApi: true,
    users: [{ name: 'root', groups: ['admin-api', 'admin-stats'] }],
    oauth2: { allowHttp: true, clients: [{ id: 'x', redirectUris: ['https://x.example.org/'] }] },
  })
  const side = new Side(cloud)
  // One that makes a key takes as long as hundreds of others.
  const quick = operations().filter(({ id }) => id !== 'userdata.keys.generate')
  const generator = new Generator(new Dice(SEED), quick)
  const flaws: string[] = []
  for (let number = 0; number < 8_000; number++) {
    // Nonsense may well lock alice out.
    if (number % 100 === 0) await side.fresh(`q${number}`)
    const request = generator.next()
    const { status, headers, body } = await side.exchange(request)
    const wrong = flaw(status, String(headers['content-type'] ?? ''), body.toString('utf8'))
    if (wrong) flaws.push(`${JSON.stringify(toStep(request))}: ${wrong}`)
  }
  await cloud.close()
  expect(flaws.slice(0, 10), `seed ${SEED}`).toEqual([])
  expect(cloud.crashes().slice(0, 10), `seed ${SEED}`).toEqual([])
}, 300_000)

/** Exceptions within the emulator that listens. */
const bugs: string[] = []
let emulator: Emulator
let port: number

beforeAll(async () => {
  const onError = (error: unknown, { method, target }: { method: string; target: string }) =>
    bugs.push(`${method} ${target}: ${(error as Error).stack ?? String(error)}`)
  emulator = createEmulator({ clock: 'manual', blockSize: 1024, onError })
  port = (await emulator.listen()).port
})

afterAll(() => emulator.close())

/** The bytes of the requests that a generator makes, as a cloud gets them that names things otherwise. */
async function wireBytes(seed: number, count: number): Promise<Buffer[]> {
  const { env, bases } = await emulatedCloud()
  const all: Buffer[] = []
  const recorder = new Side({
    env,
    bases,
    settle: async () => {},
    reset: () => {},
    crashes: () => [],
    close: async () => {},
    send: async ({ method, url, headers, body }) => {
      const target = url.replace(/^https?:\/\/[^/]*/, '') || '/'
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
      const head = `${method} ${target} HTTP/1.1\r\nHost: h\r\n${lines.join('')}Connection: close\r\n\r\n`
      all.push(Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body ?? '')]))
      return { status: 404, headers: {}, body: Buffer.alloc(0) }
    },
  })
  const generator = new Generator(new Dice(seed), operations())
  while (all.length < count) {
    await recorder.fresh('q0')
    await recorder.exchange(generator.next())
  }
  return all
}

test('2,000 requests over sockets, damaged in transit, never leave the cloud hanging', async () => {
  const dice = new Dice(SEED + 2)
  const requests = await wireBytes(SEED + 1, 2_000)
  for (let i = 0; i < requests.length; i += 20) {
    await Promise.all(
      requests.slice(i, i + 20).map(async (bytes) => {
        const damaged = dice.chance(0.5)
        if (damaged)
          for (let hits = 1 + dice.below(4); hits > 0; hits--) bytes[dice.below(bytes.length)] = dice.below(256)
        const answer = await raw(
          port,
          bytes,
          damaged ? /^HTTP\/1\.1 [2-5]\d\d / : undefined,
          damaged ? 2_000 : 10_000,
        ).catch((error: Error) => error.message)
        // A damaged length or line may leave the server waiting for more: then it is the caller who hangs up.
        if (!damaged || !answer.startsWith('nothing more after: '))
          expect(answer).toMatch(/^HTTP\/1\.1 (100|[2-5]\d\d) |^<ECONNRESET>|^$/)
      }),
    )
  }
  expect(bugs.splice(0).slice(0, 10), `seed ${SEED}`).toEqual([])
  const alive = await fetch(`http://127.0.0.1:${port}/astakos/account/v1.0/resources`)
  expect(alive.status).toBe(200)
}, 300_000)

test.each([
  ['negative', '-1'],
  ['fractional', '1.5'],
  ['huge', '99999999999999999999999'],
  ['hexadecimal', '0x10'],
  ['empty', ''],
  ['signed', '+5'],
])('a %s Content-Length is rejected', async (_what, length) => {
  const token = emulator.env().users['alice']?.token
  const answer = await raw(
    port,
    `PUT /pithos/object-store/v1/x/c/o HTTP/1.1\r\nHost: h\r\nX-Auth-Token: ${token}\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n`,
  )
  expect(answer).toMatch(/^HTTP\/1\.1 4\d\d |^<ECONNRESET>/)
})
