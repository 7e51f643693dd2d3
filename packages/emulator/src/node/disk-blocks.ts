import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BlockStore } from '../base/blocks.ts'

/**
 * Blocks as files below a directory, so that a big object takes disk instead of memory. Only the blocks outlive the
 * process: what objects they belong to is kept in memory.
 */
export class DiskBlocks implements BlockStore {
  readonly #directory: string
  /** Blocks that are being written, readable meanwhile. */
  readonly #writing: Map<string, Uint8Array> = new Map()
  #temporary = 0

  /** Uses (and creates, if need be) `directory/blocks`. */
  constructor(directory: string) {
    this.#directory = join(directory, 'blocks')
    mkdirSync(this.#directory, { recursive: true })
  }

  has(hash: string): boolean {
    return this.#writing.has(hash) || existsSync(this.#path(hash))
  }

  async get(hash: string): Promise<Uint8Array | undefined> {
    const writing = this.#writing.get(hash)
    if (writing) return writing
    try {
      return await readFile(this.#path(hash))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  }

  async put(hash: string, block: Uint8Array): Promise<void> {
    if (this.has(hash)) return
    this.#writing.set(hash, block)
    try {
      const path = this.#path(hash)
      // A crash in the middle leaves no half block under a good name.
      const temporary = `${path}.${process.pid}.${this.#temporary++}`
      mkdirSync(join(this.#directory, hash.slice(0, 2)), { recursive: true })
      await writeFile(temporary, block)
      await rename(temporary, path)
    } finally {
      this.#writing.delete(hash)
    }
  }

  clear(): void {
    rmSync(this.#directory, { recursive: true, force: true })
    mkdirSync(this.#directory, { recursive: true })
  }

  #path(hash: string): string {
    if (!/^[0-9a-f]+$/.test(hash)) throw new RangeError(`No block hash: ${hash}`)
    return join(this.#directory, hash.slice(0, 2), hash)
  }
}
