import { TransferError } from '@kamaki/core'
import { beforeEach, describe, expect, it } from 'vitest'
import { testCloud } from '../../cloud.ts'
import { someBytes } from '../content.ts'

const cloud = testCloud()
const content = someBytes(160)
const blocks = { singleRequestBytes: 1, batchBytes: 1 }

type Fetch = typeof globalThis.fetch

/** The cloud's responses to requests for the headers of a container, changed. */
function withContainerHead(respond: (response: Response) => Response): Fetch {
  return async (input, init) => {
    const response = await (cloud.emulator.fetch as Fetch)(input, init)
    const { method, url } = input instanceof Request ? input : { method: init?.method, url: String(input) }
    return method === 'HEAD' && /\/box$/.test(new URL(url).pathname) ? respond(response) : response
  }
}

/** As HTTP clients fail that read no more than 16 KiB of headers. */
const overflow = withContainerHead(() => {
  throw new TypeError('fetch failed', {
    cause: Object.assign(new Error('Headers Overflow Error'), { code: 'UND_ERR_HEADERS_OVERFLOW' }),
  })
})

const box = (fetch: Fetch) => cloud.client('alice', { fetch }).container('box')

beforeEach(async () => {
  await cloud.clean()
  await cloud.alice.container('box').create()
})

describe('A container whose headers are longer than the HTTP client reads', () => {
  it('takes a new object in one request', async () => {
    for (const dedupe of ['cloud', 'previous'] as const) {
      const object = box(overflow).object(dedupe)
      const result = await object.upload(content, { ...blocks, dedupe })
      expect(result).toMatchObject({ bytes: 160, transferred: 160 })
      expect(await object.download().bytes()).toEqual(content)
    }
  })

  it('takes new content of an object by its blocks, of which only new ones are sent', async () => {
    const object = box(overflow).object('file')
    await object.upload(content, blocks)
    const changed = Uint8Array.from(content)
    changed.fill(1, 20, 30)
    for (const dedupe of ['cloud', 'previous'] as const) {
      const next = changed.slice(0, dedupe === 'cloud' ? 150 : 90)
      const { transferred } = await object.upload(next, { ...blocks, dedupe })
      expect(transferred).toBeLessThanOrEqual(32)
      expect(await object.download().bytes()).toEqual(next)
    }
  })

  it('takes a stream, of an object that exists and of one that does not', async () => {
    for (const name of ['file', 'file', 'other']) {
      const object = box(overflow).object(name)
      await object.upload(new Blob([content]).stream(), blocks)
      expect(await object.download().bytes()).toEqual(content)
    }
  })
})

describe('What a cloud says of its blocks that is not to be believed', () => {
  it.each([
    ['x-container-block-size', '1099511627776', /of 1099511627776 bytes/],
    ['x-container-block-size', '67108865', /of 67108865 bytes/],
    ['x-container-block-hash', 'constructor', /'constructor', which cannot be computed here.*object\.put\(body\)/],
    ['x-container-block-hash', 'md4', /'md4', which cannot be computed here/],
  ])('ends an upload before anything is allocated or sent: %s: %s', async (name, value, message) => {
    const fetch = withContainerHead(({ status, headers }) => {
      const odd = new Headers(headers)
      odd.set(name, value)
      return new Response(null, { status, headers: odd })
    })
    const before = process.memoryUsage().arrayBuffers
    const works = [
      () => box(fetch).object('a').upload(content, blocks),
      () =>
        box(fetch)
          .object('a')
          .upload(content, { ...blocks, dedupe: 'previous' }),
      () =>
        box(fetch)
          .object('a')
          .upload(new Blob([content]).stream(), blocks),
    ]
    for (const work of works) {
      const error = await work().catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(TransferError)
      expect(String(error)).toMatch(message)
    }
    expect(cloud.requests.filter((request) => /^(PUT|POST) \/box\//.test(request))).toEqual([])
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16_000_000)
  })

  it('ends an upload of more blocks than there are in any', async () => {
    const fetch = withContainerHead(({ status, headers }) => {
      const odd = new Headers(headers)
      odd.set('x-container-block-size', '1')
      return new Response(null, { status, headers: odd })
    })
    const source = { size: 2 ** 25, read: async (start: number, end: number) => new Uint8Array(end - start) }
    await expect(box(fetch).object('a').upload(source)).rejects.toThrow(/of 1 bytes, of which no content of 33554432/)
  })
})
