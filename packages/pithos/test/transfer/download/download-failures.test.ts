import { IntegrityError, TransferError } from '@kamaki/core'
import { beforeEach, describe, expect, it } from 'vitest'
import { testCloud } from '../../cloud.ts'
import { someBytes } from '../content.ts'

const cloud = testCloud()
const dataPath = /\/file\?(version=\d+&)?format=json/
const file = () => cloud.alice.container('box').object('file')
const blocks = { singleRequestBytes: 0 }
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

describe('when things go wrong', () => {
  it('a connection that breaks costs the block that it broke in', async () => {
    const content = someBytes(1600)
    await put(content)
    for (const fault of [
      { kind: 'reset', when: 'body', afterBytes: 200 },
      { kind: 'truncate', afterBytes: 777 },
      { kind: 'status', status: 503 },
      { kind: 'reset', when: 'before' },
    ] as const) {
      for (const options of [blocks, { rangeBytes: 1_000_000 }, {}]) {
        const rule = cloud.emulator.faults.add({ method: 'GET', path: dataPath, times: 3, fault })
        const download = file().download(options)
        expect(await download.bytes()).toEqual(content)
        expect(rule.struck).toBe(3)
        expect(download.result!.transferred).toBeLessThan(1600 + 3 * 16)
        cloud.emulator.faults.clear()
      }
    }
  })

  it('a small object may come in as many pieces as it takes', async () => {
    const own = testCloud({ blockSize: 65_536 })
    const content = someBytes(1_000_000)
    await own.alice.container('box').create()
    const object = own.alice.container('box').object('file')
    await object.upload(content)
    own.emulator.faults.add({
      method: 'GET',
      path: dataPath,
      times: 10,
      fault: { kind: 'truncate', afterBytes: 90_000 },
    })
    expect(await object.download().bytes()).toEqual(content)
  })

  it('a version that is gone when its hashmap is asked for is an error that says so', async () => {
    await cloud.alice.container('box').update({ versioning: 'none' })
    await put(someBytes(160))
    const inner = cloud.emulator.fetch as typeof globalThis.fetch
    const fetch = async (...args: Parameters<typeof globalThis.fetch>): Promise<Response> => {
      if (String(args[0]).includes('hashmap')) await put(someBytes(160, 2))
      return inner(...args)
    }
    const object = cloud
      .client('alice', { fetch: fetch as typeof globalThis.fetch })
      .container('box')
      .object('file')
    await expect(object.download().bytes()).rejects.toThrow(/replaced or deleted/)
    await expect(object.download(blocks).bytes()).rejects.toBeInstanceOf(TransferError)
  })

  it('content of a single block that arrives wrong is fetched again, and is an error if it stays so', async () => {
    const content = someBytes(16)
    await put(content)
    const rule = cloud.emulator.faults.add({ method: 'GET', path: dataPath, times: 1, fault: { kind: 'corrupt' } })
    const download = file().download()
    expect(await download.bytes()).toEqual(content)
    expect(download.result).toMatchObject({ transferred: 32, verified: true })
    expect(rule.struck).toBe(1)
    cloud.emulator.faults.add({ method: 'GET', path: dataPath, fault: { kind: 'corrupt' } })
    await expect(file().download().bytes()).rejects.toBeInstanceOf(IntegrityError)
  })

  it('the hashmap is asked for again', async () => {
    await put(someBytes(160))
    cloud.emulator.faults.add({ method: 'GET', path: '*hashmap*', times: 2, fault: { kind: 'truncate' } })
    expect(await file().download().bytes()).toEqual(someBytes(160))
  })

  it('a block with a wrong byte is fetched again', async () => {
    const content = someBytes(1600)
    await put(content)
    const rule = cloud.emulator.faults.add({
      method: 'GET',
      path: dataPath,
      times: 20,
      probability: 0.5,
      fault: { kind: 'corrupt' },
    })
    // A client of its own: what other tests had repeated is no longer in its budget.
    const own = cloud
      .client('alice', { retry: { limit: 10, baseMs: 1 } })
      .container('box')
      .object('file')
    for (let round = 0; round < 10; round++) {
      const download = own.download(round % 3 === 0 ? blocks : { rangeBytes: 32 })
      expect(await (round % 2 === 0 ? download.bytes() : collect(download))).toEqual(content)
      expect(download.result).toMatchObject({ verified: true })
    }
    expect(rule.struck).toBeGreaterThan(5)
  })

  it('a last block with a wrong byte is not taken for a truncated one', async () => {
    await put(someBytes(20))
    cloud.emulator.faults.add({ method: 'GET', path: dataPath, times: 2, fault: { kind: 'corrupt' } })
    const download = file().download()
    expect(await download.bytes()).toEqual(someBytes(20))
    expect(download.result).toMatchObject({ verified: true })
  })

  it('a block that stays wrong ends it', async () => {
    await put(someBytes(160))
    const { hashes } = await file().hashmap()
    await cloud.emulator.state.blocks.clear()
    for (const [index, hash] of hashes.entries()) {
      cloud.emulator.state.blocks.put(
        hash,
        index === 4 ? someBytes(16, 99) : someBytes(160).slice(index * 16, index * 16 + 16),
      )
    }
    for (const options of [blocks, {}]) {
      await expect(file().download(options).bytes()).rejects.toBeInstanceOf(IntegrityError)
      await expect(collect(file().download(options))).rejects.toBeInstanceOf(IntegrityError)
    }
  })

  it('ends at once with the reason of an abort', async () => {
    await put(someBytes(1600))
    cloud.emulator.faults.add({ method: 'GET', path: dataPath, fault: { kind: 'stall', afterBytes: 100 } })
    const reason = new Error('enough')
    for (const [stream, options] of [false, true].flatMap((each) => [blocks, {}].map((one) => [each, one] as const))) {
      const controller = new AbortController()
      const download = file().download({ ...options, signal: controller.signal })
      setTimeout(() => controller.abort(reason), 30)
      await expect(stream ? collect(download) : download.bytes()).rejects.toBe(reason)
    }
    const reader = file().download().stream().getReader()
    const pending = reader.read()
    await reader.cancel()
    expect((await pending).done).toBe(true)
  })
})

describe('a hashmap that arrives wrong', () => {
  it('is asked for again, whatever is wrong with it', async () => {
    const content = someBytes(1600)
    await put(content)
    for (let round = 0; round < 40; round++) {
      const rule = cloud.emulator.faults.add({
        method: 'GET',
        path: '*hashmap*',
        times: 1,
        seed: round,
        fault: { kind: 'corrupt' },
      })
      const download = file().download({ ...(round % 2 === 0 && blocks), singleRequestBytes: 0 })
      expect(await download.bytes()).toEqual(content)
      expect(download.result).toMatchObject({ verified: true })
      expect(rule.struck).toBe(1)
      cloud.emulator.faults.clear()
    }
  })
})
