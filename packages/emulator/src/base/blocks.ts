/** Where the blocks of objects are kept, by their hash in hex. All calls may be synchronous or not. */
export interface BlockStore {
  has(hash: string): boolean
  get(hash: string): Uint8Array | undefined | Promise<Uint8Array | undefined>
  put(hash: string, block: Uint8Array): void | Promise<void>
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
