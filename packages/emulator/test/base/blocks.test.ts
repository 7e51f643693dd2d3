import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MemoryBlocks } from '@kamaki/emulator'
import { DiskBlocks } from '@kamaki/emulator/node'
import { afterAll, describe, expect, test } from 'vitest'

const directory = mkdtempSync(join(tmpdir(), 'kamaki-blocks-'))
afterAll(() => rmSync(directory, { recursive: true }))

describe.each([
  ['in memory', () => new MemoryBlocks()],
  ['on disk', () => new DiskBlocks(mkdtempSync(join(directory, 'x')))],
])('blocks %s', (_where, make) => {
  const block = new Uint8Array([1, 2, 3])

  test('a block comes back under its hash', async () => {
    const blocks = make()
    expect(blocks.has('ab12')).toBe(false)
    expect(await blocks.get('ab12')).toBeUndefined()
    await blocks.put('ab12', block)
    expect(blocks.has('ab12')).toBe(true)
    expect(new Uint8Array((await blocks.get('ab12'))!)).toEqual(block)
  })

  test('a block can be read while it is being written, and written by many at once', async () => {
    const blocks = make()
    const writing = Array.from({ length: 20 }, () => blocks.put('cd34', block))
    expect(blocks.has('cd34')).toBe(true)
    expect(new Uint8Array((await blocks.get('cd34'))!)).toEqual(block)
    await Promise.all(writing)
    expect(new Uint8Array((await blocks.get('cd34'))!)).toEqual(block)
  })

  test('clear() takes all away', async () => {
    const blocks = make()
    await blocks.put('ab12', block)
    await blocks.clear()
    expect(blocks.has('ab12')).toBe(false)
    await blocks.put('ab12', block)
    expect(blocks.has('ab12')).toBe(true)
  })
})

test('small blocks beside one another come back as they were', () => {
  const blocks = new MemoryBlocks()
  const sizes = [0, 1, 255, 256, 4095, 4096, 4097, 70_000]
  const content = (size: number, at: number) => new Uint8Array(size).fill(at + 1)
  for (let round = 0; round < 40; round++)
    for (const [at, size] of sizes.entries()) blocks.put(`${round} ${at}`, content(size, at))
  for (let round = 0; round < 40; round++)
    for (const [at, size] of sizes.entries())
      expect(Buffer.compare(blocks.get(`${round} ${at}`)!, content(size, at))).toBe(0)
})

test('a view on a bigger buffer is kept without it', async () => {
  const blocks = new MemoryBlocks()
  blocks.put('ab', new Uint8Array(1_000_000).subarray(10, 20))
  expect(blocks.get('ab')?.buffer.byteLength).toBe(10)
})

test('blocks on disk outlive their store, and no half written file stays', async () => {
  const where = mkdtempSync(join(directory, 'x'))
  await new DiskBlocks(where).put('ab12', new Uint8Array([9]))
  expect(new DiskBlocks(where).has('ab12')).toBe(true)
  expect(readdirSync(join(where, 'blocks', 'ab'))).toEqual(['ab12'])
})

test('what is not a hash never becomes a path', async () => {
  const blocks = new DiskBlocks(mkdtempSync(join(directory, 'x')))
  expect(() => blocks.has('../../etc/passwd')).toThrow(RangeError)
  await expect(async () => blocks.put('/etc/x', new Uint8Array(1))).rejects.toThrow(RangeError)
})
