import { createHash, randomBytes } from 'node:crypto'
import { type FileHandle, mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InvalidArgumentError } from '@kamaki/core'
import { hashBlock, rootHash } from '@kamaki/pithos'
import { fileSource } from '@kamaki/pithos/node'
import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { beginBlock, hashLent, lengthWithoutZeros } from '../../src/hash/block-hash.ts'
import { expectHashing } from '../../src/hash/digest.ts'
import { fromHex, toHex } from '../../src/hash/hex.ts'
import { FileHashes } from '../../src/node/files/file-hashes.ts'
import { hashByThreads, threads } from '../../src/node/files/hash-threads.ts'
import { BufferPool } from '../../src/transfer/buffer-pool.ts'

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

it('hashes a block that comes in pieces as one that is there', async () => {
  hashByThreads()
  await fc.assert(
    fc.asyncProperty(block, fc.array(fc.nat(100), { maxLength: 6 }), async (bytes, cuts) => {
      const coming = beginBlock('sha256')!
      for (const cut of cuts.sort((a, b) => a - b)) coming.update(bytes.subarray(0, Math.min(cut, bytes.length)))
      coming.update(bytes)
      expect(coming.hash()).toBe(await hashBlock(bytes))
    }),
    { numRuns: 2_000 },
  )
})

it('threads hash what is lent to them, and give the memory back', async () => {
  hashByThreads()
  expectHashing(2 ** 30)
  const pool = Array.from({ length: 6 }, (_, index) => new Uint8Array(200_000).fill(index + 1, 0, 150_000 + index))
  const wanted = await Promise.all(pool.map((bytes) => hashBlock(bytes)))
  // Until they run, others hash: then nothing is gone.
  const isLent = async (): Promise<boolean> => {
    const bytes = new Uint8Array(100_000).fill(1)
    const hashing = hashLent(bytes, 'sha256')
    const lent = bytes.length === 0
    await hashing
    return lent
  }
  while (!(await isLent())) await new Promise((resolve) => setTimeout(resolve, 10))
  for (let round = 0; round < 3; round++) {
    const done = await Promise.all(pool.map((bytes) => hashLent(bytes, 'sha256')))
    expect(done.map(({ hash }) => hash)).toEqual(wanted)
    done.forEach(({ bytes }, index) => {
      expect(bytes.length).toBe(200_000)
      pool[index] = bytes
    })
  }
  // Memory that cannot be handed over, on some versions of Node not even as a copy.
  const wasm = new Uint8Array(new WebAssembly.Memory({ initial: 4 }).buffer).fill(3)
  expect((await hashLent(wasm, 'sha256')).hash).toBe(sha256(wasm).toString('hex'))
  expect(await isLent()).toBe(true)
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

it('blocks of files are hashed the same by threads as here, whatever is left of them at the end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kamaki-hash-'))
  const path = join(folder, 'file')
  const blockSize = 300_000
  const noise = (length: number): Uint8Array => new Uint8Array(randomBytes(length)).fill(1, length - 1)
  const zeros = (length: number): Uint8Array => new Uint8Array(length)
  const blocks = [
    noise(blockSize),
    zeros(blockSize),
    Buffer.concat([noise(1), zeros(blockSize - 1)]),
    Buffer.concat([zeros(200_000), noise(100_000)]),
    Buffer.concat([noise(65_536), zeros(65_536), noise(1), zeros(blockSize - 131_073)]),
    Buffer.concat([noise(1_000), zeros(500)]),
  ]
  await writeFile(path, Buffer.concat(blocks))
  const source = await fileSource(path)
  const handle = await open(path)
  const pool = new BufferPool(blockSize, 2)
  try {
    threads.start()
    for (const [index, block] of blocks.entries()) {
      const part = { fd: handle.fd, position: index * blockSize, length: blockSize }
      const wanted = { hash: await hashBlock(block), used: lengthWithoutZeros(block), length: block.length }
      expect(await source.hashBlock?.(part.position, blockSize, 'sha256', pool)).toMatchObject(wanted)
      // Until a thread runs, none has time.
      const done = await vi.waitUntil(() => threads.hashPart('sha256', part), { timeout: 10_000 })
      expect(done).toMatchObject(wanted)
    }
    await expect(threads.hashPart('sha256', { fd: 999_999, position: 0, length: 1 })).rejects.toThrow('EBADF')
    // What a thread cannot read is read here.
    const hashes = new FileHashes({ fd: 999_999 } as FileHandle, blockSize, async (_position, memory) => {
      memory.fill(9)
      return memory.length
    })
    const all = Array.from({ length: 20 }, () => hashes.hash(0, 1_000, 'sha256', pool))
    const hash = await hashBlock(new Uint8Array(1_000).fill(9))
    expect(await Promise.all(all)).toEqual(all.map(() => ({ hash, used: 1_000, length: 1_000 })))
  } finally {
    await handle.close()
    await source.close()
    await rm(folder, { recursive: true })
  }
})
