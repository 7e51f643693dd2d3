import type { Http } from '@kamaki/core/toolkit'
import type { HashedBlock } from '../source-blocks.ts'
import { pieceBytes } from './batch-body.ts'
import type { UploadSettings } from './split-options.ts'

/** A request with blocks should take about so long: what it costs by itself is then little, and so is what is lost if it fails. */
const goalMs = 2_000

/** A block with fewer bytes than this part of it, before its trailing zero bytes, is worth being cut: only the last of a request can be. */
const worthCutting = 0.75

/** Bytes a millisecond of the last request of a client that sent blocks. */
const lastRates = new WeakMap<Http, number>()

/** How many blocks a request takes: few until their rate is known, then as many as take about two seconds, within `batchBytes`. */
export class BatchSizes {
  readonly #http: Http
  readonly #blockSize: number
  readonly #most: number
  readonly #first: number
  readonly #concurrency: number
  #left: number
  /** Bytes of which each of the requests in flight takes as many as the others. */
  #share: number | undefined

  /** @param total bytes to send, at most. */
  constructor(http: Http, blockSize: number, total: number, { batchBytes, concurrency }: UploadSettings) {
    this.#http = http
    this.#blockSize = blockSize
    this.#most = batchBytes
    this.#first = Math.min(batchBytes, Math.max(blockSize, pieceBytes))
    this.#concurrency = concurrency
    this.#left = total
  }

  /** How long it takes to send so many bytes, as far as that is known. */
  static msFor(http: Http, bytes: number, { concurrency }: UploadSettings): number {
    const rate = lastRates.get(http)
    return rate === undefined ? 0 : bytes / (rate * concurrency)
  }

  /** Blocks of the next request. */
  get blocks(): number {
    const rate = lastRates.get(this.#http)
    if (rate === undefined) return Math.max(1, Math.floor(this.#first / this.#blockSize))
    this.#share ??= Math.ceil(this.#left / this.#concurrency)
    const bytes = Math.min(this.#most, Math.max(this.#first, Math.min(this.#share, rate * goalMs)))
    return Math.max(1, Math.floor(bytes / this.#blockSize))
  }

  /** So many bytes have been put into a request. */
  begun(bytes: number): void {
    this.#left -= bytes
  }

  /** A request of so many bytes took so long. */
  sent(bytes: number, ms: number): void {
    lastRates.set(this.#http, bytes / Math.max(1, ms))
  }
}

/** Blocks to send; `undefined` where the next one may take a while. */
export type BlocksToSend = Iterable<HashedBlock> | AsyncIterable<HashedBlock | undefined>

/** Puts blocks together for requests: full ones, and at most one short one at the end of each. */
export async function* makeBatches(
  blocks: BlocksToSend,
  blockSize: number,
  sizes: BatchSizes,
): AsyncGenerator<HashedBlock[], void, undefined> {
  let full: HashedBlock[] = []
  let short: HashedBlock | undefined
  const take = (): HashedBlock[] => {
    const batch = short === undefined ? full : [...full, short]
    full = []
    short = undefined
    sizes.begun(batch.length * blockSize)
    return batch
  }
  for await (const block of blocks) {
    if (block === undefined) {
      if (full.length > 0 || short !== undefined) yield take()
    } else if (block.length === blockSize && block.used > worthCutting * blockSize) full.push(block)
    else {
      if (short !== undefined) yield take()
      short = block
    }
    if (full.length + (short === undefined ? 0 : 1) >= sizes.blocks) yield take()
  }
  if (full.length > 0 || short !== undefined) yield take()
}
