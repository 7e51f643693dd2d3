import type { RequestOptions } from '@kamaki/core'
import { type Http, pickRequestOptions, requireFunction, requireObject } from '@kamaki/core/toolkit'
import { conditionHeaders } from '../../codec/conditions.ts'
import { decodeText, requireMemory } from '../../codec/in-memory.ts'
import type { ObjectLocation } from '../../model/location.ts'
import type { ObjectInfo } from '../../model/object.ts'
import { ProgressCounter } from '../progress.ts'
import type { RandomAccessSink } from '../sink.ts'
import { type DownloadOptions, type DownloadResult, downloadSettings } from './options.ts'
import { plainBytes, plainStream } from './plain.ts'
import { heldAs, type KnownContent, type PreparedDownload, prepareDownload, type RunningDownload } from './prepared.ts'
import { downloadToBytes, downloadToSink } from './sink.ts'
import { blocksInOrder, compositeStream } from './stream.ts'

/**
 * A download. Nothing is requested until its content is asked for, by one of the methods. First comes the object's hashmap; then its
 * blocks, of just that version, each checked against the hashmap and fetched again if it is wrong.
 *
 *     const bytes = await object.download().bytes()
 *     for await (const chunk of object.download({ range: { first: 1000 } })) ...
 *
 * All of them throw NotFoundError, ForbiddenError, NotModifiedError, PreconditionFailedError and RangeNotSatisfiableError as the cloud
 * responds, IntegrityError for a block that keeps arriving wrong, TransferError if the object was replaced meanwhile and its old version
 * is gone, and `signal.reason` after an abort.
 */
export class Download implements AsyncIterable<Uint8Array> {
  readonly #http: Http
  readonly #at: ObjectLocation
  readonly #options: DownloadOptions
  readonly #known: KnownContent | undefined
  #prepared: Promise<PreparedDownload> | undefined
  #result: DownloadResult | undefined

  constructor(http: Http, at: ObjectLocation, options: DownloadOptions, known?: KnownContent) {
    this.#http = http
    this.#at = at
    this.#options = options
    this.#known = known
    pickRequestOptions(options)
    downloadSettings(options)
    conditionHeaders(options)
    this.#progress()
  }

  get #name(): string {
    return `download of '${this.#at.name}'`
  }

  #progress(): ProgressCounter {
    return new ProgressCounter('checking', undefined, this.#options.onProgress)
  }

  async #prepare(request: RequestOptions, progress: ProgressCounter): Promise<RunningDownload> {
    this.#prepared ??= prepareDownload(this.#http, this.#at, this.#options, this.#known, request)
    try {
      return { ...(await this.#prepared), request, progress }
    } catch (error) {
      // The next attempt asks anew.
      this.#prepared = undefined
      throw error
    }
  }

  #run<T>(work: (download: RunningDownload) => Promise<T>): Promise<T> {
    const progress = this.#progress()
    return progress.watch(pickRequestOptions(this.#options), (watched) =>
      this.#http.composite(this.#name, watched, async (request) => work(await this.#prepare(request, progress))),
    )
  }

  /** What the object is, in the version that is downloaded. Of a manifest, `bytes` is the size of its own data, mostly 0. */
  info(): Promise<ObjectInfo> {
    return this.#run(async ({ map }) => map.info)
  }

  /** What the download did; undefined until one of the methods has come to its end. */
  get result(): DownloadResult | undefined {
    return this.#result
  }

  /** All of it as bytes in memory. @throws {TransferError} before anything is fetched, for more than memory can hold. */
  bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#bytes('bytes')
  }

  #bytes(kind: 'bytes' | 'a string'): Promise<Uint8Array<ArrayBuffer>> {
    return this.#run(async (download) => {
      requireMemory(download.end - download.start, kind, heldAs(this.#at.name))
      const isPlain = download.map.info.manifest !== undefined
      const { bytes, result } = await (isPlain ? plainBytes(download) : downloadToBytes(download))
      this.#result = result
      return bytes
    })
  }

  /** All of it as a UTF-8 string in memory. @throws {TransferError} before anything is fetched, for more than a string can hold. */
  async text(): Promise<string> {
    return decodeText(await this.#bytes('a string'), heldAs(this.#at.name))
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
    const progress = this.#progress()
    const prepare = (request: RequestOptions): Promise<RunningDownload> => this.#prepare(request, progress)
    const open = async function* (request: RequestOptions): AsyncGenerator<Uint8Array, void, undefined> {
      const download = await prepare(request)
      const isPlain = download.map.info.manifest !== undefined
      yield* isPlain ? plainStream(download, onResult) : blocksInOrder(download, onResult)
    }
    return compositeStream(this.#http, this.#name, pickRequestOptions(this.#options), progress, open)
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
    requireFunction(requireObject(sink, 'sink').write, 'sink.write')
    return this.#run(async (download) => {
      this.#result = await downloadToSink(download, sink)
      return this.#result
    })
  }
}
