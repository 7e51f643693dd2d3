import type { BlockStore } from '../base/blocks.ts'
import { forbidden } from '../http/fault.ts'
import { storeBlock } from './block-intake.ts'
import { paddedCopy, readBlock } from './block-reader.ts'

/** A list of block hashes that is being written to. */
export class Patch {
  readonly hashes: string[]
  readonly #blocks: BlockStore
  readonly #size: number
  readonly #isSnapshot: boolean

  /** `isSnapshot`: bytes go to or come from a volume, whose blocks must not be written to. */
  constructor(blocks: BlockStore, blockSize: number, hashes: readonly string[], isSnapshot: boolean) {
    this.#blocks = blocks
    this.#size = blockSize
    this.hashes = [...hashes]
    this.#isSnapshot = isSnapshot
  }

  /** Writes blocks from `offset` on; the first one ends where a block of the object does. @returns where they end */
  async write(offset: number, blocks: AsyncIterable<Uint8Array>): Promise<number> {
    let at = offset
    for await (const block of blocks) {
      await this.#put(at, block)
      at += block.length
    }
    return at
  }

  /** Writes the first `length` bytes of another content. @returns where it ends */
  async copy(offset: number, source: readonly string[], length: number): Promise<number> {
    return offset % this.#size === 0 ? this.#share(offset, source, length) : this.#shift(offset, source, length)
  }

  /** Block by block: whole ones are shared; a last short one that is appended keeps all of its source. */
  async #share(offset: number, source: readonly string[], length: number): Promise<number> {
    for (let at = 0; at < length; at += this.#size) {
      const index = (offset + at) / this.#size
      const count = Math.min(length - at, this.#size)
      const hash = source[at / this.#size] ?? ''
      if (index >= this.hashes.length) this.hashes.push(hash)
      else if (count === this.#size) this.hashes[index] = hash
      else await this.#put(offset + at, paddedCopy(await readBlock(this.#blocks, hash), count))
    }
    return offset + length
  }

  async #shift(offset: number, source: readonly string[], length: number): Promise<number> {
    let at = offset
    let left = length
    let rest: Uint8Array = new Uint8Array(0)
    for (let index = 0; left > 0; index++) {
      const hash = source[index]
      let data = rest
      if (hash !== undefined) {
        data = paddedCopy(rest, rest.length + this.#size)
        data.set(await readBlock(this.#blocks, hash), rest.length)
      }
      data = data.subarray(0, left)
      const count = Math.min(data.length, this.#size - (at % this.#size))
      await this.#put(at, data.subarray(0, count))
      rest = data.subarray(count)
      at += count
      left -= count
    }
    return at
  }

  /** Writes bytes that lie within one block. */
  async #put(offset: number, data: Uint8Array): Promise<void> {
    const index = Math.floor(offset / this.#size)
    const start = offset % this.#size
    const present = this.hashes[index]
    if (present !== undefined && this.#isSnapshot) throw forbidden('Cannot update an Archipelago volume block.')
    if (start === 0 && (present === undefined || data.length === this.#size)) {
      this.hashes[index] = await storeBlock(this.#blocks, data)
      return
    }
    const before = present === undefined ? new Uint8Array(0) : await readBlock(this.#blocks, present)
    const block = paddedCopy(before, Math.max(before.length, start + data.length))
    block.set(data, start)
    this.hashes[index] = await storeBlock(this.#blocks, block)
  }
}
