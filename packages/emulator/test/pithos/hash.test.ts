import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { cutBlocks } from '../../src/pithos/block-intake.ts'
import { blockHash, blockHashSync, rootHash } from '../../src/pithos/hash.ts'

type Segment =
  | { repeat: { byte: number; count: number } }
  | { ramp: { modulus: number; count: number } }
  | { hex: string }

interface Vector {
  name: string
  blockSize: number
  input: Segment[]
  blockHashes: string[]
  rootHash: string
}

const inventory = new URL('../../../../tooling/api-coverage/api/pithos.json', import.meta.url)
const vectors: Vector[] = JSON.parse(readFileSync(inventory, 'utf8')).testVectors

function bytesOf(segment: Segment): Uint8Array {
  if ('repeat' in segment) return new Uint8Array(segment.repeat.count).fill(segment.repeat.byte)
  if ('ramp' in segment) {
    const out = new Uint8Array(segment.ramp.count)
    for (let i = 0; i < out.length; i++) out[i] = i % segment.ramp.modulus
    return out
  }
  return Uint8Array.from(Buffer.from(segment.hex, 'hex'))
}

async function* pieces(input: Segment[], length: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (const segment of input) {
    const bytes = bytesOf(segment)
    for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
  }
}

describe('the hash vectors of the server', () => {
  test('are all there', () => {
    expect(vectors.length).toBeGreaterThanOrEqual(47)
  })

  test.each(vectors)('$name: blocks and root', async ({ blockSize, input, blockHashes, rootHash: root }) => {
    const hashes: string[] = []
    // Pieces of a length that fits neither block size: cutting must not depend on how the bytes come.
    for await (const block of cutBlocks(pieces(input, blockSize > 1000 ? 65_521 : 7), { size: blockSize })) {
      hashes.push(await blockHash(block))
      if (blockSize < 1000) expect(blockHashSync(block)).toBe(hashes.at(-1))
    }
    expect(hashes).toEqual(blockHashes)
    expect(rootHash(hashes)).toBe(root)
  })
})

describe('cutting a body', () => {
  const cut = async (lengths: number[], options: Parameters<typeof cutBlocks>[1]) => {
    const source = (async function* () {
      for (const length of lengths) yield new Uint8Array(length)
    })()
    const out: number[] = []
    for await (const block of cutBlocks(source, options)) out.push(block.length)
    return out
  }

  test('cuts full blocks and a rest', async () => {
    expect(await cut([5, 5, 5], { size: 4 })).toEqual([4, 4, 4, 3])
    expect(await cut([8], { size: 4, length: 8 })).toEqual([4, 4])
    expect(await cut([], { size: 4, length: 0 })).toEqual([])
  })

  test('can begin with a shorter one', async () => {
    expect(await cut([10], { size: 4, first: 1 })).toEqual([1, 4, 4, 1])
  })

  test('leaves out what comes beyond the announced length', async () => {
    expect(await cut([10], { size: 4, length: 6 })).toEqual([4, 2])
  })

  test('rejects a body that ends early', async () => {
    await expect(cut([3], { size: 4, length: 6 })).rejects.toMatchObject({ status: 400 })
  })
})
