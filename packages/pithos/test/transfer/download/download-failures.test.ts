import { IntegrityError } from '@kamaki/core'
import { beforeEach, describe, expect, it } from 'vitest'
import { testCloud } from '../../cloud.ts'
import { someBytes } from '../content.ts'

const cloud = testCloud()
const _get = /^GET \/box\/file\?version=\d+&format=json/
const file = () => cloud.alice.container('box').object('file')
const put = (content: Uint8Array) => file().upload(content, { singleRequestBytes: 0 })

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
      cloud.emulator.faults.add({ method: 'GET', path: '*version=*', times: 3, fault })
      const download = file().download()
      expect(await download.bytes()).toEqual(content)
      expect(download.result!.transferred).toBeLessThan(1600 + 3 * 16)
      cloud.emulator.faults.clear()
    }
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
      path: '*version=*',
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
      const download = own.download({ rangeBytes: 32 })
      expect(await (round % 2 === 0 ? download.bytes() : collect(download))).toEqual(content)
      expect(download.result).toMatchObject({ verified: true })
    }
    expect(rule.struck).toBeGreaterThan(5)
  })

  it('a last block with a wrong byte is not taken for a truncated one', async () => {
    await put(someBytes(20))
    cloud.emulator.faults.add({ method: 'GET', path: '*version=*', times: 2, fault: { kind: 'corrupt' } })
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
    await expect(file().download().bytes()).rejects.toBeInstanceOf(IntegrityError)
    await expect(collect(file().download())).rejects.toBeInstanceOf(IntegrityError)
  })

  it('ends at once with the reason of an abort', async () => {
    await put(someBytes(1600))
    cloud.emulator.faults.add({ method: 'GET', path: '*version=*', fault: { kind: 'stall', afterBytes: 100 } })
    const reason = new Error('enough')
    for (const stream of [false, true]) {
      const controller = new AbortController()
      const download = file().download({ signal: controller.signal })
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
      const download = file().download()
      expect(await download.bytes()).toEqual(content)
      expect(download.result).toMatchObject({ verified: true })
      expect(rule.struck).toBe(1)
      cloud.emulator.faults.clear()
    }
  })
})
