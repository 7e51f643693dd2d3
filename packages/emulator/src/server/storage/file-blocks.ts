import type { BlockStore } from '../../base/blocks.ts'
import { type Files, hasCode, joined, makeDirectory, processId } from './files.ts'
import { lives } from './lock.ts'

/** Up to here a block is written at once: quicker than three trips to other threads. */
const SMALL = 64 * 1024

/** `HASH.PROCESS.NUMBER` */
const TEMPORARY = /^[0-9a-f]+\.(\d+)\.\d+$/

/** A process that is not to be seen from here (in a container of its own) is not longer at one block. */
const ABANDONED_MS = 60_000

/** Of this process: several of its stores may use the same directory. */
let lastTemporary = 0

/** Blocks as files below a directory, each under its hash. A file is there whole or not at all. */
export class FileBlocks implements BlockStore {
  readonly #files: Files
  readonly #directory: string
  /** Blocks that are being written, readable meanwhile. */
  readonly #writing: Map<string, { readonly block: Uint8Array; readonly done: Promise<void> }> = new Map()

  /** Creates the directory, if need be. */
  constructor(files: Files, directory: string) {
    this.#files = files
    this.#directory = directory
    makeDirectory(files, directory)
  }

  /** Not before it is on the disk: what is told of then must outlast the process. */
  has(hash: string): boolean {
    return this.#files.existsSync(this.#path(hash))
  }

  async get(hash: string): Promise<Uint8Array | undefined> {
    const writing = this.#writing.get(hash)
    if (writing) return writing.block
    try {
      return await this.#files.promises.readFile(this.#path(hash))
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined
      throw error
    }
  }

  put(hash: string, block: Uint8Array): void | Promise<void> {
    const writing = this.#writing.get(hash)
    if (writing) return writing.done
    // A file of another size is what a crash of the machine left of a block.
    const path = this.#path(hash)
    if (this.#files.statSync(path, { throwIfNoEntry: false })?.size === block.length) return
    // A crash in the middle leaves no half block under a good name.
    const temporary = `${path}.${processId()}.${lastTemporary++}`
    makeDirectory(this.#files, joined(this.#directory, hash.slice(0, 2)))
    if (block.length > SMALL) return this.#write(hash, block, temporary, path)
    try {
      this.#files.writeFileSync(temporary, block)
      this.#files.renameSync(temporary, path)
    } catch (error) {
      this.#files.rmSync(temporary, { force: true })
      throw error
    }
  }

  clear(): void {
    this.#files.rmSync(this.#directory, { recursive: true, force: true })
    makeDirectory(this.#files, this.#directory)
  }

  /**
   * Removes the files of blocks that nothing needs and that were last written before a time, and what a process that was
   * killed was writing. Nobody else may use the directory.
   * @param before milliseconds since 1970
   */
  prune(needed: ReadonlySet<string>, before: number): void {
    for (const folder of this.#files.readdirSync(this.#directory)) {
      if (!/^[0-9a-f]{2}$/.test(folder)) continue
      for (const name of this.#files.readdirSync(joined(this.#directory, folder))) {
        const path = joined(this.#directory, folder, name)
        const isBlock = /^[0-9a-f]+$/.test(name)
        if (isBlock ? needed.has(name) || this.#files.statSync(path).mtimeMs >= before : !TEMPORARY.test(name)) continue
        this.#files.rmSync(path, { force: true })
      }
    }
  }

  /**
   * Removes what processes that were killed were writing. Others may use the directory: what may be somebody's stays. Never fails: there is
   * just as much left as before.
   */
  async sweep(): Promise<void> {
    const { promises } = this.#files
    try {
      for (const folder of await promises.readdir(this.#directory)) {
        if (!/^[0-9a-f]{2}$/.test(folder)) continue
        for (const name of await promises.readdir(joined(this.#directory, folder))) {
          const [, writer] = TEMPORARY.exec(name) ?? []
          if (writer === undefined) continue
          const path = joined(this.#directory, folder, name)
          const { mtimeMs } = await promises.stat(path)
          const isAbandoned =
            Number(writer) === processId()
              ? mtimeMs < performance.timeOrigin
              : mtimeMs < Date.now() - ABANDONED_MS && !lives(this.#files, { pid: Number(writer) })
          if (isAbandoned) await promises.rm(path, { force: true })
        }
      }
    } catch {
      // It was removed meanwhile, or may not be read.
    }
  }

  #write(hash: string, block: Uint8Array, temporary: string, path: string): Promise<void> {
    const { promises } = this.#files
    const done = promises
      .writeFile(temporary, block)
      .then(() => promises.rename(temporary, path))
      .catch(async (error: unknown) => {
        await promises.rm(temporary, { force: true })
        throw error
      })
      .finally(() => this.#writing.delete(hash))
    this.#writing.set(hash, { block, done })
    return done
  }

  #path(hash: string): string {
    if (!/^[0-9a-f]+$/.test(hash)) throw new RangeError(`No block hash: ${hash}`)
    return joined(this.#directory, hash.slice(0, 2), hash)
  }
}
