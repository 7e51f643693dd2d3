import { InvalidArgumentError, NotFoundError, PreconditionFailedError, TransferError } from '@kamaki/core'
import type { TransferProgress } from '@kamaki/pithos'
import { beforeEach, describe, expect, it } from 'vitest'
import { testCloud } from '../cloud.ts'
import { count, someBytes, streamOf } from './content.ts'

const cloud = testCloud()
const file = () => cloud.alice.container('box').object('file')
const post = /^POST \/box\/file/

beforeEach(async () => {
  await cloud.clean()
  await cloud.alice.container('box').create()
  await file().put(someBytes(50))
  cloud.requests.length = 0
})

describe('an append', () => {
  it('is one request where one is enough, at the end whoever else appends', async () => {
    expect(await file().append(someBytes(70, 2))).toMatchObject({ bytes: 70, version: expect.any(Number) })
    expect(count(cloud.requests, post)).toBe(1)
    expect(await file().download().bytes()).toEqual(new Uint8Array([...someBytes(50), ...someBytes(70, 2)]))
  })

  it('goes piece by piece in order, from any source', async () => {
    let expected = someBytes(50)
    for (const source of [someBytes(100, 3), new Blob([someBytes(100, 3)]), streamOf(someBytes(100, 3), 9)]) {
      const seen: TransferProgress[] = []
      await file().append(source, { requestBytes: 30, onProgress: (progress) => seen.push({ ...progress }) })
      expected = new Uint8Array([...expected, ...someBytes(100, 3)])
      expect(seen.at(-1)).toEqual({ phase: 'done', loaded: 100, total: 100, transferred: 100, fraction: 1 })
    }
    expect(count(cloud.requests, post)).toBe(12)
    expect(await file().download().bytes()).toEqual(expected)
  })

  it('adds once, whatever becomes of the response or the request', async () => {
    for (const fault of [
      { kind: 'reset', when: 'headers' },
      { kind: 'reset', when: 'before' },
      { kind: 'status', status: 500, handled: true },
      { kind: 'status', status: 500 },
      { kind: 'status', status: 503 },
      { kind: 'status', status: 429 },
    ] as const) {
      await file().put(someBytes(50))
      const rule = cloud.emulator.faults.add({ method: 'POST', path: '*/box/file*', times: 2, fault })
      await file().append(someBytes(20, 4))
      expect(await file().download().bytes()).toEqual(new Uint8Array([...someBytes(50), ...someBytes(20, 4)]))
      expect(rule.struck).toBeGreaterThan(0)
      cloud.emulator.faults.clear()
    }
  })

  it('says that it cannot tell when somebody else wrote meanwhile', async () => {
    cloud.emulator.faults.add({ method: 'POST', path: '*/box/file*', times: 1, fault: { kind: 'delay', ms: 5 } })
    let looks = 0
    // The response is lost, and by the time of the look the object is another one.
    const client = cloud.client('alice', {
      fetch: async (input, init) => {
        const reply = await cloud.emulator.fetch(input as Request, init)
        const method = input instanceof Request ? input.method : init?.method
        if (method === 'HEAD' && ++looks === 2) return cloud.emulator.fetch(input as Request, init)
        if (method !== 'POST') return reply
        await file().put(someBytes(10, 9))
        throw new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) })
      },
    })
    await expect(client.container('box').object('file').append(someBytes(20, 4))).rejects.toBeInstanceOf(TransferError)
  })

  it('of several pieces ends when somebody else writes between them', async () => {
    async function* source() {
      yield someBytes(30, 5)
      yield someBytes(30, 6)
      await file().appendBytes(someBytes(5, 7))
      yield someBytes(30, 8)
    }
    await expect(file().append(source(), { requestBytes: 30 })).rejects.toBeInstanceOf(PreconditionFailedError)
  })

  it('looks at conditions and arguments', async () => {
    await expect(file().append('x', { ifMatch: 'no' })).rejects.toBeInstanceOf(PreconditionFailedError)
    await expect(file().append(someBytes(90), { ifMatch: 'no', requestBytes: 30 })).rejects.toBeInstanceOf(
      PreconditionFailedError,
    )
    await expect(file().append('x', { requestBytes: 0 })).rejects.toBeInstanceOf(InvalidArgumentError)
    await expect(cloud.alice.container('box').object('no').append('x')).rejects.toBeInstanceOf(NotFoundError)
    expect((await file().info()).bytes).toBe(50)
  })
})

describe('overwriting', () => {
  it('goes piece by piece, each on condition that nobody else wrote', async () => {
    await file().overwrite(45, someBytes(100, 3), { requestBytes: 30 })
    expect(await file().download().bytes()).toEqual(new Uint8Array([...someBytes(45), ...someBytes(100, 3)]))
    async function* source() {
      yield someBytes(30, 5)
      await file().appendBytes(someBytes(5, 7))
      yield someBytes(30, 8)
    }
    await expect(file().overwrite(0, source(), { requestBytes: 30 })).rejects.toBeInstanceOf(PreconditionFailedError)
    await expect(file().overwrite(0, 'x', { ifMatch: 'no' })).rejects.toBeInstanceOf(PreconditionFailedError)
  })

  it('stops at an abort, also while a source is being waited for', async () => {
    const controller = new AbortController()
    const stuck = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => undefined) })
    setTimeout(() => controller.abort('enough'), 20)
    await expect(file().overwrite(0, stuck, { signal: controller.signal })).rejects.toBe('enough')
    const again = new AbortController()
    setTimeout(() => again.abort('enough'), 20)
    const endless = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => undefined) })
    await expect(file().upload(endless, { signal: again.signal })).rejects.toBe('enough')
  })
})
