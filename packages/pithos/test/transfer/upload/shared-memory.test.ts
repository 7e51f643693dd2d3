import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RandomAccessSource } from '@kamaki/pithos'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type TestCloud, testCloud } from '../../cloud.ts'

const blockSize = 4_194_304
const cloud: TestCloud = testCloud({ blockSize })

beforeEach(async () => {
  await cloud.clean()
  await cloud.alice.container('box').create()
})

/** Blocks that differ from each other, and from those of another seed. */
function blocksOf(seed: number, count: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(count * blockSize).fill(seed)
  for (let block = 0; block < count; block++) bytes[block * blockSize] = 100 + block
  return bytes
}

const read =
  (bytes: Uint8Array): RandomAccessSource['read'] =>
  async (start, end) =>
    bytes.slice(start, end)

describe('the memory of an upload', () => {
  it('is not used again while a source still reads into it, after its upload was aborted', async () => {
    const client = cloud.client('alice')
    const box = client.container('box')
    const slow = blocksOf(1, 8)
    // Its blocks are in the cloud, and the rate is known: the next requests take several blocks each.
    await box.object('first').upload(slow)
    let late: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      late = resolve
    })
    let waiting = 0
    const controller = new AbortController()
    const aborted = box.object('aborted').upload(
      {
        size: slow.length,
        read: read(slow),
        async hashBlock(start, length) {
          const hash = createHash('sha256').update(slow.subarray(start, start + length))
          return { hash: hash.digest('hex'), used: length, length }
        },
        async readInto(start, memory) {
          waiting++
          await gate
          memory.set(slow.subarray(start, start + memory.length))
          return memory.length
        },
      },
      { dedupe: 'previous', signal: controller.signal, concurrency: 1 },
    )
    aborted.catch(() => undefined)
    await vi.waitFor(() => expect(waiting).toBeGreaterThan(0), 5_000)
    controller.abort(new Error('enough'))
    await expect(aborted).rejects.toThrow('enough')
    const other = blocksOf(2, 8)
    await box.object('other').upload({
      size: other.length,
      read: read(other),
      async readInto(start, memory) {
        memory.set(other.subarray(start, start + memory.length))
        late()
        await sleep(20)
        return memory.length
      },
    })
    const down = await box.object('other').download().bytes()
    expect(Buffer.from(down).equals(other)).toBe(true)
  })
})
