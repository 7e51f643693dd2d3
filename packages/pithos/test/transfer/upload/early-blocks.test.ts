import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { PreconditionFailedError, QuotaExceededError, TransferError } from '@kamaki/core'
import type { PithosObject, RandomAccessSource } from '@kamaki/pithos'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type TestCloud, testCloud } from '../../cloud.ts'
import { count } from '../content.ts'

const blockSize = 4_194_304
const cloud: TestCloud = testCloud({ blockSize })
const post = /^POST \/box\?update/
const offer = /^PUT \/box\/file\?hashmap/

beforeEach(async () => {
  await cloud.clean()
  await cloud.alice.container('box').create()
  cloud.requests.length = 0
})

/** Content of ten blocks, none like another or like one of another seed, of which all after the first two are hashed when it is said. */
class GatedSource implements RandomAccessSource {
  readonly size = 10 * blockSize - 5
  readonly hashed: number[] = []
  readonly #seed: number
  readonly #gate: Promise<void>
  open: () => void = () => undefined

  constructor(seed: number) {
    this.#seed = seed
    this.#gate = new Promise((resolve) => {
      this.open = resolve
    })
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(end - start).fill(this.#seed)
    for (let block = Math.ceil(start / blockSize); block * blockSize < end; block++)
      bytes[block * blockSize - start] = 100 + block
    return bytes
  }

  async hashBlock(start: number, length: number): Promise<{ hash: string; used: number; length: number }> {
    const index = start / blockSize
    if (index >= 2) await this.#gate
    this.hashed.push(index)
    const bytes = await this.read(start, start + length)
    return { hash: createHash('sha256').update(bytes).digest('hex'), used: length, length }
  }
}

/** By a client that does not know yet how fast the cloud is: it asks when the first two blocks are hashed. */
const file = (client = cloud.client('alice')): PithosObject => client.container('box').object('file')
const posts = (): number => count(cloud.requests, post)
const sent = (number: number): Promise<void> => vi.waitFor(() => expect(posts()).toBeGreaterThanOrEqual(number), 5_000)

describe('an upload of large content', () => {
  it('sends what the cloud lacks while the rest is being hashed, and creates nothing by that', async () => {
    const source = new GatedSource(7)
    const uploading = file().upload(source)
    await sent(1)
    expect(source.hashed).toEqual([0, 1])
    expect(await file().exists()).toBe(false)
    source.open()
    expect(await uploading).toMatchObject({ bytes: source.size, transferred: source.size })
    const { hashes } = await file().hashmap()
    expect(hashes).toHaveLength(10)
    expect(await file().versions()).toHaveLength(1)
    const down = await file()
      .download({ range: { first: 9 * blockSize } })
      .bytes()
    expect(Buffer.from(down).equals(await source.read(9 * blockSize, source.size))).toBe(true)
    // One or two early ones, all hashes, all hashes again.
    expect(count(cloud.requests, offer)).toBeLessThanOrEqual(4)
  })

  it('holds under conditions', async () => {
    const first = new GatedSource(1)
    first.open()
    const { etag } = await file().upload(first, { ifNotExist: true })
    const other = new GatedSource(2)
    const refused = file().upload(other, { ifNotExist: true })
    refused.catch(() => undefined)
    other.open()
    await expect(refused).rejects.toBeInstanceOf(PreconditionFailedError)
    expect((await file().info()).etag).toBe(etag)
    const next = new GatedSource(3)
    cloud.requests.length = 0
    const uploading = file().upload(next, { ifMatch: etag! })
    await sent(1)
    expect((await file().info()).etag).toBe(etag)
    next.open()
    expect((await uploading).etag).toBe((await file().info()).hash)
    await expect(file().upload('x', { ifMatch: etag! })).rejects.toBeInstanceOf(PreconditionFailedError)
  })

  it('sends nothing that the cloud has, and asks no more once it has what it was asked for', async () => {
    const first = new GatedSource(4)
    first.open()
    await file().upload(first)
    cloud.requests.length = 0
    const again = new GatedSource(4)
    const uploading = file().upload(again)
    await vi.waitFor(() => expect(count(cloud.requests, offer)).toBe(1), 5_000)
    again.open()
    expect(await uploading).toMatchObject({ transferred: 0 })
    expect(cloud.requests.map((each) => each.slice(0, 9))).toEqual(['HEAD /box', 'PUT /box/', 'PUT /box/'])
  })

  it('ends when a block cannot be sent, without offering the rest', async () => {
    cloud.emulator.faults.add({ method: 'POST', path: '*box?update*', fault: { kind: 'status', status: 413 } })
    const source = new GatedSource(5)
    const uploading = file().upload(source)
    uploading.catch(() => undefined)
    await sent(1)
    await sleep(200)
    source.open()
    await expect(uploading).rejects.toBeInstanceOf(QuotaExceededError)
    expect(count(cloud.requests, offer)).toBe(1)
    expect(await file().exists()).toBe(false)
  })

  it('ends when it is aborted meanwhile', async () => {
    const controller = new AbortController()
    const source = new GatedSource(6)
    const uploading = file().upload(source, { signal: controller.signal })
    uploading.catch(() => undefined)
    await sent(1)
    controller.abort(new Error('enough'))
    source.open()
    await expect(uploading).rejects.toThrow('enough')
    expect(await file().exists()).toBe(false)
  })

  it('does not believe a cloud that says it has a block of nobody', async () => {
    const source = new GatedSource(8)
    let offers = 0
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init)
      if (!request.url.includes('hashmap')) return cloud.emulator.fetch(request)
      offers++
      setTimeout(source.open, 200)
      return new Response(null, { status: 201, headers: { ETag: 'ab'.repeat(32) } })
    }
    await expect(file(cloud.client('alice', { fetch })).upload(source)).rejects.toThrow(TransferError)
    expect(offers).toBe(1)
  })

  it('sends no blocks early where they cannot be sent on their own', async () => {
    await file().put('content')
    await file().share({ write: [cloud.bobId] })
    cloud.requests.length = 0
    const source = new GatedSource(9)
    source.open()
    const theirs = cloud.client('bob').account(cloud.aliceId).container('box').object('file')
    await theirs.upload(source)
    expect(posts()).toBe(0)
    expect((await file().info()).bytes).toBe(source.size)
  })
})
