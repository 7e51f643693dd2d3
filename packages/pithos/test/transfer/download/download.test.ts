import {
  IntegrityError,
  InvalidArgumentError,
  NotFoundError,
  NotModifiedError,
  PreconditionFailedError,
  RangeNotSatisfiableError,
  TransferError,
} from '@kamaki/core'
import type { DownloadOptions, TransferProgress } from '@kamaki/pithos'
import { beforeEach, describe, expect, it } from 'vitest'
import { testCloud } from '../../cloud.ts'
import { count, someBytes } from '../content.ts'

const cloud = testCloud()
const get = /^GET \/box\/file\?version=\d+&format=json/
const file = () => cloud.alice.container('box').object('file')
const blocks = { singleRequestBytes: 0 }
/** As content of more than a usual block is downloaded. */
const byBlocks = (options: DownloadOptions = {}) => file().download({ ...blocks, ...options })
const put = (content: Uint8Array) => file().upload(content, blocks)

beforeEach(async () => {
  await cloud.clean()
  await cloud.alice.container('box').create()
})

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return new Uint8Array(Buffer.concat(chunks))
}

describe('a download', () => {
  it('of a single block is one request', async () => {
    for (const content of [new Uint8Array(0), someBytes(1), someBytes(16), new Uint8Array(9)]) {
      await put(content)
      cloud.requests.length = 0
      const download = file().download()
      expect(await download.bytes()).toEqual(content)
      expect(await collect(file().download())).toEqual(content)
      expect(cloud.requests).toEqual(['GET /box/file?format=json', 'GET /box/file?format=json'])
      const { version, etag } = await file().info()
      const { length } = content
      expect(download.result).toEqual({ bytes: length, transferred: length, verified: true, version, etag })
    }
  })

  it('of several is the content, and the hashmap of that version', async () => {
    const content = someBytes(160)
    await put(content)
    const { version } = await file().info()
    for (const download of [cloud.client('alice').container('box').object('file').download(), byBlocks()]) {
      cloud.requests.length = 0
      expect(await download.bytes()).toEqual(content)
      expect(cloud.requests).toEqual([
        'GET /box/file?format=json',
        `GET /box/file?hashmap&version=${version}&format=json`,
      ])
      expect(download.result).toMatchObject({ bytes: 160, transferred: 160, verified: true, version })
    }
  })

  it('has all of it where the client has a single slot', async () => {
    const content = someBytes(160)
    await put(content)
    const client = cloud.client('alice', { concurrency: 1 })
    const downloads = Array.from({ length: 5 }, () => client.container('box').object('file').download(blocks).bytes())
    expect(await Promise.all(downloads)).toEqual(Array.from({ length: 5 }, () => content))
  })

  it('returns a string, a Blob of the right type, and information', async () => {
    await file().upload('καλημέρα', { contentType: 'text/plain; charset=utf-8' })
    const download = file().download()
    expect((await download.info()).contentType).toBe('text/plain; charset=utf-8')
    expect(await download.text()).toBe('καλημέρα')
    const blob = await download.blob()
    expect(blob.type).toBe('text/plain; charset=utf-8')
    expect(await blob.text()).toBe('καλημέρα')
  })

  it('fetches equal blocks once and blocks of zero bytes never', async () => {
    const content = new Uint8Array(16 * 20)
    for (const block of [2, 7, 8, 19]) content.set(someBytes(16), block * 16)
    await put(content)
    const download = byBlocks()
    expect(await download.bytes()).toEqual(content)
    expect(download.result).toMatchObject({ transferred: 16 })
    expect(await collect(byBlocks())).toEqual(content)
  })

  it('limits what one request fetches', async () => {
    await put(someBytes(160))
    cloud.requests.length = 0
    expect(await file().download({ rangeBytes: 32 }).bytes()).toEqual(someBytes(160))
    expect(count(cloud.requests, get)).toBe(5)
  })

  it('makes more requests at a time where each of them is slow', async () => {
    const content = someBytes(2400)
    await put(content)
    const fault = { kind: 'bandwidth', bytesPerSecond: 400 } as const
    cloud.emulator.faults.add({ method: 'GET', path: /file.(version=|format)/, fault })
    cloud.requests.length = 0
    const downloads = [byBlocks(), byBlocks()] as const
    expect(await Promise.all([downloads[0].bytes(), collect(downloads[1])])).toEqual([content, content])
    // A hashmap and a request each, and more where these took long.
    expect(count(cloud.requests, /GET/)).toBeGreaterThan(5)
    for (const { result } of downloads) expect(result).toMatchObject({ transferred: 2400 })
  }, 20_000)

  it('returns the content in order as a stream', async () => {
    const content = someBytes(16 * 100 + 9)
    await put(content)
    expect(await collect(byBlocks({ rangeBytes: 16 }))).toEqual(content)
    expect(await collect(byBlocks({ rangeBytes: 48, concurrency: 7 }))).toEqual(content)
    expect(new Uint8Array(await new Response(byBlocks().stream() as never).arrayBuffer())).toEqual(content)
  })

  it('fetches only a few blocks ahead of the reader of a stream', async () => {
    await put(someBytes(16 * 200))
    cloud.requests.length = 0
    const reader = byBlocks({ rangeBytes: 16, concurrency: 3 }).stream().getReader()
    await reader.read()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(count(cloud.requests, get)).toBeLessThan(12)
    await reader.cancel()
  })

  it('repeats blocks in a stream without fetching them again, as far as it keeps them', async () => {
    const parts = Array.from({ length: 60 }, (_, index) => someBytes(16, (index % 3) + 1))
    const content = new Uint8Array(Buffer.concat(parts))
    await put(content)
    const download = byBlocks()
    expect(await collect(download)).toEqual(content)
    expect(download.result).toMatchObject({ transferred: 48 })
  })

  it('returns ranges, of whole blocks that are verified', async () => {
    const content = someBytes(160)
    await put(content)
    const ranges = [
      [{ first: 0, last: 0 }, 0, 1],
      [{ first: 15, last: 16 }, 15, 17],
      [{ first: 150 }, 150, 160],
      [{ suffix: 3 }, 157, 160],
      [{ suffix: 160 }, 0, 160],
      [{ first: 16, last: 31 }, 16, 32],
    ] as const
    for (const [range, start, end] of ranges) {
      expect(await file().download({ range }).bytes()).toEqual(content.slice(start, end))
      expect(await collect(file().download({ range }))).toEqual(content.slice(start, end))
    }
    for (const range of [{ first: 160 }, { first: 0, last: 160 }, { suffix: 161 }]) {
      await expect(file().download({ range }).bytes()).rejects.toBeInstanceOf(RangeNotSatisfiableError)
    }
    expect(() => file().download({ concurrency: 0 })).toThrow(/concurrency/)
    await expect(
      file()
        .download({ range: { first: 5, last: 2 } })
        .bytes(),
    ).rejects.toThrow(/range.last/)
  })

  it('returns old versions', async () => {
    await put(someBytes(50))
    const { version } = await file().info()
    await put(someBytes(60, 2))
    expect(await file().download({ version: version! }).bytes()).toEqual(someBytes(50))
  })

  it('looks at conditions', async () => {
    await put(someBytes(50))
    const { etag } = await file().info()
    await expect(file().download({ ifNoneMatch: etag }).bytes()).rejects.toBeInstanceOf(NotModifiedError)
    await expect(
      file()
        .download({ ifMatch: 'ab'.repeat(32) })
        .bytes(),
    ).rejects.toBeInstanceOf(PreconditionFailedError)
    expect(
      await file()
        .download({ ifMatch: [etag, 'x'] })
        .bytes(),
    ).toEqual(someBytes(50))
    await expect(cloud.alice.container('box').object('no').download().bytes()).rejects.toBeInstanceOf(NotFoundError)
  })

  it('counts progress up to the whole', async () => {
    const content = new Uint8Array(320)
    content.set(someBytes(100))
    await put(content)
    for (const stream of [false, true]) {
      const seen: TransferProgress[] = []
      const download = byBlocks({ onProgress: (progress) => seen.push({ ...progress }) })
      await (stream ? collect(download) : download.bytes())
      const loaded = seen.map((progress) => progress.loaded)
      expect(loaded).toEqual([...loaded].sort((a, b) => a - b))
      expect(seen.at(-1)).toEqual({ phase: 'done', loaded: 320, total: 320, transferred: 112, fraction: 1 })
    }
  })
})

