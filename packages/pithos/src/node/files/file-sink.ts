import { type FileHandle, rm } from 'node:fs/promises'
import { mapLimit } from '@kamaki/core/toolkit'
import { hashBlock } from '../../hash/block-hash.ts'
import type { BlockFormat } from '../../model/hashmap.ts'
import type { BlockPlace, PresentContext, RandomAccessSink } from '../../transfer/sink.ts'
import { ignoreUnsupported } from './file-error.ts'
import { readFully } from './file-source.ts'
import { hashByThreads } from './hash-threads.ts'
import { closePart, findParts, openPart, type PartFile } from './part-file.ts'
import { openRegular } from './regular-file.ts'

/** Blocks that are read and hashed at a time. */
const checksInFlight = 4

/** When so much has been written it is sent to the disk, which has less to do at the end then. */
const flushBytes = 33_554_432

/** A file that exists already, and what it has. */
interface OldFile {
  handle: FileHandle
  size: number
  /** Where the block with a hash is. */
  places: Map<string, number>
}

/** Where a file download goes: a part file, unless the file itself turns out to be right as it is. */
export class FileSink implements RandomAccessSink {
  readonly #target: string
  readonly #options: { reuse: boolean; parts?: readonly string[] | undefined }
  #part: Promise<PartFile> | undefined
  #isNew = false
  #old: OldFile | undefined
  /** The part files that are known to be there. */
  #parts: readonly string[] | undefined
  #untouched = false
  #hasHashes = false
  #isUseful = false
  #unflushed = 0
  #flushing: Promise<void> | undefined
  /** Told once: a later flush may succeed. */
  #flushFailure: { readonly error: unknown } | undefined

  constructor(target: string, options: { reuse: boolean; parts?: readonly string[] | undefined }) {
    this.#target = target
    this.#options = options
    this.#parts = options.parts
    hashByThreads()
  }

  get isZeroed(): boolean {
    return this.#isNew
  }

  async hasContent(): Promise<boolean> {
    if (this.#options.reuse && (await this.#openOld()) !== undefined) return true
    this.#parts = this.#options.parts ?? (await findParts(this.#target))
    return this.#parts.length > 0
  }

  async expect(bytes: number): Promise<void> {
    this.#hasHashes = true
    await this.#openPart(bytes)
  }

  async present(blocks: readonly BlockPlace[], context: PresentContext): Promise<ReadonlySet<number>> {
    this.#hasHashes = true
    const old = this.#options.reuse ? await this.#openOld() : undefined
    const present = new Set<number>()
    if (old !== undefined) {
      const hashes = await index(old, context.format, context.signal)
      if (old.size === context.bytes && blocks.every(({ position, hash }) => hashes.get(position) === hash)) {
        this.#untouched = true
        context.onChecked(context.bytes)
        return new Set(hashes.keys())
      }
    }
    const { handle } = await this.#openPart(context.bytes)
    // What is there may have been written before anybody knew whether it is right.
    if (this.#isUseful) this.#isNew = false
    if (!this.#isNew) for (const position of await check(handle, blocks, context)) present.add(position)
    this.#isUseful = present.size > 0
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
    const { handle } = await this.#openPart(0)
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done)
      done += bytesWritten
    }
    this.#unflushed += bytes.length
    if (this.#unflushed >= flushBytes) this.#flush(handle)
    // Of content without hashes nothing can be known to be right later.
    if (this.#hasHashes) this.#isUseful = true
  }

  /** The complete part file; undefined if the file itself has the content already. */
  async finish(): Promise<PartFile | undefined> {
    await this.#flushing
    if (this.#flushFailure !== undefined) throw this.#flushFailure.error
    return this.#untouched ? undefined : this.#openPart(0)
  }

  /** Lets go of everything; after a failure a part file stays only if another download can go on with it. */
  async close(outcome: 'placed' | 'failed'): Promise<void> {
    await this.#old?.handle.close().catch(() => undefined)
    this.#old = undefined
    await this.#flushing
    const part = await this.#part?.catch(() => undefined)
    this.#part = undefined
    if (part === undefined) return
    if (outcome === 'failed' && !this.#isUseful) await rm(part.path, { force: true }).catch(() => undefined)
    await closePart(part, outcome === 'failed')
  }

  #flush(handle: FileHandle): void {
    if (this.#flushing !== undefined) return
    this.#unflushed = 0
    this.#flushing = handle
      .datasync()
      .catch((error: unknown) => {
        this.#flushFailure ??= { error }
      })
      .finally(() => {
        this.#flushing = undefined
      })
  }

  #openPart(size: number): Promise<PartFile> {
    this.#part ??= openPart(this.#target, this.#parts).then(async (part) => {
      this.#isNew = part.isNew
      // Whoever is stopped before all of it was checked leaves it as it was found.
      this.#isUseful = !part.isNew
      // `close` has to find it, whatever happens now.
      this.#part = Promise.resolve(part)
      // A file system that knows no permissions is none of our business.
      if (!part.isNew) await ignoreUnsupported(part.handle.chmod(0o600))
      if (!part.isNew || size > 0) await part.handle.truncate(size)
      if (size === 0) this.#isUseful = false
      return part
    })
    return this.#part
  }

  async #openOld(): Promise<OldFile | undefined> {
    if (this.#old !== undefined) return this.#old
    try {
      const { handle, stats } = await openRegular(this.#target)
      this.#old = { handle, size: Number(stats.size), places: new Map() }
    } catch {
      // What cannot be read is replaced.
    }
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
