import type { HashedBlock } from '../source-blocks.ts'

/** Blocks on their way to those who send them. Where none is there and more may come, `undefined` says so once. */
export class BlockQueue implements AsyncIterable<HashedBlock | undefined> {
  /** The hashes of all that were ever put in. */
  readonly hashes: Set<string> = new Set()
  #blocks: HashedBlock[] = []
  #isClosed = false
  #isWaiting = false
  #wake: () => void = () => undefined
  #starve: () => void = () => undefined

  /** Puts blocks in that were not there before. */
  push(blocks: Iterable<HashedBlock>): void {
    for (const block of blocks) {
      if (this.hashes.has(block.hash)) continue
      this.hashes.add(block.hash)
      this.#blocks.push(block)
    }
    this.#wake()
  }

  /** No more will come. */
  close(): void {
    this.#isClosed = true
    this.#wake()
    this.#starve()
  }

  /** Waits until somebody waits for more, or no more will come. */
  async starved(): Promise<void> {
    if (this.#isWaiting || this.#isClosed) return
    await new Promise<void>((resolve) => {
      this.#starve = resolve
    })
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<HashedBlock | undefined, void, undefined> {
    for (;;) {
      const blocks = this.#blocks
      this.#blocks = []
      yield* blocks
      if (this.#blocks.length > 0) continue
      if (this.#isClosed) return
      yield undefined
      if (this.#blocks.length > 0 || this.#isClosed) continue
      const more = new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      this.#isWaiting = true
      this.#starve()
      await more
      this.#isWaiting = false
    }
  }
}
