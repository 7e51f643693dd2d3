import { createReadStream, openAsBlob } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { runInNewContext } from 'node:vm'
import { InvalidArgumentError, PreconditionFailedError, TransferError } from '@kamaki/core'
import type { PithosObject, UploadSource } from '@kamaki/pithos'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type TestCloud, testCloud } from '../../cloud.ts'
import { someBytes, streamOf } from '../content.ts'

const cloud: TestCloud = testCloud()
const blocks = { singleRequestBytes: 0, batchBytes: 1 }
const kept = 'what is there already'
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kamaki-'))
})
afterAll(() => rm(folder, { recursive: true }))

beforeEach(async () => {
  await cloud.clean()
  await cloud.alice.container('box').create()
  await file().put(kept)
  cloud.requests.length = 0
})

const file = (): PithosObject => cloud.alice.container('box').object('file')

async function* generator(bytes: Uint8Array = someBytes(50)): AsyncGenerator<Uint8Array, void, undefined> {
  yield* [bytes.subarray(0, 20), bytes.subarray(20)]
}

/** Ways in which a source was used up before it is passed on. */
const used: Record<string, () => Promise<UploadSource>> = {
  'a web stream that was read': async () => {
    const stream = streamOf(someBytes(50))
    for await (const _chunk of stream as unknown as AsyncIterable<Uint8Array>);
    return stream
  },
  'a web stream of which a part was read': async () => {
    const stream = streamOf(someBytes(50))
    const reader = stream.getReader()
    await reader.read()
    reader.releaseLock()
    return stream
  },
  'a web stream that is locked': async () => {
    const stream = streamOf(someBytes(50))
    stream.getReader()
    return stream
  },
  'a web stream that was cancelled': async () => {
    const stream = streamOf(someBytes(50))
    await stream.cancel()
    return stream
  },
  'the body of a Response that was read': async () => {
    const response = new Response('something')
    await response.text()
    return response.body!
  },
  'the body of a Request that was read': async () => {
    const request = new Request('http://localhost', { method: 'POST', body: 'something' })
    await request.arrayBuffer()
    return request.body!
  },
  'a Node stream that was read': async () => {
    const stream = Readable.from([someBytes(50)])
    for await (const _chunk of stream);
    return stream
  },
  'a Node stream of which a part was read': async () => {
    const stream = Readable.from([someBytes(50), someBytes(60)], { objectMode: false })
    await new Promise((resolve) => stream.once('readable', resolve))
    stream.read(10)
    return stream
  },
  'a Node stream that was destroyed': async () => Readable.from([someBytes(50)]).destroy(),
  'a generator that was read': async () => {
    const chunks = generator()
    for await (const _chunk of chunks);
    return chunks
  },
  'a generator that was closed': async () => {
    const chunks = generator()
    await chunks.return()
    return chunks
  },
}

describe('a source that was used before', () => {
  const calls: Record<string, (source: UploadSource) => Promise<unknown>> = {
    upload: (source) => file().upload(source),
    'upload in blocks': (source) => file().upload(source, blocks),
    'upload with md5': (source) => file().upload(source, { md5: 'ab'.repeat(16) }),
    append: (source) => file().append(source),
    overwrite: (source) => file().overwrite(0, source),
  }
  describe.each(Object.entries(used))('such as %s', (_name, open) => {
    it.each(Object.entries(calls))('is rejected by %s, and the object stays', async (_call, call) => {
      await expect(call(await open())).rejects.toBeInstanceOf(InvalidArgumentError)
      expect(cloud.requests.filter((request) => /^(PUT|POST)/.test(request))).toEqual([])
      expect(await file().download().text()).toBe(kept)
    })
  })

  it.each(Object.entries(used).filter(([name]) => !/Node|generator/.test(name)))(
    'is rejected by put: %s',
    async (_name, open) => {
      const source = (await open()) as ReadableStream<Uint8Array>
      await expect(file().put(source)).rejects.toBeInstanceOf(InvalidArgumentError)
      await expect(file().put(() => source)).rejects.toBeInstanceOf(InvalidArgumentError)
      expect(cloud.requests).toEqual([])
      expect(await file().download().text()).toBe(kept)
    },
  )

  it.each<[string, () => UploadSource]>([
    ['a web stream', () => streamOf(someBytes(50))],
    ['a Node stream', () => Readable.from([someBytes(50)])],
    ['a generator', () => generator()],
  ])('is rejected also when a condition has ended its upload: %s', async (_name, open) => {
    for (const how of [{}, blocks]) {
      const source = open()
      await expect(file().upload(source, { ...how, ifNotExist: true })).rejects.toBeInstanceOf(PreconditionFailedError)
      await expect(file().upload(source, how)).rejects.toBeInstanceOf(InvalidArgumentError)
      const again = open()
      await file().upload(again, how)
      await expect(file().upload(again, how)).rejects.toBeInstanceOf(InvalidArgumentError)
      expect((await file().info()).bytes).toBe(50)
      await file().put(kept)
    }
  })

  it('is named with the way out', async () => {
    const error = await file()
      .upload(await used['a Node stream of which a part was read']!())
      .catch((reason: unknown) => reason)
    expect(String(error)).toMatch(/source is a stream that was read.*PassThrough/)
  })
})

