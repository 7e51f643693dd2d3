import type { Query, RequestOptions } from '@kamaki/core'
import type { Http } from '@kamaki/core/toolkit'
import { ObjectData } from '../api/object-data.ts'
import { type Conditions, conditionHeaders } from '../codec/conditions.ts'
import { epochDate } from '../codec/dates.ts'
import { boundaryOf, parseMultipartRanges, type RangePart } from '../codec/multipart-ranges.ts'
import { type ObjectInfo, objectInfo } from '../codec/object-info.ts'
import { type ByteRange, formatRanges, parseContentRange, resolveRange } from '../codec/ranges.ts'
import { malformed } from '../codec/reply.ts'
import { checkVersion } from '../codec/version.ts'
import type { Hashmap, ObjectVersion } from '../model/listing.ts'
import { requestOf, withHeaders } from '../request.ts'
import { type GetOptions, StorageObject } from './storage-object.ts'

/** Which version to read, and on which conditions. */
export interface ReadOptions extends Conditions, RequestOptions {
  /** Default: the newest. */
  version?: number | undefined
}

/** Options of {@link PithosObject.get}. */
export interface PithosGetOptions extends ReadOptions, GetOptions {
  /** What the reply's Content-Disposition is to say. */
  dispositionType?: 'inline' | 'attachment' | undefined
}

/** An object's hash list, with what the headers beside it tell. */
export interface ObjectHashmap extends Hashmap {
  info: ObjectInfo
}

/** Reading an object of Pithos. */
export class ObjectReading extends StorageObject {
  /** The caller's own account. */
  protected readonly own: string | undefined

  constructor(http: Http, account: string, container: string, name: string, own: string | undefined = account) {
    super(http, account, container, name)
    this.own = own
  }

  protected static readQuery(options: ReadOptions): Query {
    return { version: options.version === undefined ? undefined : checkVersion(options.version) }
  }

  /**
   * What the object is: size, type, version, hash, metadata, who has access.
   *
   * `HEAD /{account}/{container}/{object}` · 200 · object-api-guide § Object Level / HEAD
   * @throws {NotFoundError} if there is no such object or version (someone else's: ForbiddenError).
   * @throws {NotModifiedError} if `ifNoneMatch` or `ifModifiedSince` finds nothing new.
   * @throws {PreconditionFailedError} if another condition does not hold.
   */
  override async info(options: ReadOptions = {}): Promise<ObjectInfo> {
    const call = withHeaders(
      { ...requestOf(options), query: ObjectReading.readQuery(options) },
      conditionHeaders(options),
    )
    return objectInfo(await this.http.empty('HEAD', this.path, call))
  }

  /**
   * The content as it comes, whole or a range of it, in one request. Nothing is checked or repeated once the reply has
   * begun: `download` does.
   *
   * `GET /{account}/{container}/{object}` · 200, 206 · object-api-guide § Object Level / GET
   * @throws {RangeNotSatisfiableError} if any of the range lies outside the object: the server cuts nothing.
   * @throws {NotModifiedError} if `ifNoneMatch` or `ifModifiedSince` finds nothing new.
   * @throws {PreconditionFailedError} if another condition does not hold.
   */
  override async get(options: PithosGetOptions = {}): Promise<ObjectData> {
    const headers = conditionHeaders(options)
    if (options.range !== undefined) headers['Range'] = formatRanges([options.range])
    const query = { ...ObjectReading.readQuery(options), 'disposition-type': options.dispositionType, format: 'json' }
    const reply = await this.http.send(
      'GET',
      this.path,
      withHeaders({ ...requestOf(options), query, expect: [200, 206], decode: false }, headers),
    )
    return ObjectData.of(reply)
  }

