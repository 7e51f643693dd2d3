import { createEmulator, type Emulator } from '@kamaki/emulator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Random } from '../../src/base/random.ts'
import { raw } from '../node/raw.ts'
import { Generator, type Known, type Nonsense } from './generate.ts'
import { operations } from './routes.ts'
import { flaw } from './shape.ts'

/** Another seed makes other requests; a failure names the one that it came from. */
const SEED = Number(process.env['KAMAKI_FUZZ_SEED'] ?? 20_260_101)
const ORIGIN = 'http://synnefo.test'

/** Faults of the emulator itself: exceptions where a real server sends a response on purpose. */
const bugs: string[] = []
let emulator: Emulator
let port: number
/** Uuid of the public image. */
let image = ''

beforeAll(async () => {
  emulator = createEmulator({
    clock: 'manual',
    adminApi: true,
    blockSize: 1024,
    users: [{ name: 'root', groups: ['admin-api', 'admin-stats'] }],
    oauth2: { allowHttp: true, clients: [{ id: 'x', redirectUris: ['https://x.example.org/'] }] },
    onError: (error, { method, target }) =>
      bugs.push(`${method} ${target}: ${(error as Error).stack ?? String(error)}`),
  })
  port = (await emulator.listen()).port
})

afterAll(() => emulator.close())

/** Names of things that are there, so that nonsense reaches deeper than "not found". */
function known(): Known {
  const { users, vars } = emulator.env()
  const alice = users['alice']?.uuid ?? ''
  const bob = users['bob']?.uuid ?? ''
  const project = String(vars['projectId'])
  return {
    any: [
      '1',
      '2',
      '3',
      alice,
      bob,
      project,
      'c',
      'o',
      'a/b',
      `pithos://${alice}/c/o`,
      'name',
      'os',
      '10.0.0.0/24',
      '203.0.113.5',
      'x',
    ],
    fitting: {
      account: [alice, alice, alice, bob],
      container: ['c'],
      object: ['o', 'o', 'a/b'],
      project_id: [project, alice],
      image_id: image === '' ? [] : [image],
      user_id: [bob],
    },
  }
}

async function prepare(): Promise<void> {
  const { users } = emulator.env()
  const { token, uuid } = users['alice'] ?? { token: '' }
  const send = (method: string, path: string, body?: unknown, type = 'application/json') =>
    emulator.fetch(ORIGIN + path, {
      method,
      headers: { 'x-auth-token': token, 'content-type': type },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  await send('PUT', `/pithos/object-store/v1/${uuid}/c`)
  await send('PUT', `/pithos/object-store/v1/${uuid}/c/o`, 'content', 'text/plain')
  await send('POST', '/cyclades/network/v2.0/networks', { network: { type: 'MAC_FILTERED' } })
  const images = (await (await send('GET', '/cyclades/compute/v2.0/images')).json()) as { images: { id: string }[] }
  image = images.images[0]?.id ?? ''
  await send('POST', '/cyclades/compute/v2.0/servers', {
    server: { name: 's', flavorRef: 1, imageRef: image, networks: [] },
  })
  emulator.clock.runAll()
}

function generator(seed: number): Generator {
  const { users } = emulator.env()
  const tokens = ['alice', 'alice', 'alice', 'bob', 'admin', 'root', 'service'].map((name) => users[name]?.token ?? '')
  return new Generator(new Random(seed), operations(), tokens, known)
}

async function inProcess({ method, target, headers, body }: Nonsense): Promise<string | undefined> {
  let request: Request
  try {
    request = new Request(ORIGIN + target, {
      method,
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    })
  } catch {
    // What no Request can carry: see the test over a socket.
    return undefined
  }
  const response = await emulator.fetch(request, { signal: AbortSignal.timeout(10_000) })
  return flaw(response.status, response.headers.get('content-type') ?? '', await response.text())
}

test('12,000 requests of any kind get a response that a real server could send', async () => {
  const flaws: string[] = []
  const source = generator(SEED)
  for (let i = 0; i < 12_000; i++) {
    if (i % 1_500 === 0) {
      // Nonsense may well lock alice out.
      emulator.reset()
      await prepare()
    }
    const request = source.next()
    const wrong = await inProcess(request).catch((error: unknown) => `rejected: ${String(error)}`)
    if (wrong) flaws.push(`${JSON.stringify(request)}: ${wrong}`)
    if (i % 100 === 0) emulator.clock.advance(1_000)
  }
  emulator.clock.runAll()
  expect(flaws.slice(0, 10), `seed ${SEED}`).toEqual([])
  expect(bugs.splice(0).slice(0, 10), `seed ${SEED}`).toEqual([])
}, 300_000)

const encode = ({ method, target, headers, body }: Nonsense, connection: string) => {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const bytes = Buffer.from(body ?? '', 'utf8')
  const length = body === undefined ? '' : `Content-Length: ${bytes.length}\r\n`
  return Buffer.concat([
    Buffer.from(
      `${method} ${target} HTTP/1.1\r\nHost: h\r\n${lines}${length}Connection: ${connection}\r\n\r\n`,
      'latin1',
    ),
    bytes,
  ])
}

test('2,000 requests over sockets, damaged in transit, never leave the cloud hanging', async () => {
  const source = generator(SEED + 1)
  const dice = new Random(SEED + 2)
  for (let i = 0; i < 2_000; i += 20) {
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const bytes = encode(source.next(), 'close')
        const damaged = dice.next() < 0.5
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
