import { type FileHandle, open } from 'node:fs/promises'
import { mapLimit } from '@kamaki/core/toolkit'
import { hashBlock } from '../../hash/block-hash.ts'
import type { BlockFormat } from '../../hash/blocks.ts'
import type { BlockPlace, PresentContext, RandomAccessSink } from '../../transfer/download/to-sink.ts'
import { readFully } from './file-source.ts'
import { openPart } from './part-file.ts'

/** Blocks that are read and hashed at a time. */
const checksInFlight = 4

/** What a file that is there already has to give. */
interface OldFile {
  handle: FileHandle
  size: number
  /** Where the block with a hash is. */
  places: Map<string, number>
}

/** Where a file download goes: a part file, unless the file itself turns out to be right as it is. */
export class FileSink implements RandomAccessSink {
  readonly #target: string
  readonly #partPath: string
  readonly #reuse: boolean
  #part: FileHandle | undefined
  #isNew = false
  #old: OldFile | undefined
  #untouched = false

  constructor(target: string, partPath: string, reuse: boolean) {
    this.#target = target
    this.#partPath = partPath
    this.#reuse = reuse
  }

  get isZeroed(): boolean {
    return this.#isNew
  }

  /** Whether the file has the content already, so that there is nothing to put in its place. */
  get untouched(): boolean {
    return this.#untouched
  }

  async present(blocks: readonly BlockPlace[], context: PresentContext): Promise<ReadonlySet<number>> {
    const old = this.#reuse ? await this.#openOld() : undefined
    const present = new Set<number>()
    if (old !== undefined) {
      const hashes = await index(old, context.format, context.signal)
      if (old.size === context.bytes && blocks.every(({ position, hash }) => hashes.get(position) === hash)) {
        this.#untouched = true
        context.onChecked(context.bytes)
        return new Set(hashes.keys())
      }
    }
    const part = await this.#openPart(context.bytes)
    if (!this.#isNew) for (const position of await check(part, blocks, context)) present.add(position)
    for (const block of blocks) {
      context.signal?.throwIfAborted()
      if (present.has(block.position) || old === undefined) continue
      const from = old.places.get(block.hash)
      if (from === undefined) continue
      const bytes = await readFully(old.handle, from, block.length)
      if (bytes.length !== block.length || (await hashBlock(bytes, context.format.blockHash)) !== block.hash) continue
      await this.write(block.position, bytes)
      present.add(block.position)
    }
    return present
  }

  async write(position: number, bytes: Uint8Array): Promise<void> {
    const part = await this.#openPart(undefined)
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await part.write(bytes, done, bytes.length - done, position + done)
      done += bytesWritten
    }
  }

  /** Everything is on disk when it resolves. Gives the inode of the part file. */
  async finish(): Promise<bigint | undefined> {
    if (this.#untouched) return undefined
    const part = await this.#openPart(0)
    await part.sync()
    return (await part.stat({ bigint: true })).ino
  }

  async close(): Promise<void> {
    await this.#part?.close().catch(() => undefined)
    await this.#old?.handle.close().catch(() => undefined)
    this.#part = undefined
    this.#old = undefined
  }

  async #openPart(size: number | undefined): Promise<FileHandle> {
    if (this.#part !== undefined) return this.#part
    const { handle, isNew } = await openPart(this.#partPath)
    this.#part = handle
    this.#isNew = isNew
    // Of a content without hashes (a manifest) nothing can be taken over.
    await handle.truncate(size ?? 0)
    return handle
  }

  async #openOld(): Promise<OldFile | undefined> {
    let handle: FileHandle
    try {
      handle = await open(this.#target, 'r')
    } catch {
      return undefined
    }
    const stats = await handle.stat()
    this.#old = { handle, size: stats.isFile() ? stats.size : 0, places: new Map() }
    return this.#old
  }
}

/** Positions of the blocks that a file has where they belong. */
async function check(handle: FileHandle, blocks: readonly BlockPlace[], context: PresentContext): Promise<Set<number>> {
  const right = new Set<number>()
  await mapLimit(
    blocks,
    checksInFlight,
    async ({ position, length, hash }) => {
      const bytes = await readFully(handle, position, length)
      if (bytes.length === length && (await hashBlock(bytes, context.format.blockHash)) === hash) right.add(position)
      context.onChecked(length)
    },
    { signal: context.signal },
  )
  return right
}

/** Hashes of the blocks of a file by where they start, each at a multiple of the block size. */
async function index(
  old: OldFile,
  { blockSize, blockHash }: BlockFormat,
  signal: AbortSignal | undefined,
): Promise<Map<number, string>> {
  const hashes = new Map<number, string>()
  const starts = Array.from({ length: Math.ceil(old.size / blockSize) }, (_, block) => block * blockSize)
  await mapLimit(
    starts,
    checksInFlight,
    async (start) => {
      const bytes = await readFully(old.handle, start, Math.min(blockSize, old.size - start))
      const hash = await hashBlock(bytes, blockHash)
      hashes.set(start, hash)
      old.places.set(hash, start)
    },
    { signal },
  )
  return hashes
}