describe('what changes meanwhile', () => {
  it('does not mix with what is downloaded', async () => {
    await put(someBytes(160))
    const download = file().download()
    await download.info()
    await put(someBytes(160, 2))
    expect(await download.bytes()).toEqual(someBytes(160))
  })

  it('is noticed where old versions are not kept', async () => {
    await cloud.alice.container('box').update({ versioning: 'none' })
    await put(someBytes(160))
    const download = file().download()
    await download.info()
    await put(someBytes(160, 2))
    await expect(download.bytes()).rejects.toBeInstanceOf(TransferError)
    await expect(download.bytes()).rejects.toThrow(/replaced or deleted/)
  })
})

describe('objects whose hashes cannot match', () => {
  /** Cuts the object as other programs do: the hash of the last block goes on covering what is cut off. */
  const cut = (size: number) => file().writeFrom(file(), 0, { size })

  it('one that was cut in place is an error, and is taken where that is asked for', async () => {
    for (const size of [100, 96, 17, 1, 0]) {
      await put(someBytes(160))
      await cut(size)
      for (const stream of [false, true]) {
        if (size % 16 !== 0) {
          const rejected = file().download()
          const error = await (stream ? collect(rejected) : rejected.bytes()).catch((reason: unknown) => reason)
          expect(error).toBeInstanceOf(IntegrityError)
          expect(String(error)).toMatch(/last block of 'file'.*cut in place.*unverified: 'accept'/)
          expect(rejected.result).toBeUndefined()
        }
        const download = file().download({ unverified: 'accept' })
        expect(stream ? await collect(download) : await download.bytes()).toEqual(someBytes(160).slice(0, size))
        expect(download.result).toMatchObject({ bytes: size, verified: size % 16 === 0 })
      }
    }
  })

  it('a small one that is damaged on the cloud is an error too', async () => {
    await put(someBytes(10))
    const [hash = ''] = (await file().hashmap()).hashes
    await cloud.emulator.state.blocks.clear()
    await cloud.emulator.state.blocks.put(hash, someBytes(10, 5))
    const written: number[] = []
    const sink = { write: async (position: number) => void written.push(position) }
    for (const work of [
      () => file().download().bytes(),
      () => file().download().text(),
      () => file().download().to(sink),
      () => collect(file().download()),
      () =>
        file()
          .download({ range: { first: 2, last: 5 } })
          .bytes(),
    ]) {
      await expect(work()).rejects.toBeInstanceOf(IntegrityError)
    }
    expect(written).toEqual([])
    expect(await file().download({ unverified: 'accept' }).bytes()).toEqual(someBytes(10, 5))
    expect(() => file().download({ unverified: 'maybe' as never })).toThrow(InvalidArgumentError)
  })

  it('is not what our own truncate leaves, whatever was done before', async () => {
    const properties = {
      contentType: 'a/b',
      contentDisposition: 'inline',
      contentEncoding: 'x',
      metadata: { a: '1', b: 'β' },
    }
    for (const before of [160, 155]) {
      for (const size of [100, 96, 17, 1, 0, 155]) {
        await file().upload(someBytes(160), { ...blocks, ...properties, sharing: { read: [cloud.bobId] } })
        if (before < 160) await cut(before)
        await file().truncate(size, { metadata: { b: null, c: 'γ' } })
        const left = Math.min(size, before)
        const download = file().download()
        expect(await download.bytes()).toEqual(someBytes(160).slice(0, left))
        expect(download.result).toMatchObject({ bytes: left, verified: true })
        const { metadata, sharing, ...info } = await file().info()
        expect(info).toMatchObject({ contentType: 'a/b', contentDisposition: 'inline', contentEncoding: 'x' })
        expect(metadata).toEqual({ a: '1', c: 'γ' })
        expect(sharing).toEqual({ read: [cloud.bobId], write: [] })
      }
    }
  })

  it('truncate keeps its conditions, and loses no write of others', async () => {
    const { etag } = await put(someBytes(160))
    await expect(file().truncate(50, { ifMatch: 'ab'.repeat(32) })).rejects.toBeInstanceOf(PreconditionFailedError)
    await file().truncate(50, { ifMatch: etag! })
    await expect(file().truncate(20, { ifMatch: etag! })).rejects.toBeInstanceOf(PreconditionFailedError)
    await expect(file().truncate(20, { ifNotExist: true })).rejects.toBeInstanceOf(PreconditionFailedError)
    await expect(cloud.alice.container('box').object('no').truncate(5)).rejects.toBeInstanceOf(NotFoundError)
    // Somebody else writes between the look and the write.
    await put(someBytes(160))
    const inner = cloud.emulator.fetch as typeof globalThis.fetch
    let others = 0
    const meanwhile = async (...args: Parameters<typeof globalThis.fetch>): Promise<Response> => {
      if (args[1]?.method === 'PUT' && String(args[0]).includes('hashmap') && others++ === 0)
        await put(someBytes(160, 7))
      return inner(...args)
    }
    const client = cloud.client('alice', { fetch: meanwhile as typeof globalThis.fetch })
    await client.container('box').object('file').truncate(50)
    expect(await file().download().bytes()).toEqual(someBytes(160, 7).slice(0, 50))
  })

  it('truncate cuts in place what belongs to somebody else', async () => {
    await file().upload(someBytes(160), { ...blocks, sharing: { write: [cloud.bobId] } })
    await cloud.bob.account(cloud.aliceId).container('box').object('file').truncate(50)
    await expect(file().download().bytes()).rejects.toBeInstanceOf(IntegrityError)
    expect(await file().download({ unverified: 'accept' }).bytes()).toEqual(someBytes(50))
  })

  it('restore leaves an object that verifies, with the metadata of now', async () => {
    const first = await file().upload(someBytes(18), { ...blocks, metadata: { a: 'old' } })
    await file().upload(new Uint8Array([...someBytes(16), ...someBytes(14, 3)]), { ...blocks, metadata: { a: 'new' } })
    const { uuid } = await file().info()
    await file().restore(first.version!)
    const download = file().download()
    expect(await download.bytes()).toEqual(someBytes(18))
    expect(download.result).toMatchObject({ verified: true })
    expect(await file().info()).toMatchObject({ uuid, metadata: { a: 'new' } })
  })

  it('a manifest downloads as its parts joined, unverified', async () => {
    const box = cloud.alice.container('box')
    await box.object('parts/1').upload(someBytes(50))
    await box.object('parts/2').upload(someBytes(60, 2))
    await box.object('whole').putManifest({ container: 'box', prefix: 'parts/' })
    const content = new Uint8Array([...someBytes(50), ...someBytes(60, 2)])
    const download = box.object('whole').download()
    expect(await download.bytes()).toEqual(content)
    expect(download.result).toMatchObject({ bytes: 110, verified: false })
    expect(await collect(box.object('whole').download())).toEqual(content)
    expect(
      await box
        .object('whole')
        .download({ range: { first: 40, last: 59 } })
        .bytes(),
    ).toEqual(content.slice(40, 60))
  })
})
