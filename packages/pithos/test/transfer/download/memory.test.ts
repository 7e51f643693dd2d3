import { TransferError } from '@kamaki/core'
import { PithosClient } from '@kamaki/pithos'
import { describe, expect, it } from 'vitest'

const hash = 'ab'.repeat(32)
const blockSize = 4_194_304

/** An object of so many bytes, in a cloud that counts the chunks of content that are read. */
function objectOf(size: number) {
  const asked = { chunks: 0 }
  const fetch: typeof globalThis.fetch = async (input) => {
    const url = String(input instanceof Request ? input.url : input)
    if (!url.includes('hashmap')) {
      const pull = (controller: ReadableStreamDefaultController) => {
        asked.chunks++
        controller.enqueue(new Uint8Array(65_536))
      }
      const body = new ReadableStream({ pull }, { highWaterMark: 0 })
      return new Response(body, { headers: { 'content-length': String(size) } })
    }
    const hashes = Array.from({ length: Math.ceil(size / blockSize) }, () => hash)
    return Response.json({ block_size: blockSize, block_hash: 'sha256', bytes: size, hashes })
  }
  const account = '11111111-2222-3333-4444-555555555555'
  const pithos = new PithosClient('http://pithos.test/object-store/v1', 'token', { account, fetch, retry: false })
  return { object: pithos.container('box').object('disk.img'), asked }
}

describe('Content that cannot be held is a TransferError that says what to do', () => {
  it.each([
    ['bytes', 2 ** 36, /'disk\.img' has 68719476736 bytes, more than this process can hold as bytes.*downloadFile/],
    ['blob', 2 ** 36, /as bytes.*stream\(\)/],
    ['text', 2 ** 36, /as a string.*stream\(\)/],
    ['text', 600_000_000, /'disk\.img' has 600000000 bytes, more than this process can hold as a string/],
  ] as const)('%s() of %i bytes, before it is read', async (method, size, message) => {
    const { object, asked } = objectOf(size)
    const error = await object
      .download()
      [method]()
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(TransferError)
    expect(String(error)).toMatch(message)
    expect(asked.chunks).toBe(0)
  })

  it.each([
    ['bytes', 2 ** 36],
    ['text', 600_000_000],
  ] as const)('%s() of a single response of %i bytes, before it is read', async (method, size) => {
    const data = await objectOf(size).object.get()
    const error = await data[method]().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(TransferError)
    expect(String(error)).toMatch(/more than this process can hold.*by its body$/)
  })

  it('but the range of it can that is asked for', async () => {
    const { object, asked } = objectOf(2 ** 36)
    const range = { first: 0, last: 9 }
    await expect(object.download({ range, retry: false }).text()).rejects.not.toThrow(/hold/)
    expect(asked.chunks).toBeGreaterThan(0)
  })
})
