import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RetryOptions, TimeoutError } from '@kamaki/core'
import type { PithosContainer } from '@kamaki/pithos'
import { syncDown, syncUp } from '@kamaki/pithos/node'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testCloud } from '../cloud.ts'
import { someBytes, streamOf } from '../transfer/content.ts'

const cloud = testCloud()
const pause = { baseMs: 1, maxMs: 2 }
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kamaki-'))
  await writeFile(join(folder, 'local'), someBytes(40, 9))
})
afterAll(() => rm(folder, { recursive: true }))

beforeEach(async () => {
  await cloud.clean()
  const box = cloud.alice.container('box')
  await box.create()
  await box.object('file').upload(someBytes(160), { singleRequestBytes: 0 })
})

type Retry = { retry?: RetryOptions | false }
const blocks = { singleRequestBytes: 0, batchBytes: 1 }
const state = { state: false } as const

/** Calls that are several requests, or one that must not blindly be sent twice. */
const calls: Record<string, (box: PithosContainer, options: Retry & { timeoutMs?: number }) => Promise<unknown>> = {
  info: (box, options) => box.object('file').info(options),
  put: (box, options) => box.object('new').put('x', options),
  'put with a condition': (box, options) => box.object('new').put('x', { ...options, ifNotExist: true }),
  upload: (box, options) => box.object('new').upload('x', options),
  'upload with a condition': (box, options) => box.object('new').upload('x', { ...options, ifNotExist: true }),
  'upload by hashes': (box, options) => box.object('new').upload(someBytes(160, 2), { ...options, ...blocks }),
  'upload of a stream': (box, options) =>
    box.object('new').upload(streamOf(someBytes(160, 3)), { ...options, ...blocks }),
  'download to bytes': (box, options) => box.object('file').download(options).bytes(),
  'download as a stream': async (box, options) => {
    for await (const _chunk of box.object('file').download(options));
  },
  append: (box, options) => box.object('file').append('x', options),
  'append in pieces': (box, options) => box.object('file').append(someBytes(99), { ...options, requestBytes: 16 }),
  overwrite: (box, options) => box.object('file').overwrite(0, someBytes(99), { ...options, requestBytes: 16 }),
  truncate: (box, options) => box.object('file').truncate(5, options),
  copyFrom: (box, options) => box.object('new').copyFrom(box.object('file'), options),
  copyTo: (box, options) => box.object('file').copyTo(box.object('new'), options),
  moveFrom: (box, options) => box.object('new').moveFrom(box.object('file'), options),
  moveTo: (box, options) => box.object('file').moveTo(box.object('new'), options),
  delete: (box, options) => box.object('file').delete(options),
  publish: (box, options) => box.object('file').publish(options),
  restore: (box, options) => box.object('file').restore(1, options),
  syncUp: (box, options) => syncUp(folder, box, { ...options, ...state }),
  syncDown: (box, options) => syncDown(box, join(folder, 'down'), { ...options, ...state }),
}

const policies: [string, Retry, Retry, number][] = [
  ['the default', { retry: pause }, {}, 4],
  ['retry: false of the client', { retry: false }, {}, 0],
  ['a limit of the client', { retry: { limit: 1, ...pause } }, {}, 1],
  ['a limit of the call', { retry: pause }, { retry: { limit: 1 } }, 1],
]

const faults = {
  'responds 503': { kind: 'status', status: 503 },
  'responds 500': { kind: 'status', status: 500 },
  'resets every connection': { kind: 'reset', when: 'before' },
  'loses every response': { kind: 'reset', when: 'headers' },
} as const

describe.each(Object.entries(faults))('against a cloud that %s', (_name, fault) => {
  describe.each(policies)('with %s', (_policy, client, call, limit) => {
    it.each(Object.keys(calls))(`%s sends at most ${1 + limit} requests`, async (name) => {
      const box = cloud.client('alice', client).container('box')
      cloud.requests.length = 0
      cloud.emulator.faults.add({ fault })
      await expect(calls[name]?.(box, call)).rejects.toThrow()
      expect(cloud.requests.length).toBeGreaterThan(0)
      expect(cloud.requests.length, cloud.requests.join('\n')).toBeLessThanOrEqual(1 + limit)
    })
  })
})

it('100 uploads share the budget of their client', async () => {
  const box = cloud.client('alice', { retry: pause }).container('box')
  cloud.requests.length = 0
  cloud.emulator.faults.add({ fault: { kind: 'status', status: 503 } })
  const uploads = Array.from({ length: 100 }, (_, index) => box.object(`${index}`).upload('x'))
  const outcomes = await Promise.allSettled(uploads)
  expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true)
  expect(cloud.requests.length).toBeLessThanOrEqual(120)
})

describe('timeoutMs is the limit of all of', () => {
  // No single request takes that long.
  const long = Object.keys(calls).filter((name) => /hashes|stream|pieces|overwrite|bytes|move|sync/.test(name))

  it.each(long)('%s', async (name) => {
    const box = cloud.client('alice', { retry: false }).container('box')
    if (name.startsWith('sync')) await Promise.all([1, 2, 3, 4, 5, 6].map((n) => box.object(`${n}`).upload('x')))
    cloud.emulator.faults.add({ fault: { kind: 'delay', ms: 60 } })
    const start = performance.now()
    const error = await calls[name]?.(box, { timeoutMs: 100 }).catch((reason: unknown) => reason)
    const elapsed = performance.now() - start
    expect(TimeoutError.isInstance(error) && error.limit, String(error)).toBe('total')
    expect(elapsed).toBeGreaterThan(90)
    expect(elapsed).toBeLessThan(700)
  })

  it('a client, unless a call has its own', async () => {
    const box = cloud.client('alice', { retry: false, timeoutMs: 100 }).container('box')
    cloud.emulator.faults.add({ fault: { kind: 'delay', ms: 60 } })
    const upload = () => box.object('new').upload(someBytes(160, 4), blocks)
    await expect(upload()).rejects.toMatchObject({ name: 'TimeoutError', limit: 'total', timeoutMs: 100 })
    await box.object('new').upload(someBytes(32, 5), { ...blocks, timeoutMs: 10_000 })
  })
})
