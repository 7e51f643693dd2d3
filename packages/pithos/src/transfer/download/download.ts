import type { RequestOptions } from '@kamaki/core'
import {
  type Http,
  pickRequestOptions,
  requireFunction,
  requireKnownOptions,
  requireObject,
  SingleFlight,
} from '@kamaki/core/toolkit'
import { conditionHeaders } from '../../codec/conditions.ts'
import { decodeText, requireMemory } from '../../codec/in-memory.ts'
import type { ObjectLocation } from '../../model/location.ts'
import type { ObjectInfo } from '../../model/object.ts'
import { ProgressCounter } from '../progress.ts'
import type { RandomAccessSink } from '../sink.ts'
import { beginByRoot, downloadByRoot } from './by-root.ts'
import { contentErrors, type OpenContent, whileOpen } from './open-content.ts'
import { type DownloadOptions, type DownloadResult, downloadOptionNames, downloadSettings } from './options.ts'
import { plainBytes, plainStream } from './plain.ts'
import { heldAs, type KnownContent, type PreparedDownload, prepareDownload, type RunningDownload } from './prepared.ts'
import { downloadToSink } from './sink.ts'
import { blocksInOrder, compositeStream } from './stream.ts'
import { memoryFor } from './to-bytes.ts'
import { beginWhole, type WholeContent } from './whole.ts'

/** A download that has begun: with all of the content, or with the hashmap and what is coming of the content. */
type BegunDownload =
  | { readonly whole: WholeContent; readonly download?: never; readonly open?: never }
  | { readonly whole?: never; readonly download: RunningDownload; readonly open?: OpenContent | undefined }

/** Content up to this size is held in memory, all of it. */
const mostHeld = 4_194_304

/** Whether a hashmap is of the content that is coming. */
const isOf = ({ map }: RunningDownload, { version, hash, bytes }: ObjectInfo): boolean =>
  map.info.version === version && map.info.hash === hash && map.bytes === bytes