describe('sources that are empty, but not used, are uploaded', () => {
  it.each<[string, () => UploadSource]>([
    ['a web stream', () => streamOf(new Uint8Array(0))],
    ['a Node stream', () => Readable.from([])],
    [
      'a generator with an empty chunk',
      async function* () {
        yield new Uint8Array(0)
      },
    ],
    ['an iterable', () => ({ async *[Symbol.asyncIterator]() {} })],
    ['bytes', () => new Uint8Array(0)],
    ['a Blob', () => new Blob([])],
  ])('%s', async (_name, open) => {
    expect(await file().upload(open())).toMatchObject({ bytes: 0 })
    expect((await file().info()).bytes).toBe(0)
  })
})

describe('sources of every kind arrive as they are', () => {
  const content = someBytes(100, 3)
  const shared = (): Uint8Array => {
    const bytes = new Uint8Array(new SharedArrayBuffer(100))
    bytes.set(content)
    return bytes
  }
  const resizable = (): Uint8Array => {
    const Buffer = ArrayBuffer as unknown as new (length: number, options: object) => ArrayBuffer
    const bytes = new Uint8Array(new Buffer(100, { maxByteLength: 4096 }))
    bytes.set(content)
    return bytes
  }
  const elsewhere = (code: string): never => runInNewContext(code, { list: [...content] }) as never
  /** As tar libraries have them: a stream that knows its size. */
  const entry = (): Readable => Object.assign(Readable.from([content.slice(0, 30), content.slice(30)]), { size: 100 })
  const kinds: [string, () => UploadSource][] = [
    ['bytes over a SharedArrayBuffer', shared],
    ['a SharedArrayBuffer', () => shared().buffer],
    ['bytes over a resizable buffer', resizable],
    ['a Uint8Array of another realm', () => elsewhere('new Uint8Array(list)')],
    ['an ArrayBuffer of another realm', () => elsewhere('new Uint8Array(list).buffer')],
    ['a stream of chunks of another realm', () => Readable.from([elsewhere('new Uint8Array(list)')])],
    ['a stream of ArrayBuffers', () => Readable.from([content.slice().buffer])],
    ['a Node stream with a size', entry],
    ['a Node stream that flows already', () => entry().on('data', () => undefined)],
    ['the rest of a stream', () => entry().pipe(new PassThrough())],
    ['a web stream', () => streamOf(content)],
    ['a generator', () => generator(content)],
  ]

  it.each(kinds)('%s', async (_name, open) => {
    for (const how of [{}, blocks, { ...blocks, dedupe: 'previous' as const }]) {
      await file().upload(open(), how)
      expect(await file().download().bytes()).toEqual(content)
    }
    await file().upload('')
    await file().append(open(), { requestBytes: 30 })
    expect(await file().download().bytes()).toEqual(content)
  })

  it.each(kinds.slice(0, 4))('%s, also where it is sent in one request', async (_name, open) => {
    const bytes = open() as Uint8Array
    await file().put(bytes)
    expect(await file().download().bytes()).toEqual(content)
    const view = bytes instanceof Uint8Array || ArrayBuffer.isView(bytes) ? bytes : new Uint8Array(bytes)
    await file().write(0, view)
    await file().appendBytes(view)
    await cloud.alice.container('box').uploadBlocks(view.subarray(0, 16))
    await file().postForm(view)
    expect(await file().download().bytes()).toEqual(content)
  })

  it('what the caller does to their bytes meanwhile does not matter, or is an error', async () => {
    for (const how of [{}, blocks]) {
      const bytes = content.slice()
      const sending = file().upload(bytes, {
        ...how,
        onProgress: ({ phase }) => {
          if (phase === 'sending') bytes.fill(7)
        },
      })
      const outcome = await sending.then(
        () => 'stored',
        (error: unknown) => String(error),
      )
      if (outcome === 'stored') expect(await file().download().bytes()).toEqual(content)
      else expect(outcome).toMatch(/TransferError: The content changed/)
    }
  })

  it('bytes that are given away while they are sent are stored as they were, or are an error', async () => {
    const outcomes = new Set<string>()
    for (const how of [{}, blocks, { ...blocks, dedupe: 'previous' as const }]) {
      const bytes = content.slice()
      const sending = file().upload(bytes, how)
      transferred(bytes)
      const outcome = await sending.then(
        () => 'stored',
        (error: unknown) => String(error),
      )
      outcomes.add(outcome)
      if (outcome === 'stored') expect(await file().download().bytes()).toEqual(content)
    }
    expect([...outcomes].filter((outcome) => outcome !== 'stored')).toEqual([
      'TransferError: The content changed its size while it was being uploaded. Start again when it is no longer being written to',
    ])
  })
})

