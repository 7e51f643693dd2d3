import type { BlockFormat } from '../../model/hashmap.ts'
import type { BufferPool } from '../buffer-pool.ts'
import type { RandomAccessSource } from '../source.ts'
import { type HashedBlock, hashedBlocks } from '../source-blocks.ts'

/** Bytes a millisecond that are hashed, until it is seen. */
const usualRate = 1_500_000

/** The blocks of a source, while they are being hashed. */
export class Hashing {
  /** Those that are hashed, in order. */
  readonly blocks: HashedBlock[] = []
  /** Of each hash the first block that has it. */
  readonly first: Map<string, HashedBlock> = new Map()
  /** Bytes of content that are of blocks with a hash. */
  readonly weights: Map<string, number> = new Map()
  /** Settles when all are hashed, or it failed. */
  readonly ended: Promise<void>
  readonly #since = performance.now()
  readonly #size: number
  #bytes = 0
  #isOver = false
  #wake: () => void = () => undefined

  constructor(
    source: RandomAccessSource,
    format: BlockFormat,
    signal: AbortSignal,
    pool: BufferPool,
    onHashed: (bytes: number) => void,
  ) {
    this.#size = source.size
    this.ended = this.#run(hashedBlocks(source, format, signal, pool), onHashed).finally(() => {
      this.#isOver = true
      this.#wake()
    })
    this.ended.catch(() => undefined)
  }

  async #run(blocks: AsyncIterable<HashedBlock>, onHashed: (bytes: number) => void): Promise<void> {
    for await (const block of blocks) {
      const { hash, length } = block
      this.blocks.push(block)
      if (!this.first.has(hash)) this.first.set(hash, block)
      this.weights.set(hash, (this.weights.get(hash) ?? 0) + length)
      this.#bytes += length
      onHashed(length)
      this.#wake()
    }
  }

  /** Waits until so many blocks are hashed. False: it ended before. */
  async reach(count: number): Promise<boolean> {
    while (this.blocks.length < count && !this.#isOver)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    return !this.#isOver
  }

  /** How many milliseconds the rest will take. */
  get leftMs(): number {
    const rate = this.#bytes === 0 ? usualRate : this.#bytes / Math.max(1, performance.now() - this.#since)
    return (this.#size - this.#bytes) / rate
  }
}
