import { createHash } from 'node:crypto'
import { InvalidArgumentError } from '@kamaki/core'
import { hashBlock, rootHash } from '@kamaki/pithos'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { lengthWithoutZeros } from '../../src/hash/block-hash.ts'
import { fromHex, toHex } from '../../src/hash/hex.ts'

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

/** Bytes that often end in zero bytes, at any offset of their memory. */
const block = fc.tuple(fc.uint8Array({ maxLength: 70 }), fc.nat(70), fc.nat(17)).map(([bytes, nuls, offset]) => {
  const memory = new Uint8Array(offset + bytes.length + nuls + 9).fill(7)
  memory.fill(0, offset + bytes.length, offset + bytes.length + nuls)
  memory.set(bytes, offset)
  return memory.subarray(offset, offset + bytes.length + nuls)
})

it('leaves out exactly the trailing zero bytes, wherever the block lies in memory', () => {
  fc.assert(
    fc.property(block, (bytes) => {
      let end = bytes.length
      while (end > 0 && bytes[end - 1] === 0) end--
      expect(lengthWithoutZeros(bytes)).toBe(end)
    }),
    { numRuns: 5_000 },
  )
})

it('hashes a block as SHA-256 of what is left', async () => {
  await fc.assert(
    fc.asyncProperty(block, async (bytes) => {
      const trimmed = Buffer.from(bytes).toString('latin1').replace(/\0+$/, '')
      expect(await hashBlock(bytes)).toBe(sha256(Buffer.from(trimmed, 'latin1')).toString('hex'))
    }),
    { numRuns: 1_000 },
  )
})

/** The server's algorithm, word for word. */
function serverRoot(hashes: Buffer[]): string {
  if (hashes.length === 0) return sha256(new Uint8Array(0)).toString('hex')
  if (hashes.length === 1) return hashes[0]!.toString('hex')
  let size = 2
  while (size < hashes.length) size *= 2
  let row = [...hashes, ...Array.from({ length: size - hashes.length }, () => Buffer.alloc(32))]
  while (row.length > 1) {
    row = Array.from({ length: row.length / 2 }, (_, index) =>
      sha256(Buffer.concat([row[2 * index]!, row[2 * index + 1]!])),
    )
  }
  return row[0]!.toString('hex')
}

it('computes the Merkle root of any number of blocks', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(1100), async (count) => {
      const hashes = Array.from({ length: count }, (_, index) => sha256(Buffer.from(String(index))))
      expect(await rootHash(hashes.map((hash) => hash.toString('hex')))).toBe(serverRoot(hashes))
    }),
    { numRuns: 60 },
  )
})

it('reads and writes hexadecimal', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(fromHex(toHex(bytes))).toEqual(bytes)
    }),
  )
  expect(() => fromHex('abc')).toThrow(InvalidArgumentError)
  expect(() => fromHex('zz')).toThrow(InvalidArgumentError)
})