/** The same bytes after somebody else has taken their memory. */
function transferred(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  structuredClone(bytes, { transfer: [bytes.buffer] })
  return bytes
}

describe('what is not a source is rejected', () => {
  it.each<[string, unknown, RegExp]>([
    ['undefined', undefined, /source must be a string, bytes, .*; got undefined/],
    ['a number', 5, /got 5/],
    ['an object', { path: 'a' }, /fileSource\(path\)/],
    ['an array', [1, 2], /source must be/],
    ['a Response', new Response('x'), /pass its body/],
    ['a source without a valid size', { size: -1, read: async () => someBytes(1) }, /source\.size must be/],
    ['memory that was transferred', transferred(new Uint8Array(9)), /source is memory that was transferred.*slice\(\)/],
    ['a buffer that was transferred', transferred(new Uint8Array(9)).buffer, /was transferred/],
    ['half of a character', 'half \ud83d', /unpaired surrogate.*cut within a character/],
    ['a source whose size is a string', { size: '3', read: async () => someBytes(1) }, /source\.size must be/],
  ])('%s', async (_name, source, message) => {
    for (const call of [
      () => file().upload(source as never),
      () => file().append(source as never),
      () => file().overwrite(0, source as never),
    ]) {
      const error = await call().catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(InvalidArgumentError)
      expect(String(error)).toMatch(message)
    }
    expect(await file().download().text()).toBe(kept)
  })
})

it('a source of one’s own that reads no bytes is rejected', async () => {
  const source = { size: 9, read: async () => undefined } as never
  for (const call of [
    () => file().upload(source),
    () => file().upload(source, blocks),
    () => file().append(source),
    () => file().overwrite(0, source),
  ]) {
    await expect(call()).rejects.toThrow(InvalidArgumentError)
    await expect(call()).rejects.toThrow(/source\.read\(\) must resolve with bytes; got undefined/)
  }
  expect(await file().download().text()).toBe(kept)
})

it('what is put is valid Unicode, and an MD5 is in hex', async () => {
  const object = file()
  for (const md5 of ['', '\t', 'ab'.repeat(15), '1B2M2Y8AsgTpgAmY7PhCfg==', 5, null]) {
    await expect(object.put('', { md5: md5 as never })).rejects.toThrow(/md5 must be an MD5 in hex, 32 digits; got/)
    await expect(object.upload('', { md5: md5 as never })).rejects.toBeInstanceOf(InvalidArgumentError)
  }
  await expect(object.put('half \ud83d')).rejects.toThrow(/body contains an unpaired surrogate/)
  expect(await object.download().text()).toBe(kept)
  await object.put('', { md5: 'D41D8CD98F00B204E9800998ECF8427E' })
})

it('a Blob whose file has changed since is an error that says so, however it is sent', async () => {
  const path = join(folder, 'behind')
  await writeFile(path, someBytes(100))
  const blob = await openAsBlob(path)
  await writeFile(path, someBytes(50))
  for (const call of [() => file().put(blob), () => file().upload(blob), () => file().append(blob)]) {
    await expect(call()).rejects.toThrow(TransferError)
    await expect(call()).rejects.toThrow(/The Blob cannot be read: the file behind it was changed or deleted/)
  }
  expect(await file().download().text()).toBe(kept)
})

it('a stream of strings is rejected', async () => {
  const strings = (): never => Readable.from(['a', 'b']) as never
  for (const call of [() => file().upload(strings()), () => file().append(strings())]) {
    await expect(call()).rejects.toBeInstanceOf(InvalidArgumentError)
    await expect(call()).rejects.toThrow(/stream of bytes.*encoding/)
  }
  expect(await file().download().text()).toBe(kept)
})

