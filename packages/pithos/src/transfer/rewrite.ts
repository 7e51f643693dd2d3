import { ForbiddenError, InvalidArgumentError, PreconditionFailedError, type RequestOptions } from '@kamaki/core'
import {
  type Http,
  pickRequestOptions,
  rejectArgument,
  requireKnownOptions,
  requireNonNegativeInteger,
  requireOptions,
} from '@kamaki/core/toolkit'
import { postBlock } from '../api/blocks.ts'
import { getHashmap, headObject } from '../api/object.ts'
import { changeHeaders, writeFromObject } from '../api/object-content.ts'
import { callOptionNames } from '../api/option-names.ts'
import { emptyBlockHash, hashBlock } from '../hash/block-hash.ts'
import { blockLength } from '../hash/blocks.ts'
import type { NewHashmap, ObjectHashmap } from '../model/hashmap.ts'
import type { ObjectLocation } from '../model/location.ts'
import type { ObjectInfo, WriteResult } from '../model/object.ts'
import type { WriteOptions } from '../model/object-options.ts'
import type { RunningDownload } from './download/prepared.ts'
import { downloadToSink } from './download/sink.ts'
import { memoryFor } from './download/to-bytes.ts'
import { ProgressCounter } from './progress.ts'
import { offerHashes } from './upload/commit.ts'
import { shortForm } from './upload/send-blocks.ts'
import { isForeign } from './upload/split-options.ts'

/** How often what is read before an object is written may be out of date by then. */
const maxAttempts = 3

/**
 * Writes other content to an object that ends within a block. Changed in place, that block would keep what lay behind its new end, and its hash
 * would cover what can no longer be read: nobody could verify it. So the object is written anew from hashes, with the properties that it has.
 *
 * @param read looks at the object and returns the hashes to write. Undefined: they cannot be written so.
 * @param inPlace changes the object in place, where it cannot be done otherwise.
 */
async function rewrite(
  http: Http,
  at: ObjectLocation,
  options: WriteOptions,
  request: RequestOptions,
  read: () => Promise<{ info: ObjectInfo; map: NewHashmap; blockHash: string; last?: Uint8Array } | undefined>,
  inPlace: () => Promise<WriteResult>,
): Promise<WriteResult> {
  for (let attempt = 1; ; attempt++) {
    const found = await read()
    if (found === undefined || found.info.manifest !== undefined) return inPlace()
    const { info, map, blockHash, last } = found
    const { contentType, contentEncoding, contentDisposition } = info
    const changes = { ...info.metadata, ...options.metadata }
    const metadata = Object.fromEntries(
      Object.entries(changes).filter((item): item is [string, string] => item[1] !== null),
    )
    const { ifNoneMatch, ifNotExist } = options
    const conditions = { ifNoneMatch, ifNotExist, ifMatch: info.etag }
    const write = { contentType, contentEncoding, contentDisposition, metadata, ...conditions }
    const format = { blockSize: 0, blockHash }
    try {
      return await offerHashes({ http, at, request, write }, map, format, async ([hash]) => {
        if (last === undefined || hash === undefined || isForeign(at)) return inPlace()
        await postBlock(http, at.container, shortForm(last), hash, { ...request, onMismatch: async () => undefined })
        return undefined
      })
    } catch (error) {
      // Only the owner can store a block; and what an object has may be what none can be given.
      if (ForbiddenError.isInstance(error) || InvalidArgumentError.isInstance(error)) return inPlace()
      const isOurs = options.ifMatch === undefined && ifNoneMatch === undefined && ifNotExist !== true
      if (!PreconditionFailedError.isInstance(error) || !isOurs || attempt === maxAttempts) throw error
    }
  }
}

/** The beginning of the block in which an object is to end, of which what lies behind the end is cut off. */
async function lastBlock(http: Http, at: ObjectLocation, map: ObjectHashmap, size: number, request: RequestOptions) {
  const index = Math.floor(size / map.block_size)
  const start = index * map.block_size
  const end = start + blockLength(index, map.bytes, map.block_size)
  const download: RunningDownload = {
    ...{ http, at, map, request, start, end, known: undefined, concurrency: 1, rangeBytes: undefined },
    emptyHash: await emptyBlockHash(map.block_hash),
    // It may have been cut by others before.
    options: { unverified: 'accept' },
    progress: new ProgressCounter('receiving', undefined, undefined),
  }
  const { bytes, sink } = memoryFor(download)
  await downloadToSink(download, sink)
  return bytes.subarray(0, size - start)
}

/** What the options say of the requests. @throws {InvalidArgumentError} for what cannot be followed, before anything is asked. */
function ownOptions(options: WriteOptions): RequestOptions {
  changeHeaders(requireKnownOptions<WriteOptions>(options, callOptionNames, false))
  return pickRequestOptions(options)
}

/** Cuts an object to `size` bytes. */
export function truncate(http: Http, at: ObjectLocation, size: number, options: WriteOptions): Promise<WriteResult> {
  requireNonNegativeInteger(size, 'size')
  const own = ownOptions(options)
  return http.composite(`truncation of '${at.name}'`, own, async (request) => {
    const { ifMatch } = options
    const read = async () => {
      const map = await getHashmap(http, at, { ...request, ifMatch })
      if (size > map.bytes && map.info.manifest === undefined) {
        const cure = `To make it longer, append zero bytes, a few megabytes at a time: object.append(bytes)`
        rejectArgument('size', `must be at most ${map.bytes}, the size of '${at.name}'; got ${size}. ${cure}`)
      }
      if (size % map.block_size === 0) return undefined
      const last = await lastBlock(http, at, map, size, request)
      const hash = await hashBlock(last, map.block_hash)
      const hashes = [...map.hashes.slice(0, Math.floor(size / map.block_size)), hash]
      return { info: map.info, map: { bytes: size, hashes }, blockHash: map.block_hash, last }
    }
    // Written from itself and then cut; the open range is the one form that works for every size.
    const inPlace = () => writeFromObject(http, at, at, 0, { ...requireOptions(options), ...request, size })
    return rewrite(http, at, options, request, read, inPlace)
  })
}

/** Makes an old version the newest again. */
export function restore(http: Http, at: ObjectLocation, version: number, options: WriteOptions): Promise<WriteResult> {
  requireNonNegativeInteger(version, 'version')
  const own = ownOptions(options)
  return http.composite(`restoration of '${at.name}'`, own, async (request) => {
    const { block_size, block_hash, bytes, hashes } = await getHashmap(http, at, { ...request, version })
    const read = async () => {
      if (bytes % block_size === 0) return undefined
      const info = await headObject(http, at, { ...request, ifMatch: options.ifMatch })
      return { info, map: { bytes, hashes }, blockHash: block_hash }
    }
    const inPlace = () =>
      writeFromObject(http, at, at, 0, { ...requireOptions(options), ...request, version, size: bytes })
    return rewrite(http, at, options, request, read, inPlace)
  })
}
