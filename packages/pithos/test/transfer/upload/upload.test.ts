import { InvalidArgumentError, UnprocessableError } from '@kamaki/core'
import { rootHash, type TransferProgress } from '@kamaki/pithos'
import { beforeEach, describe, expect, it } from 'vitest'
import { type TestCloud, testCloud } from '../../cloud.ts'
import { count, someBytes, streamOf } from '../content.ts'

const cloud: TestCloud = testCloud()
const blocks = { singleRequestBytes: 0, batchBytes: 1 }
const post = /^POST \/box\?update/
const offer = /^PUT \/box\/file\?hashmap/

beforeEach(async () => {
  await cloud.clean()
  await cloud.alice.container('box').create()
  cloud.requests.length = 0
})

const file = () => cloud.alice.container('box').object('file')

describe('an upload by hashes', () => {
  it('asks the cloud first, sends each block that it lacks, and offers again', async () => {
    const content = someBytes(100)
    const result = await file().upload(content, blocks)
    expect(result).toMatchObject({ bytes: 100, transferred: 100 })
    expect(count(cloud.requests, offer)).toBe(2)
    expect(count(cloud.requests, post)).toBe(7)
    expect(await file().download().bytes()).toEqual(content)
    const { hashes } = await file().hashmap()
    expect(result.etag).toBe(await rootHash(hashes))
    expect(result.version).toBe((await file().info()).version)
  })

  it('sends nothing that is there already, whichever object it belongs to', async () => {
    await file().upload(someBytes(1000), blocks)
    cloud.requests.length = 0
    const other = cloud.alice.container('box').object('copy')
    expect(await other.upload(someBytes(1000), blocks)).toMatchObject({ transferred: 0 })
    expect(cloud.requests).toEqual(['HEAD /box', 'PUT /box/copy?hashmap&format=json'])
  })

  it('sends only the blocks that changed', async () => {
    const content = someBytes(1600)
    await file().upload(content, blocks)
    content[500] = 3
    content[1599] = 5
    cloud.requests.length = 0
    expect(await file().upload(content, blocks)).toMatchObject({ transferred: 32 })
    expect(count(cloud.requests, post)).toBe(2)
    expect(await file().download().bytes()).toEqual(content)
  })

  it('sends equal blocks once, and one byte for all blocks of zero bytes', async () => {
    const content = new Uint8Array(16 * 50)
    content.set(someBytes(16), 16 * 3)
    content.set(someBytes(16), 16 * 30)
    expect(await file().upload(content, blocks)).toMatchObject({ transferred: 17 })
    expect(count(cloud.requests, post)).toBe(2)
    expect(await file().download().bytes()).toEqual(content)
  })

  it('leaves out the zero bytes at the end of a block', async () => {
    const content = new Uint8Array(64)
    content.set([1, 2, 3], 16)
    expect(await file().upload(content, blocks)).toMatchObject({ transferred: 4 })
    expect(await file().download().bytes()).toEqual(content)
  })

  it('puts small blocks together in one body, the short one last', async () => {
    const content = someBytes(16 * 10 + 5)
    await file().upload(content, { singleRequestBytes: 0, batchBytes: 64 })
    expect(count(cloud.requests, post)).toBe(3)
    expect(await file().download().bytes()).toEqual(content)
  })

  it('takes every kind of source', async () => {
    const content = someBytes(75)
    const memory = new Uint8Array(100)
    memory.set(content, 11)
    async function* chunks() {
      for (let at = 0; at < 75; at += 10) yield content.slice(at, at + 10)
    }
    const sources = [
      content,
      content.buffer,
      new DataView(memory.buffer, 11, 75),
      new Blob([content]),
      new File([content], 'name'),
      streamOf(content),
      chunks(),
    ]
    for (const source of sources) {
      await file().upload(source, blocks)
      expect(await file().download().bytes()).toEqual(content)
      await file().upload(
        source instanceof ReadableStream ? streamOf(content) : source === sources[6] ? chunks() : source,
      )
      expect(await file().download().bytes()).toEqual(content)
    }
    await file().upload('α text')
    expect(await file().download().text()).toBe('α text')
    await expect(file().upload(5 as never)).rejects.toBeInstanceOf(InvalidArgumentError)
  })

  it('stores empty content from any source', async () => {
    for (const source of ['', new Uint8Array(0), new Blob([]), streamOf(new Uint8Array(0))]) {
      expect(await file().upload(source, blocks)).toMatchObject({ bytes: 0, transferred: 0 })
      expect((await file().info()).bytes).toBe(0)
      expect(await file().download().bytes()).toEqual(new Uint8Array(0))
    }
  })

  it('sets type, metadata, encoding, disposition, access in the request that makes the object', async () => {
    const options = {
      contentType: 'application/x-thing',
      contentDisposition: 'attachment; filename="ά.txt"',
      contentEncoding: 'x-odd',
      metadata: { Colour: 'μπλε 100%', 'two words': 'a b' },
      sharing: { read: [cloud.bobId] },
      public: true,
    }
    for (const how of [blocks, {}]) {
      await file().upload(someBytes(50), { ...how, ...options })
      const info = await file().info()
      expect(info).toMatchObject({
        contentType: 'application/x-thing',
        contentDisposition: options.contentDisposition,
        contentEncoding: 'x-odd',
        metadata: { colour: 'μπλε 100%', 'two words': 'a b' },
        sharing: { read: [cloud.bobId], write: [] },
      })
      expect(info.publicUrl).toMatch(/\/public\//)
      await file().delete()
    }
    expect(count(cloud.requests, /^POST \/box\/file/)).toBe(0)
  })

  it('guesses the type from the name, or takes that of a Blob', async () => {
    const box = cloud.alice.container('box')
    await box.object('a.png').upload('x')
    await box.object('b').upload(new Blob(['x'], { type: 'text/x-odd' }))
    await box.object('c.unknownending').upload('x')
    expect((await box.object('a.png').info()).contentType).toBe('image/png')
    expect((await box.object('b').info()).contentType).toBe('text/x-odd')
    expect((await box.object('c.unknownending').info()).contentType).toBe('application/octet-stream')
  })

  it('counts progress up to the whole, and what travelled', async () => {
    const seen: TransferProgress[] = []
    const content = new Uint8Array(16 * 6)
    content.set(someBytes(32))
    await file().upload(content, { ...blocks, onProgress: (progress) => seen.push({ ...progress }) })
    for (const phase of ['hashing', 'sending'] as const) {
      const loaded = seen.filter((progress) => progress.phase === phase).map((progress) => progress.loaded)
      expect(loaded).toEqual([...loaded].sort((a, b) => a - b))
      expect(loaded.at(-1)).toBe(96)
    }
    expect(seen.at(-1)).toEqual({ phase: 'done', loaded: 96, total: 96, transferred: 33, fraction: 1 })
  })
})

describe('a small upload', () => {
  it('is one request', async () => {
    await file().upload(someBytes(100))
    expect(cloud.requests).toEqual(['PUT /box/file?format=json', 'HEAD /box'])
    cloud.requests.length = 0
    // Of a block or less not even the block size is needed to check what was stored.
    await file().upload(someBytes(16))
    expect(cloud.requests).toEqual(['PUT /box/file?format=json'])
  })

  it('has its MD5 checked by the server if one is given', async () => {
    await file().upload('hello', { md5: '5d41402abc4b2a76b9719d911017c592' })
    await expect(file().upload('hullo', { md5: '5d41402abc4b2a76b9719d911017c592' })).rejects.toBeInstanceOf(
      UnprocessableError,
    )
    await expect(
      file().upload(streamOf(someBytes(99)), { md5: '5d41402abc4b2a76b9719d911017c592' }),
    ).rejects.toBeInstanceOf(UnprocessableError)
    expect(await file().download().text()).toBe('hello')
  })
})

describe('an upload that sends while it hashes', () => {
  it('sends what the previous version does not hold, and offers once', async () => {
    const content = someBytes(160)
    await file().upload(content, blocks)
    content[20] = 9
    cloud.requests.length = 0
    expect(await file().upload(content, { ...blocks, dedupe: 'previous' })).toMatchObject({ transferred: 16 })
    expect(count(cloud.requests, post)).toBe(1)
    expect(count(cloud.requests, offer)).toBe(1)
    expect(await file().download().bytes()).toEqual(content)
  })

  it('needs no previous version', async () => {
    const content = someBytes(160)
    expect(await file().upload(content, { ...blocks, dedupe: 'previous' })).toMatchObject({ transferred: 160 })
    expect(await file().download().bytes()).toEqual(content)
  })

  it('sends the stragglers that the offer at the end names', async () => {
    const content = someBytes(160)
    await file().upload(content, blocks)
    await cloud.emulator.state.blocks.clear()
    expect(await file().upload(content, { ...blocks, dedupe: 'previous' })).toMatchObject({ transferred: 160 })
    expect(await file().download().bytes()).toEqual(content)
  })

  it('is how a stream goes: block by block as it comes, never more than a few in memory', async () => {
    const content = someBytes(16 * 200 + 3)
    let read = 0
    let sent = 0
    let most = 0
    async function* chunks() {
      for (let at = 0; at < content.length; at += 16) {
        read++
        most = Math.max(most, read - sent)
        yield content.slice(at, at + 16)
      }
    }
    const result = await file().upload(chunks(), {
      ...blocks,
      concurrency: 3,
      onProgress: ({ phase, loaded }) => {
        if (phase === 'sending') sent = Math.floor(loaded / 16)
      },
    })
    expect(result).toMatchObject({ bytes: content.length, transferred: content.length })
    expect(most).toBeLessThan(12)
    expect(await file().download().bytes()).toEqual(content)
  })

  it('spares a stream what the previous version holds', async () => {
    const content = someBytes(160)
    await file().upload(content, blocks)
    content[20] = 9
    const source = streamOf(content)
    expect(await file().upload(source, { ...blocks, dedupe: 'previous' })).toMatchObject({ transferred: 16 })
  })

  it('says so when a stream cannot be sent again', async () => {
    const content = someBytes(160)
    await file().upload(content, blocks)
    await cloud.emulator.state.blocks.clear()
    await expect(file().upload(streamOf(content), { ...blocks, dedupe: 'previous' })).rejects.toThrow(
      /cannot be read again/,
    )
  })
})
