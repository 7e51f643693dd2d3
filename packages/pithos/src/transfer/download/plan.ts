import { blockLength } from '../../hash/blocks.ts'
import type { Hashmap } from '../../model/hashmap.ts'

/** Which blocks of an object a download is about, and where each distinct one occurs. */
export interface BlockPlan {
  /** Index of the first block, and of the one after the last. */
  first: number
  end: number
  /** Places of each distinct block that is not all zero bytes, by its hash, in ascending order. */
  places: Map<string, number[]>
  /** Places of blocks of zero bytes. */
  zeros: number[]
}

/** Plans the blocks of bytes [start, end). `emptyHash` is the hash of nothing, and so of a block of zero bytes. */
export function planBlocks(map: Hashmap, start: number, end: number, emptyHash: string): BlockPlan {
  const first = Math.floor(start / map.block_size)
  const last = end > start ? Math.ceil(end / map.block_size) : first
  const places = new Map<string, number[]>()
  const zeros: number[] = []
  for (let index = first; index < last; index++) {
    const hash = map.hashes[index] ?? ''
    if (hash === emptyHash) zeros.push(index)
    else {
      const known = places.get(hash)
      if (known === undefined) places.set(hash, [index])
      else known.push(index)
    }
  }
  return { first, end: last, places, zeros }
}

/** The part of block `index` that lies in [start, end): where it is in the object, and which bytes of the block it is. */
export function partOf(
  map: Hashmap,
  index: number,
  start: number,
  end: number,
): { position: number; from: number; to: number } {
  const blockStart = index * map.block_size
  const from = Math.max(start, blockStart)
  const to = Math.min(end, blockStart + blockLength(index, map.bytes, map.block_size))
  return { position: from, from: from - blockStart, to: to - blockStart }
}
