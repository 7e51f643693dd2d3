import { ForbiddenError } from '@kamaki/core'
import type { AbortScope, Http } from '@kamaki/core/toolkit'
import type { BlockFormat } from '../../model/hashmap.ts'
import type { Formatted } from '../block-format.ts'
import type { BufferPool } from '../buffer-pool.ts'
import type { RandomAccessSource } from '../source.ts'
import { bytesOf, type HashedBlock } from '../source-blocks.ts'
import { BatchSizes } from './batches.ts'
import { BlockQueue } from './block-queue.ts'
import { askMissing } from './commit.ts'
import type { Hashing } from './hashing.ts'
import { sendWithinQuota } from './quota.ts'
import { sendBlocks } from './send-blocks.ts'
import { isForeign, type Upload } from './split-options.ts'

/** Of less content nothing is sent before all of it is hashed: that takes no longer than a few requests. */
const earlyFrom = 33_554_432

/** Blocks that are asked about first. */
const firstBlocks = 2

/** There must be so many times as many as before to ask again: even of a huge file it is a few times. */
const growth = 3

/** To ask pays if hashing the rest takes so many times as long. */
const worth = 2

/** How many milliseconds the cloud of a client took to say how it cuts content, the last time. */
const latencies = new WeakMap<Http, number>()

/** Does a request, and remembers how long it took. */
export async function timed<T>(http: Http, work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  const result = await work()
  latencies.set(http, performance.now() - started)
  return result
}

/** Whether content is cut the same way. */
export function isSameFormat(one: BlockFormat, other: BlockFormat): boolean {
  return one.blockSize === other.blockSize && one.blockHash === other.blockHash
}

/** The blocks that an upload sends, each once. What fails ends the upload; only the right to send blocks may be missing. */
export class Outbox {
  readonly #job: Upload
  readonly #source: RandomAccessSource
  readonly #format: BlockFormat
  readonly #hashing: Hashing
  readonly #pool: BufferPool
  readonly #scope: AbortScope
  readonly #queue = new BlockQueue()
  /** The hashes of those that the cloud has said to have stored. */
  readonly #stored = new Set<string>()
  /** Bytes of content that are done when a block is. */
  #weigh: (block: HashedBlock) => number = () => 0
  #sending: Promise<void> | undefined

  constructor(
    job: Upload,
    source: RandomAccessSource,
    format: BlockFormat,
    hashing: Hashing,
    pool: BufferPool,
    scope: AbortScope,
  ) {
    this.#job = job
    this.#source = source
    this.#format = format
    this.#hashing = hashing
    this.#pool = pool
    this.#scope = scope
  }

  /**
   * Sends blocks while others are being hashed: asks about those that are hashed which of them the cloud lacks. It asks only where hashing the
   * rest takes longer than a request, while there is nothing else to send, and as long as the cloud lacks some.
   */
  async fillEarly(asking: Promise<Formatted | undefined>): Promise<void> {
    const { http, at, settings } = this.#job
    if (isForeign(at) || this.#source.size < earlyFrom) return
    // Where it is known how long a request takes, the first one goes out beside the question how content is cut.
    if (!latencies.has(http)) await asking
    let done = 0
    for (let wanted = firstBlocks; await this.#hashing.reach(wanted); wanted = done * (1 + growth)) {
      const latency = latencies.get(http) ?? 0
      const { leftMs } = this.#hashing
      const isBusy = BatchSizes.msFor(http, this.#unsent, settings) > leftMs + latency
      if (isBusy || leftMs < worth * latency) return
      const blocks = this.#hashing.blocks.slice(done)
      done += blocks.length
      const hashes = [...new Set(blocks.map(({ hash }) => hash))]
      const missing = await askMissing(this.#job, hashes, this.#format)
      const formatted = await asking
      const lacking = blocks.filter(({ hash }) => missing.has(hash))
      if (lacking.length === 0 || formatted === undefined || !isSameFormat(formatted.format, this.#format)) return
      this.#queue.push(lacking)
      this.#begin(formatted, this.#source.size)
      await this.#scope.race(this.#queue.starved())
    }
  }

  /** Bytes on their way. */
  get #unsent(): number {
    return (this.#queue.hashes.size - this.#stored.size) * this.#format.blockSize
  }

  /** Sends what the cloud lacks, of what has not been sent, and waits until all of it has arrived. */
  async send(missing: readonly string[], formatted: Formatted): Promise<void> {
    const { progress } = this.#job
    const { weights } = this.#hashing
    const blocks = this.#blocksOf(missing).filter(({ hash }) => !this.#queue.hashes.has(hash))
    this.#queue.push(blocks)
    this.#queue.close()
    const open = [...this.#queue.hashes].filter((hash) => !this.#stored.has(hash))
    // A block that occurs several times is done as often when it is sent once.
    this.#weigh = ({ hash }) => weights.get(hash) ?? 0
    progress.begin('sending', this.#source.size - open.reduce((sum, hash) => sum + (weights.get(hash) ?? 0), 0))
    this.#begin(formatted, bytesOf(blocks))
    await this.#sending
  }

  /** Sends blocks once more that the cloud has been sent, and lacks. */
  async sendAgain(missing: readonly string[]): Promise<void> {
    const blocks = this.#blocksOf(missing)
    this.#job.progress.begin('sending', this.#source.size - blocks.reduce((sum, block) => sum + this.#weigh(block), 0))
    await this.#sendBlocks(this.#job, blocks, bytesOf(blocks))
  }

  /** Waits for what is left of the sending, which has been aborted, or failed. */
  async settled(): Promise<void> {
    await this.#sending?.catch(() => undefined)
  }

  #blocksOf(hashes: readonly string[]): HashedBlock[] {
    return hashes.map((hash) => this.#hashing.first.get(hash)).filter((block) => block !== undefined)
  }

  /** @param total bytes to send, at most. */
  #begin(formatted: Formatted, total: number): void {
    if (this.#sending !== undefined) return
    this.#sending = sendWithinQuota(this.#job, formatted.container, this.#source.size, (inner) =>
      this.#sendBlocks(inner, this.#queue, total),
    )
    this.#sending.catch((error: unknown) => {
      // Whose account it is may not be known: the cloud's response says so, and there is another way.
      if (!ForbiddenError.isInstance(error)) this.#scope.abort(error)
    })
  }

  #sendBlocks(job: Upload, blocks: Parameters<typeof sendBlocks>[2], total: number): Promise<void> {
    return sendBlocks(job, this.#source, blocks, total, this.#format, this.#pool, (batch, sent) => {
      for (const { hash } of batch) this.#stored.add(hash)
      this.#job.progress.add(
        batch.reduce((sum, block) => sum + this.#weigh(block), 0),
        sent,
      )
    })
  }
}