describe('a file that cannot be opened', () => {
  const missing = () => createReadStream(join(folder, 'missing'))

  it.each<[string, (object: PithosObject) => Promise<unknown>]>([
    ['simply', (object) => object.upload(missing())],
    ['in blocks', (object) => object.upload(missing(), blocks)],
    ['with md5', (object) => object.upload(missing(), { md5: 'ab'.repeat(16) })],
    ['with an aborted signal', (object) => object.upload(missing(), { signal: AbortSignal.abort(new Error('no')) })],
    ['with a bad option', (object) => object.upload(missing(), { concurrency: -1 })],
    ['with a bad type', (object) => object.upload(missing(), { contentType: 'ü' })],
    ['appended', (object) => object.append(missing())],
    ['appended with an aborted signal', (object) => object.append(missing(), { signal: AbortSignal.abort() })],
    ['appended with a bad option', (object) => object.append(missing(), { requestBytes: 0 })],
    ['written over', (object) => object.overwrite(0, missing())],
  ])('fails the call, not the process: %s', async (_name, call) => {
    const own = file()
    const foreign = cloud.bob.account(cloud.aliceId).container('box').object('file')
    const failures: unknown[] = []
    const onFailure = (error: unknown) => failures.push(error)
    process.on('uncaughtException', onFailure)
    for (const object of [own, foreign]) await expect(call(object)).rejects.toThrow()
    await new Promise((resolve) => setTimeout(resolve, 20))
    process.off('uncaughtException', onFailure)
    expect(failures).toEqual([])
    expect(await file().download().text()).toBe(kept)
  })

  it('fails the call also where the token takes its time', async () => {
    const { PithosClient } = await import('@kamaki/pithos')
    const token = () => new Promise<string>((resolve) => setTimeout(resolve, 50, 'wrong'))
    const fetch = cloud.emulator.fetch as typeof globalThis.fetch
    const client = new PithosClient(cloud.endpoint, token, { account: cloud.aliceId, fetch })
    const object = client.container('box').object('file')
    await expect(object.upload(missing(), { md5: 'ab'.repeat(16) })).rejects.toThrow()
    await expect(object.upload(missing(), { ...blocks, dedupe: 'previous' })).rejects.toThrow()
  })
})

describe('the source of an upload that fails', () => {
  it('is destroyed or cancelled, whatever ended it', async () => {
    const path = join(folder, 'big')
    await writeFile(path, someBytes(1 << 20))
    const endings: [string, (source: UploadSource) => Promise<unknown>][] = [
      ['an aborted signal', (source) => file().upload(source, { signal: AbortSignal.abort(new Error('no')) })],
      ['a bad option', (source) => file().upload(source, { concurrency: 0 })],
      ['a container that is missing', (source) => cloud.alice.container('nope').object('x').upload(source, blocks)],
      ['a condition', (source) => file().upload(source, { ifNotExist: true })],
      ['an abort on the way', (source) => file().upload(source, { ...blocks, signal: AbortSignal.timeout(5) })],
      ['an object that is missing', (source) => cloud.alice.container('box').object('no').append(source)],
      ['a bad option of append', (source) => file().append(source, { requestBytes: -1 })],
    ]
    for (const [name, call] of endings) {
      const node = createReadStream(path)
      await expect(call(node), name).rejects.toThrow()
      expect(node.destroyed, name).toBe(true)
      let cancelled = false
      const web = new ReadableStream<Uint8Array>({
        pull: (controller) => controller.enqueue(someBytes(16)),
        cancel: () => {
          cancelled = true
        },
      })
      if (name === 'a condition') continue
      await expect(call(web), name).rejects.toThrow()
      expect(cancelled, name).toBe(true)
    }
  })

  it('leaves no descriptors after 50 uploads that are aborted while it is opened', async () => {
    const path = join(folder, 'small')
    await writeFile(path, 'some')
    const descriptors = async () => (await readdir('/proc/self/fd')).length
    const before = await descriptors()
    await Promise.allSettled(
      Array.from({ length: 50 }, async () => {
        const controller = new AbortController()
        const uploading = file().upload(createReadStream(path), { signal: controller.signal })
        controller.abort(new Error('no'))
        await uploading
      }),
    )
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await descriptors()).toBeLessThanOrEqual(before + 2)
  })

  it('is let go where put is not begun', async () => {
    let cancelled = 0
    const body = () =>
      new ReadableStream<Uint8Array>({
        cancel: () => {
          cancelled++
        },
      })
    await expect(file().put(body(), { signal: AbortSignal.abort() })).rejects.toThrow()
    await expect(file().put(body(), { contentType: 'ü' })).rejects.toThrow()
    expect(cancelled).toBe(2)
  })
})
