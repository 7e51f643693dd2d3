import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Random } from '../../src/base/random.ts'
import { run } from '../node/run-bin.ts'

const LONG = process.env['TEST_LONG'] !== undefined
const KILLS = LONG ? 100 : 5
const SEED = Number(process.env['KAMAKI_KILL_SEED'] ?? 20_260_101)
/** Callers that write at the same time. */
const CALLERS = 6

const root = mkdtempSync(join(tmpdir(), 'kamaki-killed-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** What may be there under a name: one value once that was told, two while it is not known whether the later one was stored. */
type Told = Map<string, readonly (string | undefined)[]>

/** What the cloud has told of. */
interface Model {
  readonly objects: Told
  readonly metadata: Told
  readonly volumes: Set<string>
  answered: number
  unanswered: number
}

interface Cloud {
  readonly call: (method: string, path: string, body?: string) => Promise<Response>
  readonly kill: () => Promise<void>
  readonly startMs: number
}

async function start(state: string): Promise<Cloud> {
  const env = join(root, 'env.json')
  const begin = performance.now()
  const options = ['--port', '0', '--quiet', '--state', state, '--env', env, '--transition', '40']
  const { child, output, code } = await run(options, /A Synnefo cloud is at/)
  expect(output()).toContain('A Synnefo cloud is at')
  const startMs = performance.now() - begin
  const { authUrl, users } = JSON.parse(readFileSync(env, 'utf8'))
  const { origin } = new URL(authUrl)
  return {
    startMs,
    call: (method, path, body) =>
      fetch(origin + path.replace('ME', users.alice.uuid), {
        method,
        headers: {
          'X-Auth-Token': users.alice.token,
          'Content-Type': path.startsWith('/cyclades') ? 'application/json' : 'application/octet-stream',
        },
        ...(body !== undefined && { body }),
      }),
    kill: async () => {
      child.kill('SIGKILL')
      await code
    },
  }
}

const CONTAINER = '/pithos/object-store/v1/ME/c'
const METADATA = '/cyclades/compute/v2.0/servers/1/metadata'
const VOLUMES = '/cyclades/volume/v2.0/volumes'

/** Writes until the cloud is gone. Each caller has names of its own: what is on its way when the cloud goes is known. */
async function write(cloud: Cloud, model: Model, caller: number, round: number, dice: Random): Promise<void> {
  const told = async (map: Told, name: string, value: string | undefined, request: () => Promise<Response>) => {
    const before = map.get(name) ?? [undefined]
    map.set(name, [...before, value])
    const { status } = await request()
    expect(status).toBeLessThan(300)
    map.set(name, [value])
  }
  for (let step = 0; ; step++) {
    const name = `${caller}-${dice.below(40)}`
    const mark = `${round}.${caller}.${step}`
    try {
      const kind = dice.below(10)
      if (kind < 6) {
        // From some bytes to more than a block that is written at once.
        const content = mark.padEnd(dice.below(4) === 0 ? 200_000 : 20 + dice.below(2000), '.')
        await told(model.objects, name, content, () => cloud.call('PUT', `${CONTAINER}/${name}`, content))
      } else if (kind < 7) {
        if (model.objects.get(name)?.at(-1) === undefined) continue
        await told(model.objects, name, undefined, () => cloud.call('DELETE', `${CONTAINER}/${name}`))
      } else if (kind < 9) {
        const meta = JSON.stringify({ metadata: { [`k${caller}`]: mark } })
        await told(model.metadata, `k${caller}`, mark, () => cloud.call('POST', METADATA, meta))
      } else {
        if (model.volumes.size > 150) continue
        const volume = { display_name: mark, size: 1, volume_type: 1 }
        const response = await cloud.call('POST', VOLUMES, JSON.stringify({ volume }))
        expect(response.status).toBe(202)
        model.volumes.add(mark)
      }
      model.answered++
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      model.unanswered++
      return
    }
  }
}

/** Everything that was told of is there. */
async function check(cloud: Cloud, model: Model): Promise<void> {
  for (const [name, values] of model.objects) {
    const response = await cloud.call('GET', `${CONTAINER}/${name}`)
    const content = response.status === 404 ? undefined : await response.text()
    const found = values.find((value) => value === content)
    expect([name, response.status, values.includes(content)]).toEqual([name, content === undefined ? 404 : 200, true])
    model.objects.set(name, [found])
  }
  const { metadata } = (await (await cloud.call('GET', METADATA)).json()) as { metadata: Record<string, string> }
  for (const [key, values] of model.metadata) {
    expect(values).toContain(metadata[key])
    model.metadata.set(key, [metadata[key]])
  }
  const { volumes } = (await (await cloud.call('GET', VOLUMES)).json()) as { volumes: { display_name: string }[] }
  const names = new Set(volumes.map(({ display_name }) => display_name))
  expect([...model.volumes].filter((name) => !names.has(name))).toEqual([])
}

test(`${KILLS} kills at random moments lose nothing that was told of`, async () => {
  const state = join(root, 'state')
  const dice = new Random(SEED)
  const model: Model = { objects: new Map(), metadata: new Map(), volumes: new Set(), answered: 0, unanswered: 0 }
  const starts: number[] = []
  for (let round = 0; round <= KILLS; round++) {
    const cloud = await start(state)
    starts.push(cloud.startMs)
    if (round === 0) {
      expect((await cloud.call('PUT', CONTAINER)).status).toBe(201)
      const { images } = (await (await cloud.call('GET', '/cyclades/compute/v2.0/images')).json()) as {
        images: { id: string }[]
      }
      const server = { name: 's', flavorRef: 1, imageRef: images[0]?.id, networks: [] }
      const made = await cloud.call('POST', '/cyclades/compute/v2.0/servers', JSON.stringify({ server }))
      expect(made.status).toBe(202)
    }
    await check(cloud, model)
    const writing = Array.from({ length: CALLERS }, (_, caller) =>
      write(cloud, model, caller, round, new Random(SEED + round * 100 + caller)),
    )
    await new Promise((resolve) => setTimeout(resolve, 20 + dice.below(600)))
    await cloud.kill()
    await Promise.all(writing)
  }
  const cloud = await start(state)
  await check(cloud, model)
  const { server } = (await (await cloud.call('GET', '/cyclades/compute/v2.0/servers/1')).json()) as {
    server: { status: string }
  }
  expect(server.status).toBe('ACTIVE')
  await cloud.kill()
  // Without this many the test would say nothing.
  expect(model.answered).toBeGreaterThan(KILLS * 20)
  expect(model.unanswered).toBe((KILLS + 1) * CALLERS)
  if (LONG) {
    starts.sort((a, b) => a - b)
    const [median = 0, most = 0] = [starts[starts.length >> 1], starts.at(-1)]
    console.log(
      `${KILLS + 1} kills, ${model.answered} requests answered, ${model.unanswered} cut off, none lost; ` +
        `start ${median.toFixed(0)} ms (${most.toFixed(0)} at most)`,
    )
  }
}, 1_800_000)
