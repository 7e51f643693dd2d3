import { Clock, createEmulator, REAL_COST, type RequestCost } from '@kamaki/emulator'
import { describe, expect, test } from 'vitest'
import { matchesRequest } from '../../src/faults/rules.ts'
import { Workers } from '../../src/server/cost/workers.ts'

const OBJECTS = '/pithos/object-store/v1/account/container'
const MIB = 1024 * 1024

/** What was measured on a real Synnefo 0.21: milliseconds for each request, with one and with four in flight. */
const MEASURED: readonly [
  what: string,
  method: string,
  target: string,
  write: number,
  read: number,
  one: number,
  four: number,
][] = [
  ['HEAD of a container', 'HEAD', OBJECTS, 0, 0, 32, 41],
  ['HEAD of an object', 'HEAD', `${OBJECTS}/o`, 0, 0, 28, 16],
  ['hashmap of 16 blocks', 'GET', `${OBJECTS}/o?hashmap&format=json`, 0, 1200, 28, 18],
  ['PUT of 2 kB', 'PUT', `${OBJECTS}/o`, 2048, 0, 54, 44],
  ['GET of 2 kB', 'GET', `${OBJECTS}/o`, 0, 2048, 30, 25],
  ['list of 1,000', 'GET', `${OBJECTS}?format=json&limit=1000`, 0, 400_000, 30, 31],
  ['POST of 4 MiB of blocks', 'POST', `${OBJECTS}?update`, 4 * MIB, 0, 77, 49],
  ['POST of 16 MiB of blocks', 'POST', `${OBJECTS}?update`, 16 * MIB, 0, 247, 140],
  ['POST of 64 MiB of blocks', 'POST', `${OBJECTS}?update`, 64 * MIB, 0, 885, 549],
  ['GET of a range of 4 MiB', 'GET', `${OBJECTS}/o`, 0, 4 * MIB, 42, 30],
  ['GET of a range of 16 MiB', 'GET', `${OBJECTS}/o`, 0, 16 * MIB, 69, 41],
  ['GET of a range of 64 MiB', 'GET', `${OBJECTS}/o`, 0, 64 * MIB, 124, 117],
]

/** How long each request takes, by the clock, when so many are kept in flight. */
async function eachTakes(
  cost: RequestCost,
  inFlight: number,
  write: number,
  read: number,
  piece: number,
): Promise<number> {
  const clock = new Clock({ manual: true, start: 0 })
  const time = {
    now: () => clock.now(),
    wait: (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve)),
  }
  const workers = new Workers(REAL_COST, time)
  const { signal } = new AbortController()
  const COUNT = 40
  let begun = 0
  let done = 0
  const caller = async () => {
    while (begun++ < COUNT) {
      const work = await workers.begin(cost, signal)
      await work.start()
      for (let at = 0; at < write; at += piece) await work.write(Math.min(piece, write - at))
      for (let at = 0; at < read; at += piece) await work.read(Math.min(piece, read - at))
      await work.end()
      done++
    }
  }
  const callers = Array.from({ length: inFlight }, caller)
  while (done < COUNT) {
    await new Promise((resolve) => setImmediate(resolve))
    clock.runAll(1)
  }
  await Promise.all(callers)
  return clock.now() / COUNT
}

describe('the costs of a real Synnefo', () => {
  test.each(MEASURED)(
    '%s take what was measured, within 20 %',
    async (_what, method, target, write, read, one, four) => {
      const cost = REAL_COST.requests.find((each) => matchesRequest(each, { method, target }))!
      const within = (measured: number) => ({ least: measured * 0.8, most: measured * 1.2 })
      // Bodies come in pieces as small as a socket's.
      for (const piece of [MIB, MIB / 16]) {
        const alone = await eachTakes(cost, 1, write, read, piece)
        const together = await eachTakes(cost, 4, write, read, piece)
        expect([alone, within(one)], 'one in flight').toSatisfy(isWithin)
        expect([together, within(four)], 'four in flight').toSatisfy(isWithin)
      }
    },
  )

  test('more workers help with what is not done one at a time', async () => {
    const clock = new Clock({ manual: true, start: 0 })
    const time = {
      now: () => clock.now(),
      wait: (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve)),
    }
    const { signal } = new AbortController()
    const takes = async (workers: number, serial: number) => {
      const begin = clock.now()
      const all = new Workers({ workers, requests: [] }, time)
      const ends: number[] = []
      const requests = Array.from({ length: 8 }, async () => {
        const work = await all.begin({ ms: 100, serial: { ms: serial } }, signal)
        await work.start()
        await work.end()
        ends.push(clock.now() - begin)
      })
      while (ends.length < 8) {
        await new Promise((resolve) => setImmediate(resolve))
        clock.runAll(1)
      }
      await Promise.all(requests)
      return ends
    }
    expect(await takes(1, 0)).toEqual([100, 200, 300, 400, 500, 600, 700, 800])
    expect(await takes(4, 0)).toEqual([100, 100, 100, 100, 200, 200, 200, 200])
    expect(await takes(8, 50)).toEqual([100, 150, 200, 250, 300, 350, 400, 450])
  })
})

