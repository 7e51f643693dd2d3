import {
  ConflictError,
  ForbiddenError,
  NotFoundError,
  PreconditionFailedError,
  QuotaExceededError,
  TransferError,
} from '@kamaki/core'
import type { RandomAccessSource } from '@kamaki/pithos'
import { beforeEach, describe, expect, it } from 'vitest'
import { type TestCloud, testCloud } from '../../cloud.ts'
import { count, someBytes, streamOf } from '../content.ts'

const cloud: TestCloud = testCloud()
const blocks = { singleRequestBytes: 0, batchBytes: 1 }
const post = /^POST \/box\?update/
const _offer = /^PUT \/box\/file\?hashmap/

beforeEach(async () => {
  await cloud.clean()
  await cloud.alice.container('box').create()
  cloud.requests.length = 0
})

const file = () => cloud.alice.container('box').object('file')

describe('conditions', () => {
  it('ifNotExist creates an object only once', async () => {
    for (const how of [blocks, {}]) {
      await file().upload(someBytes(50), { ...how, ifNotExist: true })
      await expect(file().upload(someBytes(60), { ...how, ifNotExist: true })).rejects.toBeInstanceOf(
        PreconditionFailedError,
      )
      expect((await file().info()).bytes).toBe(50)
      await file().delete()
    }
  })

  it('ifMatch replaces only what is known', async () => {
    const { etag } = await file().upload(someBytes(50), blocks)
    await expect(file().upload('x', { ifMatch: 'ab'.repeat(32) })).rejects.toBeInstanceOf(PreconditionFailedError)
    await file().upload(someBytes(60), { ...blocks, ifMatch: etag! })
    expect((await file().info()).bytes).toBe(60)
  })

  it('a write whose response was lost is recognised, not rejected', async () => {
    for (const how of [blocks, {}]) {
      const path = how === blocks ? '*hashmap*' : '*file?format*'
      cloud.emulator.faults.add({
        method: 'PUT',
        path,
        times: 1,
        skip: how === blocks ? 1 : 0,
        fault: { kind: 'reset', when: 'headers' },
      })
      await file().upload(someBytes(50), { ...how, ifNotExist: true })
      expect((await file().versions()).length).toBe(1)
      await file().delete()
      await file().purge(new Date(Date.now() + 2000))
      cloud.emulator.faults.clear()
    }
  })
})

