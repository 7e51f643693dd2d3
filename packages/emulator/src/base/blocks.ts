/** Where the blocks of objects are kept, by their hash in hex. */
export interface BlockStore {
  /** Must be synchronous: it is asked within a transaction. */
  has(hash: string): boolean
  /** A block that `put` took, undefined for any other. */
  get(hash: string): Uint8Array | undefined | Promise<Uint8Array | undefined>
  put(hash: string, block: Uint8Array): void | Promise<void>
  /** Forgets all blocks, as `emulator.reset()` does. */
  clear(): void | Promise<void>
}

/** Up to here a block is kept among others: an array of its own would take some 200 bytes more. */
const SMALL = 4096

/** Blocks in memory. */
export class MemoryBlocks implements BlockStore {
  readonly #blocks: Map<string, Uint8Array | number> = new Map()
  #small: SmallBlocks = new SmallBlocks()

  has(hash: string): boolean {
    return this.#blocks.has(hash)
  }

  get(hash: string): Uint8Array | undefined {
    const found = this.#blocks.get(hash)
    return typeof found === 'number' ? this.#small.get(found) : found
  }

  put(hash: string, block: Uint8Array): void {
    if (this.#blocks.has(hash)) return
    if (block.byteLength <= SMALL) this.#blocks.set(hash, this.#small.add(block))
    // Copied when it is a view on something bigger, which would stay in memory with it.
    else this.#blocks.set(hash, block.byteLength === block.buffer.byteLength ? block : block.slice())
  }

  clear(): void {
    this.#blocks.clear()
    this.#small = new SmallBlocks()
  }
}

const SLAB = 1 << 18

/** Small blocks one behind the other, each after its length in two bytes. */
class SmallBlocks {
  readonly #slabs: Uint8Array[] = []
  #used = SLAB

  /** @returns where it is */
  add(block: Uint8Array): number {
    if (this.#used + 2 + block.byteLength > SLAB) {
      this.#slabs.push(new Uint8Array(SLAB))
      this.#used = 0
    }
    const slab = this.#slabs.at(-1)
    const at = this.#used
    slab?.set([block.byteLength & 0xff, block.byteLength >> 8], at)
    slab?.set(block, at + 2)
    this.#used += 2 + block.byteLength
    return (this.#slabs.length - 1) * SLAB + at
  }

  get(place: number): Uint8Array | undefined {
    const slab = this.#slabs[Math.floor(place / SLAB)]
    const at = place % SLAB
    const [low = 0, high = 0] = slab?.subarray(at, at + 2) ?? []
    return slab?.slice(at + 2, at + 2 + low + high * 256)
  }
}