function isWithin([value, { least, most }]: [number, { least: number; most: number }]): boolean {
  return value >= least && value <= most
}

describe('an emulator with costs', () => {
  const slow = { requests: [{ method: 'GET', ms: 60 }] }

  test('responds as it would without, and later', async () => {
    const emulator = createEmulator({ cost: { ...slow, workers: 1 } })
    const start = performance.now()
    const all = await Promise.all([1, 2, 3].map(() => emulator.fetch('/astakos/account/v1.0/resources')))
    const took = performance.now() - start
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200])
    // Three on one worker; how much longer is the machine's business.
    expect(took).toBeGreaterThan(179)
  })

  test('sends and receives content unchanged, and frees its workers when nobody reads', async () => {
    const cost = { workers: 1, requests: [{ ms: 1, readMsPerMiB: 2, writeMsPerMiB: 2, serial: { readMsPerMiB: 1 } }] }
    const emulator = createEmulator({ cost })
    const { token, uuid } = emulator.env().users.alice
    const call = (method: string, path: string, body?: Uint8Array<ArrayBuffer>, signal?: AbortSignal) =>
      emulator.fetch(`/pithos/object-store/v1/${uuid}${path}`, {
        method,
        headers: { 'X-Auth-Token': token, 'Content-Type': 'application/octet-stream' },
        ...(body && { body }),
        ...(signal && { signal }),
      })
    const content = new Uint8Array(9 * MIB).map((_, at) => at % 251)
    await call('PUT', '/c')
    expect((await call('PUT', '/c/o', content)).status).toBe(201)
    for (let unread = 0; unread < 3; unread++) expect((await call('GET', '/c/o')).status).toBe(200)
    const aborted = call('GET', '/c/o', undefined, AbortSignal.timeout(5))
    await aborted.catch(() => {})
    const read = Buffer.from(await (await call('GET', '/c/o')).arrayBuffer())
    expect(read.equals(content)).toBe(true)
  })

  test('takes as long over a socket, with bodies that come and go at the rate of its workers', async () => {
    const emulator = createEmulator({ cost: { workers: 1, requests: [{ readMsPerMiB: 20, writeMsPerMiB: 30 }] } })
    const { origin } = await emulator.listen()
    const { token, uuid } = emulator.env().users.alice
    const headers = { 'X-Auth-Token': token, 'Content-Type': 'application/octet-stream' }
    const url = `${origin}/pithos/object-store/v1/${uuid}/c`
    await fetch(url, { method: 'PUT', headers })
    const content = new Uint8Array(5 * MIB).map((_, at) => at % 251)
    const start = performance.now()
    expect((await fetch(`${url}/o`, { method: 'PUT', headers, body: content })).status).toBe(201)
    const written = performance.now()
    const response = await fetch(`${url}/o`, { headers })
    const begun = performance.now()
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true)
    const read = performance.now()
    await emulator.close()
    expect(written - start).toBeGreaterThan(149)
    expect(read - written).toBeGreaterThan(99)
    // The response begins before all of it is worked out.
    expect(begun - written).toBeLessThan(read - begun)
  })

  test('takes a model whose fields are checked', () => {
    const create = (cost: unknown) => () => createEmulator({ cost } as never)
    expect(create('high')).toThrow("cost must be one of 'real'")
    expect(create({ requests: [{ ms: -1 }] })).toThrow('cost.requests[0].ms must be a non-negative number')
    expect(create({ requests: [], workers: 0 })).toThrow('cost.workers must be an integer from 1')
  })
})
