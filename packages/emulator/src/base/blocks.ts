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

/** Blocks in memory. */
export class MemoryBlocks implements BlockStore {
  readonly #blocks: Map<string, Uint8Array> = new Map()

  has(hash: string): boolean {
    return this.#blocks.has(hash)
  }

  get(hash: string): Uint8Array | undefined {
    return this.#blocks.get(hash)
  }

  put(hash: string, block: Uint8Array): void {
    // Copied when it is a view on something bigger, which would stay in memory with it.
    if (!this.#blocks.has(hash))
      this.#blocks.set(hash, block.byteLength === block.buffer.byteLength ? block : block.slice())
  }

  clear(): void {
    this.#blocks.clear()
  }
}
