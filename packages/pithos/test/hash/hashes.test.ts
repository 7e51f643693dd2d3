import { hashBlock, rootHash } from '@kamaki/pithos'
import { describe, expect, it } from 'vitest'
import { blockCount } from '../../src/hash/blocks.ts'
import { openSource } from '../../src/transfer/source.ts'
import { cutBlocks, hashSource } from '../../src/transfer/source-blocks.ts'
import { chunksOf } from '../../src/transfer/stream-source.ts'
import { contentOf, vectors } from './vectors.ts'

describe("the server's own hash vectors", () => {
  it.each(vectors.map((vector) => [vector.name, vector] as const))('%s', async (_name, vector) => {
    const content = contentOf(vector)
    expect(content.length).toBe(vector.size)
    const { random } = openSource(content)
    expect(await hashSource(random!, vector, {})).toEqual(vector.blockHashes)
    expect(await rootHash(vector.blockHashes, vector.blockHash)).toBe(vector.rootHash)
    expect(blockCount(vector.size, vector.blockSize)).toBe(vector.blockHashes.length)
    const streamed: string[] = []
    const chunks = new Blob([content as Uint8Array<ArrayBuffer>]).stream() as ReadableStream<Uint8Array>
    for await (const block of cutBlocks(chunksOf(openSource(chunks).stream!, undefined), vector.blockSize))
      streamed.push(await hashBlock(block))
    expect(streamed).toEqual(vector.blockHashes)
  })
})

it('takes a root hash of one block from that block, in lower case', async () => {
  expect(await rootHash(['AB'.repeat(32)])).toBe('ab'.repeat(32))
})

it('rejects a digest that it cannot compute, and says which', async () => {
  await expect(hashBlock(new Uint8Array(1), 'md4')).rejects.toThrow(/md4/)
})
