import type { BlockStore } from '../base/blocks.ts'
import { itemNotFound } from '../http/fault.ts'
import { EMPTY_HASH } from './hash.ts'
import type { Range } from './ranges.ts'

const NO_BYTES = new Uint8Array(0)

/** A stored block as it was sent; what is missing to a whole one reads as zero bytes. @throws {Fault} 404 */
export async function readBlock(blocks: BlockStore, hash: string): Promise<Uint8Array> {
  if (hash === EMPTY_HASH) return NO_BYTES
  const block = await blocks.get(hash)
  if (!block) throw itemNotFound('Block does not exist')
  return block
}

/** A block cut or padded with zero bytes to `size` bytes, as a copy that may be written to. */
export function paddedCopy(block: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size)
  out.set(block.length > size ? block.subarray(0, size) : block)
  return out
}

/** One content, or one part of a manifest. */
export interface Content {
  size: number
  hashes: readonly string[]
}

/** The bytes of a range over one or several contents joined, block by block. */
export async function* readRange(
  blocks: BlockStore,
  contents: readonly Content[],
  range: Range,
  blockSize: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let { offset, length } = range
  for (const { size, hashes } of contents) {
    if (offset >= size) {
      offset -= size
      continue
    }
    while (length > 0 && offset < size) {
      const index = Math.floor(offset / blockSize)
      const start = offset % blockSize
      const count = Math.min(length, blockSize - start, size - offset)
      yield await slice(blocks, hashes[index] ?? EMPTY_HASH, start, count)
      offset += count
      length -= count
    }
    offset = 0
    if (length <= 0) return
  }
}

async function slice(blocks: BlockStore, hash: string, start: number, count: number): Promise<Uint8Array> {
  const block = await readBlock(blocks, hash)
  if (start + count <= block.length)
    return start === 0 && count === block.length ? block : block.subarray(start, start + count)
  const out = new Uint8Array(count)
  if (start < block.length) out.set(block.subarray(start))
  return out
}
