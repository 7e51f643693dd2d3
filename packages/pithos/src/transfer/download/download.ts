import { RangeNotSatisfiableError } from '@kamaki/core'
import { conditionHeaders } from '../../codec/conditions.ts'
import type { ObjectInfo } from '../../codec/object-info.ts'
import { resolveRange } from '../../codec/ranges.ts'
import type { ObjectHashmap } from '../../handles/object-reading.ts'
import { emptyBlockHash } from '../../hash/block-hash.ts'
import { requestOf } from '../../request.ts'
import { steadyHashmap } from '../verified-hashmap.ts'
import type { DownloadSource } from './download-source.ts'
import { type DownloadOptions, type DownloadResult, settleDownloadOptions } from './options.ts'
import { plainBytes, plainStream } from './plain.ts'
import { downloadStream } from './stream.ts'
import { downloadToBytes } from './to-bytes.ts'
import { downloadToSink, type RandomAccessSink } from './to-sink.ts'

/** A download that is about to be done: what of, which part, how. */
export interface PreparedDownload {
  source: DownloadSource
  map: ObjectHashmap
  /** Bytes of the object to deliver: [start, end). */
  start: number
  end: number
  /** Hash of a block of NULs. */
  emptyHash: string
  options: DownloadOptions
  concurrency: number
  rangeBytes: number
}

/**
 * A download. Nothing is requested until its content is asked for, by one of the methods. First comes the object's hash list; then its
 * blocks, of just that version, each checked against the list and fetched again if it is wrong.
 *
 *     const bytes = await object.download().bytes()
 *     for await (const chunk of object.download({ range: { first: 1000 } })) ...
 *
 * All of them throw NotFoundError, ForbiddenError, NotModifiedError, PreconditionFailedError and RangeNotSatisfiableError as the cloud
 * answers, IntegrityError for a block that keeps arriving wrong, TransferError if the object was replaced meanwhile and its old version
 * is gone, and `signal.reason` after an abort.
 */
export class Download implements AsyncIterable<Uint8Array> {
  readonly #source: DownloadSource
  readonly #options: DownloadOptions
  #prepared: Promise<PreparedDownload> | undefined
  #result: DownloadResult | undefined

  constructor(source: DownloadSource, options: DownloadOptions = {}) {
    this.#source = source
    this.#options = options
    settleDownloadOptions(options)
    conditionHeaders(options)
  }

  #prepare(): Promise<PreparedDownload> {
    this.#prepared ??= this.#open().catch((error: unknown) => {
      // The next attempt asks anew.
      this.#prepared = undefined
      throw error
    })
    return this.#prepared
  }

  async #open(): Promise<PreparedDownload> {
    const options = this.#options
    const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince, version } = options
    const conditions = { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince }
    const map = await steadyHashmap(this.#source, { ...requestOf(options), ...conditions, version })
    const range = options.range === undefined ? { start: 0, end: map.bytes } : resolveRange(options.range, map.bytes)
    const isPlain = map.info.manifest !== undefined
    if (range === undefined && !isPlain) {
      throw new RangeNotSatisfiableError(
        `The range lies outside of ${this.#source.name}, which has ${map.bytes} bytes`,
        {
          status: 416,
          fault: 'rangeNotSatisfiable',
          details: undefined,
          method: 'GET',
          url: '',
          requestId: undefined,
          retryAfterMs: undefined,
        },
      )
    }
    const emptyHash = await emptyBlockHash(map.block_hash)
    const settled = settleDownloadOptions(options)
    return { source: this.#source, map, ...(range ?? { start: 0, end: 0 }), emptyHash, options, ...settled }
  }

  /** What the object is, in the version that is downloaded. Of a manifest, `bytes` is the size of its own data, mostly 0. */
  async info(): Promise<ObjectInfo> {
    return (await this.#prepare()).map.info
  }

  /** What the download did; undefined until one of the methods has come to its end. */
  get result(): DownloadResult | undefined {
    return this.#result
  }

  /** All of it as bytes in memory. */
  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    const download = await this.#prepare()
    const { bytes, result } = await (download.map.info.manifest === undefined
      ? downloadToBytes(download)
      : plainBytes(download))
    this.#result = result
    return bytes
  }

  /** All of it as UTF-8 text in memory. */
  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes())
  }

  /** All of it as a Blob of the object's type, in memory. */
  async blob(): Promise<Blob> {
    const bytes = await this.bytes()
    return new Blob([bytes], { type: (await this.info()).contentType })
  }

  /**
   * The content in order. Blocks are fetched a few ahead of the reader, so memory stays bounded whatever the size. Each chunk has been
   * verified when it comes. Cancelling the stream ends the download.
   */
  stream(): ReadableStream<Uint8Array> {
    const onResult = (result: DownloadResult): void => {
      this.#result = result
    }
    return downloadStream(
      async () => {
        const download = await this.#prepare()
        return download.map.info.manifest === undefined ? download : plainStream(download, onResult)
      },
      onResult,
      this.#options.signal,
    )
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    const reader = this.stream().getReader()
    let finished = false
    try {
      for (;;) {
        const { done, value } = await reader.read()
        if (done) {
          finished = true
          return
        }
        yield value
      }
    } finally {
      if (!finished) await reader.cancel().catch(() => undefined)
    }
  }

  /** All of it to something that can be written in any order, such as a file: see {@link RandomAccessSink}. */
  async to(sink: RandomAccessSink): Promise<DownloadResult> {
    const download = await this.#prepare()
    this.#result = await downloadToSink(download, sink)
    return this.#result
  }
}