  /**
   * Several ranges of the content in one request, in the order in which they are asked for; they may overlap. All of it is
   * held in memory.
   *
   * `GET /{account}/{container}/{object}` with several ranges · 206 · object-api-guide § Object Level / GET
   * @throws {RangeNotSatisfiableError} if any of the ranges lies outside the object, even in part.
   */
  async getRanges(ranges: readonly ByteRange[], options: ReadOptions = {}): Promise<RangePart[]> {
    const headers = { ...conditionHeaders(options), Range: formatRanges(ranges) }
    const query = { ...ObjectReading.readQuery(options), format: 'json' }
    const reply = await this.http.bytes(
      'GET',
      this.path,
      withHeaders({ ...requestOf(options), query, expect: [200, 206], decode: false }, headers),
    )
    const boundary = boundaryOf(reply.headers.get('content-type'))
    if (reply.status === 206 && boundary !== undefined && ranges.length > 1) {
      try {
        const parts = parseMultipartRanges(reply.bytes, boundary)
        if (parts.length === ranges.length) return parts
      } catch (cause) {
        throw malformed(String(cause instanceof Error ? cause.message : cause), reply, 'GET')
      }
      throw malformed('The reply has another number of ranges than were asked for', reply, 'GET')
    }
    const only = parseContentRange(reply.headers.get('content-range'))
    if (reply.status === 206 && only !== undefined && ranges.length === 1) {
      return [{ first: only.first, last: only.last, bytes: reply.bytes }]
    }
    if (reply.status === 206) throw malformed('The reply does not say which ranges it holds', reply, 'GET')
    // A proxy that knows no ranges sends everything.
    return ranges.map((range) => {
      const place = resolveRange(range, reply.bytes.length)
      if (place === undefined) throw malformed('The reply is shorter than the object', reply, 'GET')
      return { first: place.start, last: place.end - 1, bytes: reply.bytes.subarray(place.start, place.end) }
    })
  }

  /**
   * The hashes of the object's blocks, with what the headers tell (`info.bytes` is the object's size).
   *
   * `GET /{account}/{container}/{object}?hashmap` · 200 · object-api-guide § Object Level / GET
   */
  async hashmap(options: ReadOptions = {}): Promise<ObjectHashmap> {
    const query = { hashmap: null, ...ObjectReading.readQuery(options), format: 'json' }
    const call = withHeaders({ ...requestOf(options), query, expect: 200, decode: false }, conditionHeaders(options))
    // Labelled with the object's own type, so it is read by what was asked for.
    const reply = await this.http.bytes('GET', this.path, call)
    let map: Partial<Hashmap> | undefined
    try {
      map = JSON.parse(new TextDecoder().decode(reply.bytes))
    } catch {
      map = undefined
    }
    const { block_size, block_hash, bytes, hashes } = map ?? {}
    if (
      !(Number.isSafeInteger(block_size) && Number(block_size) > 0) ||
      !(Number.isSafeInteger(bytes) && Number(bytes) >= 0) ||
      typeof block_hash !== 'string' ||
      !Array.isArray(hashes) ||
      !hashes.every((hash) => typeof hash === 'string' && /^[0-9a-f]*$/i.test(hash)) ||
      hashes.length !== (bytes === 0 ? hashes.length : Math.ceil(Number(bytes) / Number(block_size)))
    ) {
      throw malformed('The reply is not a hash list', reply, 'GET')
    }
    const size = Number(bytes)
    return { block_size: Number(block_size), block_hash, bytes: size, hashes, info: objectInfo(reply, size) }
  }

  /**
   * The object's versions, the oldest first. A deleted object has versions too, as long as its history is kept.
   *
   * `GET /{account}/{container}/{object}?version=list` · 200 · object-api-guide § Object Level / GET
   */
  async versions(options?: RequestOptions): Promise<ObjectVersion[]> {
    const { versions } = await this.http.json<{ versions: [number, string | number][] }>('GET', this.path, {
      ...options,
      query: { version: 'list', format: 'json' },
      expect: 200,
    })
    return versions.map(([version, seconds]) => ({ version, created: epochDate(seconds) }))
  }
}
