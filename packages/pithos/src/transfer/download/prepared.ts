import { type RequestOptions, TransferError } from '@kamaki/core'
import type { Http } from '@kamaki/core/toolkit'
import { getObject, type HashmapRequest } from '../../api/object.ts'
import type { Held } from '../../codec/in-memory.ts'
import { resolveRange } from '../../codec/ranges.ts'
import { emptyBlockHash } from '../../hash/block-hash.ts'
import type { ObjectHashmap } from '../../model/hashmap.ts'
import type { ObjectLocation } from '../../model/location.ts'
import type { ObjectInfo } from '../../model/object.ts'
import { noteFormat, requireDigest } from '../block-format.ts'
import type { ProgressCounter } from '../progress.ts'
import { getVerifiedHashmap } from '../verified-hashmap.ts'
import { type DownloadOptions, type DownloadResult, downloadSettings } from './options.ts'

/** What is known of an object of one block before it is downloaded: no hashmap is asked for, and no version is pinned. */
export interface KnownContent {
  readonly map: ObjectHashmap
  /** Called with what the response with the content says of the object; throws if that is not what is known. */
  check(info: ObjectInfo): void
}

/** A download that is about to be done: what of, which part, how. */
export interface PreparedDownload {
  readonly http: Http
  readonly at: ObjectLocation
  readonly map: ObjectHashmap
  readonly known: KnownContent | undefined
  /**
   * Hashes of the blocks that have come, where `map` has none: they are verified by the object's own hash, when all of them are there. See
   * by-root.ts.
   */
  readonly found?: (string | undefined)[] | undefined
  /** Bytes of the object to deliver: [start, end). */
  readonly start: number
  readonly end: number
  /** Hash of a block of zero bytes. */
  readonly emptyHash: string
  readonly options: DownloadOptions
  readonly concurrency: number
  readonly rangeBytes: number | undefined
}

/** A download with what is of one method's run: what its requests are to be passed, and its progress. */
export interface RunningDownload extends PreparedDownload {
  readonly request: RequestOptions
  readonly progress: ProgressCounter
}

/** Asks for the object's hashmap, unless it is known, and finds out what to fetch. */
export async function prepareDownload(
  http: Http,
  at: ObjectLocation,
  options: DownloadOptions,
  known: KnownContent | undefined,
  request: HashmapRequest,
): Promise<PreparedDownload> {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince, version, range } = options
  const conditions = { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince }
  const map = known?.map ?? (await getVerifiedHashmap(http, at, { ...request, ...conditions, version }))
  const part = range === undefined ? { start: 0, end: map.bytes } : resolveRange(range, map.bytes)
  if (part === undefined && map.info.manifest === undefined) {
    // The cloud says it best.
    await (await getObject(http, at, { ...request, version: map.info.version, range })).cancel()
    throw new TransferError(`The range lies outside of '${at.name}', which has ${map.bytes} bytes`)
  }
  const isPlain = map.info.manifest !== undefined
  if (!isPlain) requireDigest(map.block_hash, 'Read the content as it comes, unverified: object.get()')
  if (!isPlain && known === undefined) noteFormat(http, { blockSize: map.block_size, blockHash: map.block_hash })
  const emptyHash = isPlain ? '' : await emptyBlockHash(map.block_hash)
  const { concurrency, rangeBytes } = downloadSettings(options)
  return { http, at, map, known, start: 0, end: 0, ...part, emptyHash, options, concurrency, rangeBytes }
}

/** For errors of content that is too large for memory. */
export function heldAs(name: string): Held {
  const cure = "Read it from stream(), or write it to a file with downloadFile() of '@kamaki/pithos/node'"
  return { name: `'${name}'`, cure }
}

/** What a download did that came to its end. */
export function resultFor(info: ObjectInfo, bytes: number, transferred: number, verified: boolean): DownloadResult {
  return { bytes, transferred, version: info.version, etag: info.etag, verified }
}

/** The same of one by its hashmap. */
export function resultOf(
  { map, start, end }: PreparedDownload,
  transferred: number,
  verified: boolean,
): DownloadResult {
  return resultFor(map.info, end - start, transferred, verified)
}