/**
 * A download. Nothing is requested until its content is asked for, by one of the methods. A small object takes one request: its headers
 * state the hash of the content. Of others the hashmap is asked for as well, of just that version, and each block is checked against it and
 * fetched again if it is wrong.
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
  #prepared: PreparedDownload | undefined
  readonly #preparing = new SingleFlight<PreparedDownload>()
  /** What the content said of the object that came before any hashmap. */
  #info: ObjectInfo | undefined
  #result: DownloadResult | undefined

  constructor(http: Http, at: ObjectLocation, options: DownloadOptions, known?: KnownContent) {
    this.#http = http
    this.#at = at
    this.#options = options
    this.#known = known
    pickRequestOptions(requireKnownOptions(options, downloadOptionNames))
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

  /** @param open content that waits for the hashmap. */
  async #prepare(request: RequestOptions, progress: ProgressCounter, open?: OpenContent): Promise<RunningDownload> {
    const version = this.#options.version ?? this.#info?.version
    const withinSlot = open !== undefined
    // Methods that run at the same time share it; one that is given up takes it from none of the others.
    this.#prepared ??= await this.#preparing.run(
      (signal) =>
        prepareDownload(this.#http, this.#at, { ...this.#options, version }, this.#known, {
          ...request,
          signal,
          withinSlot,
        }),
      { signal: request.signal },
    )
    return { ...this.#prepared, request, progress }
  }

  /**
   * Begins with the content, which of a small object is all that is needed, and otherwise waits for the hashmap: unless that is known, or
   * there may be less to fetch than everything.
   *
   * @param how `check` throws if there is more content than can be held; `byRoot`: it may be verified as a whole.
   */
  async #begin(
    request: RequestOptions,
    progress: ProgressCounter,
    isEmpty: boolean,
    { check, byRoot }: { check?: (bytes: number) => void; byRoot?: boolean } = {},
  ): Promise<BegunDownload> {
    const { range, rangeBytes } = this.#options
    if (!isEmpty || range !== undefined || rangeBytes !== undefined || this.#known || this.#prepared)
      return this.#beginWithHashmap(request, progress, check)
    const started = performance.now()
    const version = this.#options.version ?? this.#info?.version
    const heldBytes = Math.min(mostHeld, downloadSettings(this.#options).singleRequestBytes)
    const options = { ...this.#options, version }
    const beginning = beginWhole(this.#http, this.#at, options, heldBytes, request, progress)
    const { whole, open } = await (this.#info === undefined ? beginning : contentErrors(this.#at.name, beginning))
    this.#info = whole?.info ?? open?.info ?? this.#info
    if (whole !== undefined) return { whole }
    if (open === undefined) return this.#beginWithHashmap(request, progress, check)
    if (byRoot === true) {
      const unmapped = await whileOpen(open, 0, async () => {
        if (open.info.manifest === undefined) check?.(open.info.bytes)
        return beginByRoot(this.#http, this.#at, open, options, { request, progress })
      })
      if (unmapped !== undefined) return { download: unmapped, open }
    }
    const tookMs = performance.now() - started
    const download = await whileOpen(open, tookMs, async () => {
      if (open.info.manifest === undefined) check?.(open.info.bytes)
      else await open.close()
      return contentErrors(this.#at.name, this.#prepare(request, progress, open))
    })
    if (!open.isClosed && isOf(download, open.info)) return { download, open }
    await open.close()
    return { download }
  }

  async #beginWithHashmap(
    request: RequestOptions,
    progress: ProgressCounter,
    check?: (bytes: number) => void,
  ): Promise<BegunDownload> {
    const download = await this.#prepare(request, progress)
    check?.(download.end - download.start)
    return { download }
  }

  /** Writes what has begun to a sink. */
  async #receive(
    download: RunningDownload,
    sink: RandomAccessSink,
    open: OpenContent | undefined,
  ): Promise<DownloadResult> {
    if (download.found === undefined || open === undefined) return downloadToSink(download, sink, open)
    const result = await downloadByRoot(download, sink, open)
    if (result !== undefined) return result
    const { request, progress } = download
    const mapped = await contentErrors(this.#at.name, this.#prepare(request, progress))
    return downloadToSink(mapped, sink, undefined, download)
  }

  async #run<T>(work: (request: RequestOptions, progress: ProgressCounter) => Promise<T>): Promise<T> {
    const progress = this.#progress()
    return progress.watch(pickRequestOptions(this.#options), (watched) =>
      this.#http.composite(this.#name, watched, (request) => work(request, progress)),
    )
  }

  /** What the object is, in the version that is downloaded. Of a manifest, `bytes` is the size of its own data, mostly 0. */
  async info(): Promise<ObjectInfo> {
    return this.#info ?? this.#run(async (request, progress) => (await this.#prepare(request, progress)).map.info)
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
    return this.#run(async (request, progress) => {
      const check = (bytes: number): void => requireMemory(bytes, kind, heldAs(this.#at.name))
      const { whole, download, open } = await this.#begin(request, progress, true, { check, byRoot: true })
      if (whole !== undefined) {
        this.#end(whole.result, progress)
        return whole.bytes
      }
      try {
        const isPlain = download.map.info.manifest !== undefined
        if (isPlain) {
          const { bytes, result } = await plainBytes(download)
          this.#result = result
          return bytes
        }
        const { bytes, sink } = memoryFor(download)
        this.#result = await this.#receive(download, sink, open)
        return bytes
      } finally {
        await open?.close()
      }
    })
  }

  /** Of content that came whole. */
  #end(result: DownloadResult, progress: ProgressCounter): void {
    this.#result = result
    progress.begin('done', result.bytes)
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
    const begin = (request: RequestOptions): Promise<BegunDownload> => this.#begin(request, progress, true)
    const open = async function* (request: RequestOptions): AsyncGenerator<Uint8Array, void, undefined> {
      const begun = await begin(request)
      try {
        if (begun.whole !== undefined) {
          if (begun.whole.bytes.length > 0) yield begun.whole.bytes
          progress.begin('done', begun.whole.bytes.length)
          return onResult(begun.whole.result)
        }
        const isPlain = begun.download.map.info.manifest !== undefined
        yield* isPlain ? plainStream(begun.download, onResult) : blocksInOrder(begun.download, onResult, begun.open)
      } finally {
        await begun.open?.close()
      }
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
    return this.#run(async (request, progress) => {
      const isEmpty = sink.present === undefined || (await sink.hasContent?.()) === false
      const byRoot = sink.expect !== undefined
      const { whole, download, open } = await this.#begin(request, progress, isEmpty, { byRoot })
      if (whole !== undefined) {
        if (whole.bytes.length > 0) await sink.write(0, whole.bytes)
        this.#end(whole.result, progress)
        return whole.result
      }
      try {
        this.#result = await this.#receive(download, sink, open)
        return this.#result
      } finally {
        await open?.close()
      }
    })
  }
}