describe('when things go wrong', () => {
  it('a block that fails is sent again by itself', async () => {
    cloud.emulator.faults.add({ method: 'POST', times: 3, fault: { kind: 'status', status: 503 } })
    const content = someBytes(160)
    await file().upload(content, blocks)
    expect(count(cloud.requests, post)).toBe(13)
    expect(await file().download().bytes()).toEqual(content)
  })

  it('a body of several blocks that fails is sent again', async () => {
    cloud.emulator.faults.add({ method: 'POST', times: 3, fault: { kind: 'status', status: 500 } })
    const content = someBytes(160)
    await file().upload(content, { singleRequestBytes: 0, batchBytes: 64 })
    expect(await file().download().bytes()).toEqual(content)
  })

  it('a transient 404 of the quota service is not taken for a missing container', async () => {
    cloud.emulator.faults.add({
      method: 'PUT',
      path: '*hashmap*',
      times: 1,
      skip: 1,
      fault: { kind: 'status', status: 500, handled: true },
    })
    const content = someBytes(160)
    await file().upload(content, blocks)
    expect(await file().download().bytes()).toEqual(content)
  })

  it('a missing container is NotFound', async () => {
    await expect(cloud.alice.container('nope').object('x').upload('x')).rejects.toBeInstanceOf(NotFoundError)
    await expect(cloud.alice.container('nope').object('x').upload(someBytes(99), blocks)).rejects.toBeInstanceOf(
      NotFoundError,
    )
  })

  it('a quota that is exceeded is found while the first blocks are sent', async () => {
    await cloud.alice.container('box').update({ quota: 100 })
    cloud.requests.length = 0
    await expect(file().upload(someBytes(1_601), { ...blocks, concurrency: 3 })).rejects.toThrow(QuotaExceededError)
    expect(count(cloud.requests, /^POST /)).toBeLessThanOrEqual(2 * 3)
    await file().upload(someBytes(90), blocks)
    cloud.requests.length = 0
    // What replaces something only needs the difference.
    await file().upload(someBytes(100, 2), blocks)
    await expect(file().upload(someBytes(101, 3), blocks)).rejects.toBeInstanceOf(QuotaExceededError)
    await expect(file().upload(someBytes(101, 3))).rejects.toBeInstanceOf(QuotaExceededError)
  })

  it('a source that changes meanwhile is noticed', async () => {
    const first = someBytes(160)
    let reads = 0
    const source: RandomAccessSource = {
      size: 160,
      read: async (start, end) => {
        const bytes = first.slice(start, end)
        if (reads++ >= 10) bytes[0] = 200
        return bytes
      },
    }
    await expect(file().upload(source, blocks)).rejects.toBeInstanceOf(TransferError)
    const short: RandomAccessSource = { size: 160, read: async (start, end) => first.slice(start, Math.min(end, 99)) }
    await expect(file().upload(short, blocks)).rejects.toThrow(/changed its size/)
  })

  it('a source that changes while it goes in one request is noticed, also where ETags are MD5s', async () => {
    const large = testCloud({ blockSize: 1 << 20 })
    const md5s = async (...args: Parameters<typeof globalThis.fetch>): Promise<Response> => {
      const response = await (large.emulator.fetch as typeof globalThis.fetch)(...args)
      const etag = response.headers.get('etag')
      const headers = new Headers(response.headers)
      if (etag !== null) headers.set('etag', etag.slice(0, 32))
      return new Response(response.body, { status: response.status, headers })
    }
    const box = large.client('alice', { fetch: md5s as typeof globalThis.fetch }).container('box')
    await box.create()
    const object = box.object('file')
    const content = someBytes(5 << 20)
    const size = content.length
    const once = { singleRequestBytes: 1 << 30 }
    await object.upload({ size, read: async (start, end) => content.slice(start, end) }, once)
    // It changes once, at places that were read already and at others: it is sent again, as it is now.
    let reads = 0
    const change = async (start: number, end: number) => {
      if (reads++ === 10) content.fill(2)
      return content.slice(start, end)
    }
    await object.upload({ size, read: change }, once)
    expect(Buffer.compare(await object.download().bytes(), content)).toBe(0)
    const restless = async (start: number, end: number) => content.slice(start, end).fill(reads++)
    await expect(object.upload({ size, read: restless }, once)).rejects.toThrow(/other bytes of 'file' than were sent/)
  })

  it('a 409 that lists no hashes is a conflict', async () => {
    cloud.emulator.faults.add({
      method: 'PUT',
      path: '*hashmap*',
      fault: { kind: 'status', status: 409, message: 'busy' },
    })
    await expect(file().upload(someBytes(50), blocks)).rejects.toBeInstanceOf(ConflictError)
  })

  it('a source is closed, and a stream let go, however it ends', async () => {
    let closed = 0
    const source = (): RandomAccessSource => ({
      size: 99,
      read: async (start, end) => someBytes(99).slice(start, end),
      close: async () => {
        closed++
      },
    })
    await file().upload(source(), blocks)
    await expect(cloud.alice.container('nope').object('x').upload(source(), blocks)).rejects.toThrow()
    expect(closed).toBe(2)
    let returned = 0
    async function* endless() {
      try {
        for (;;) yield someBytes(16)
      } finally {
        returned++
      }
    }
    await expect(cloud.alice.container('nope').object('x').upload(endless(), blocks)).rejects.toThrow()
    expect(returned).toBe(1)
  })

  it('ends at once with the reason of an abort', async () => {
    for (const how of [blocks, { ...blocks, dedupe: 'previous' as const }]) {
      for (const phase of ['hashing', 'sending']) {
        const controller = new AbortController()
        const reason = new Error('enough')
        const upload = file().upload(someBytes(1600, 7), {
          ...how,
          signal: controller.signal,
          onProgress: (progress) => {
            if (progress.phase === phase && progress.loaded > 0) controller.abort(reason)
          },
        })
        if (how !== blocks && phase === 'hashing') await upload
        else await expect(upload).rejects.toBe(reason)
      }
    }
    await expect(file().upload('x', { signal: AbortSignal.abort('no') })).rejects.toBe('no')
  })
})

describe("in someone else's account", () => {
  beforeEach(async () => {
    await file().upload(someBytes(160), { ...blocks, sharing: { write: [cloud.bobId] } })
    cloud.requests.length = 0
  })
  const shared = () => cloud.bob.account(cloud.aliceId).container('box').object('file')

  it('known blocks are offered, and otherwise all of it goes as data', async () => {
    expect(await shared().upload(someBytes(160), blocks)).toMatchObject({ transferred: 0 })
    const content = someBytes(333, 5)
    expect(await shared().upload(content, blocks)).toMatchObject({ transferred: 333, bytes: 333 })
    expect(count(cloud.requests, /^POST/)).toBe(0)
    expect(await shared().download().bytes()).toEqual(content)
    expect((await file().info()).modifiedBy).toBe(cloud.bobId)
  })

  it('all of it goes as data also where the client was not told whose account it is', async () => {
    const content = someBytes(333, 8)
    const unknown = cloud.client('bob', { account: undefined }).account(cloud.aliceId).container('box').object('file')
    await unknown.upload(content, blocks)
    expect(await shared().download().bytes()).toEqual(content)
  })

  it('a stream goes in chunks of one request', async () => {
    const content = someBytes(333, 6)
    await shared().upload(streamOf(content), blocks)
    expect(cloud.requests).toEqual(['PUT /box/file?format=json'])
    expect(await shared().download().bytes()).toEqual(content)
  })

  it('is rejected where nothing may be written', async () => {
    const other = cloud.bob.account(cloud.aliceId).container('box').object('other')
    await expect(other.upload(someBytes(200), blocks)).rejects.toBeInstanceOf(ForbiddenError)
  })
})
