import { TransferError } from '@kamaki/core'
import { beforeEach, describe, expect, it } from 'vitest'
import { testCloud } from '../../cloud.ts'
import { someBytes } from '../content.ts'

const cloud = testCloud()
const emulated = cloud.emulator.fetch as typeof globalThis.fetch
const content = someBytes(40)
const blocks = { singleRequestBytes: 0 }

beforeEach(async () => {
  await cloud.clean()
  await cloud.alice.container('box').create()
  await cloud.alice.container('box').object('file').upload(content)
})

/** An object of a client that makes one request at a time, whose responses with content have another length. */
function fileThrough(change: (headers: Headers) => void = () => undefined) {
  const fetch = async (...args: Parameters<typeof globalThis.fetch>): Promise<Response> => {
    const response = await emulated(...args)
    if (response.body === null || /[?&]hashmap/.test(String(args[0]))) return response
    const headers = new Headers(response.headers)
    change(headers)
    return new Response(response.body, { status: response.status, headers })
  }
  return cloud
    .client('alice', { fetch: fetch as typeof globalThis.fetch, concurrency: 1 })
    .container('box')
    .object('file')
}

describe('where a client makes one request at a time', () => {
  it.each(['write', 'present', 'hasContent'])(
    'a sink may make some, too, in %s',
    async (method) => {
      const file = fileThrough()
      const received = new Uint8Array(40)
      const ask = async (of: string): Promise<void> => {
        if (of === method) await file.info()
      }
      await file.download(blocks).to({
        async hasContent() {
          await ask('hasContent')
          return false
        },
        async present() {
          await ask('present')
          return new Set()
        },
        async write(position, bytes) {
          received.set(bytes, position)
          await ask('write')
        },
      })
      expect(received).toEqual(content)
    },
    20_000,
  )

  it('content that memory cannot hold leaves the slot', async () => {
    const file = fileThrough((headers) => headers.set('content-length', String(2 ** 52)))
    const download = file.download({ singleRequestBytes: Number.MAX_SAFE_INTEGER })
    await expect(download.bytes()).rejects.toThrow(TransferError)
    expect(await file.exists({ timeoutMs: 1_000 })).toBe(true)
  })
})

it.each([{}, blocks])('content whose size no response states is downloaded by its hashmap (%o)', async (options) => {
  const file = fileThrough((headers) => headers.delete('content-length'))
  expect(await file.download(options).bytes()).toEqual(content)
  await file.upload(content.subarray(0, 5))
  expect(await file.download(options).bytes()).toEqual(content.subarray(0, 5))
})

it('one method that is given up takes the hashmap from none of the others', async () => {
  const rule = cloud.emulator.faults.add({ path: /hashmap/, times: 1, fault: { kind: 'delay', ms: 300 } })
  const download = cloud.alice
    .container('box')
    .object('file')
    .download({ range: { first: 10 } })
  const reader = download.stream().getReader()
  const first = reader.read().catch(() => undefined)
  const bytes = download.bytes()
  await new Promise((resolve) => setTimeout(resolve, 50))
  await reader.cancel()
  expect(await bytes).toEqual(content.subarray(10))
  await first
  expect(rule.struck).toBe(1)
})
