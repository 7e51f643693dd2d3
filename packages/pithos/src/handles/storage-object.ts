import type { Body, CallOptions, Path, Query, RequestOptions } from '@kamaki/core'
import type { Http } from '@kamaki/core/toolkit'
import { ObjectData } from '../api/object-data.ts'
import { contentTypeOf } from '../codec/content-type.ts'
import { type Metadata, metadataHeaders } from '../codec/metadata.ts'
import { checkContainerName, checkObjectName, headerPath, storagePath } from '../codec/names.ts'
import { type ObjectInfo, objectInfo } from '../codec/object-info.ts'
import { type ByteRange, formatRanges } from '../codec/ranges.ts'
import { versionOf } from '../codec/version.ts'
import {
  type ObjectProperties,
  propertyHeaders,
  type WriteConditions,
  writeConditionHeaders,
} from '../codec/write-headers.ts'
import { requestOf, withHeaders } from '../request.ts'

/** Where an object is, in the caller's own account unless told otherwise. */
export interface ObjectPlace {
  container: string
  object: string
  /** Uuid of another account's owner. */
  account?: string | undefined
}

/** Options of {@link StorageObject.put}. */
export interface PutOptions extends ObjectProperties, WriteConditions, RequestOptions {
  /** MD5 of the content in hex: the server checks it and refuses other content with UnprocessableError (422). */
  md5?: string | undefined
  /** Bytes of a body that is a stream; without it the stream is sent in chunks. */
  contentLength?: number | undefined
}

/** Options of {@link StorageObject.get}. */
export interface GetOptions extends RequestOptions {
  /** The part to read; default all of it. */
  range?: ByteRange | undefined
}

/** What a write answers. */
export interface WriteResult {
  /** The new content's ETag, where the server tells it. */
  etag: string | undefined
  /** The version that was made; undefined if none was, or the server does not tell. */
  version: number | undefined
}

/** Reads a write's reply. */
export function writeResult(headers: Headers): WriteResult {
  return { etag: headers.get('etag')?.replaceAll('"', ''), version: versionOf(headers) }
}

/** One object by its name. Making one makes no request; the object need not exist. */
export class StorageObject {
  protected readonly http: Http
  /** Uuid of the account's owner. */
  readonly account: string
  /** Name of the container. */
  readonly container: string
  /** Name as it was given: slashes, dots and all. */
  readonly name: string

  constructor(http: Http, account: string, container: string, name: string) {
    this.http = http
    this.account = account
    this.container = checkContainerName(container)
    this.name = checkObjectName(name)
  }

  /** Percent-encoded path below the endpoint. */
  get path(): Path {
    return storagePath(this.account, this.container, this.name)
  }

  /** A name that ends so would make the server answer in that format: the query settles it. */
  protected formatQuery(): Query {
    return /\.(json|xml)$/i.test(this.name) ? { format: 'json' } : {}
  }

  /**
   * What the object is: size, type, version, metadata.
   *
   * `HEAD /{account}/{container}/{object}` · 200 · object-api-guide § Object Level / HEAD
   * @throws {NotFoundError} if there is no such object (someone else's: ForbiddenError).
   */
  async info(options?: RequestOptions): Promise<ObjectInfo> {
    return objectInfo(await this.http.empty('HEAD', this.path, options))
  }

  /** Whether the object is there and may be read. */
  async exists(options?: RequestOptions): Promise<boolean> {
    const reply = await this.http.empty('HEAD', this.path, { ...options, expect: [200, 404] })
    return reply.status === 200
  }

  /**
   * The content as it comes, whole or a range of it, in one request. Nothing is checked or repeated once the reply has begun: `download`
   * of PithosClient does.
   *
   * `GET /{account}/{container}/{object}` · 200, 206 · object-api-guide § Object Level / GET
   * @throws {RangeNotSatisfiableError} if any of the range lies outside the object: the server cuts nothing.
   */
  async get(options: GetOptions = {}): Promise<ObjectData> {
    const headers: Record<string, string> = options.range === undefined ? {} : { Range: formatRanges([options.range]) }
    const call = withHeaders(
      { ...requestOf(options), query: this.formatQuery(), expect: [200, 206], decode: false },
      headers,
    )
    return ObjectData.of(await this.http.send('GET', this.path, call))
  }

  /**
   * Writes the object's content in one request. All metadata is replaced. Without `contentType` it is guessed from the name.
   *
   * `PUT /{account}/{container}/{object}` · 201 · object-api-guide § Object Level / PUT
   * @throws {PreconditionFailedError} if a condition does not hold.
   * @throws {UnprocessableError} if `md5` is not that of the content.
   * @throws {QuotaExceededError} if container or project have no room for it.
   */
  async put(body: Body, options: PutOptions = {}): Promise<WriteResult> {
    return this.putWith(body, options, this.formatQuery())
  }

  /** The PUT of both dialects. */
  protected async putWith(body: Body, options: PutOptions, query: Query): Promise<WriteResult> {
    const headers: Record<string, string> = {
      'Content-Type': contentTypeOf(this.name, body instanceof Blob ? body.type : ''),
      ...propertyHeaders(options),
      ...writeConditionHeaders(options),
    }
    if (options.md5 !== undefined) headers['ETag'] = options.md5
    const { contentLength } = options
    // A second attempt would meet the object that the first one made.
    const idempotent = !('If-Match' in headers || 'If-None-Match' in headers)
    const call: CallOptions = { ...requestOf(options), query, body, contentLength, idempotent, expect: 201 }
    const reply = await this.http.empty('PUT', this.path, withHeaders(call, headers))
    return writeResult(reply.headers)
  }

  /** An empty object, `application/octet-stream` unless told otherwise. */
  create(options: PutOptions = {}): Promise<WriteResult> {
    return this.put(new Uint8Array(0), { contentType: 'application/octet-stream', ...options })
  }

  /** A directory object: an empty one of type `application/directory`. On Pithos what is shared of it is shared of all below it. */
  createDirectory(options: Omit<PutOptions, 'contentType'> = {}): Promise<WriteResult> {
    return this.put(new Uint8Array(0), { ...options, contentType: 'application/directory' })
  }

  /**
   * Replaces all metadata.
   *
   * `POST /{account}/{container}/{object}` · 202 · object-api-guide § Object Level / POST
   */
  async replaceMetadata(metadata: Metadata, options?: RequestOptions): Promise<WriteResult> {
    const headers = metadataHeaders('X-Object-Meta-', metadata)
    const call = withHeaders({ ...options, query: this.formatQuery(), idempotent: true, expect: 202 }, headers)
    return writeResult((await this.http.empty('POST', this.path, call)).headers)
  }

  /**
   * Makes this object a copy of another one.
   *
   * `PUT /{account}/{container}/{object}` with `X-Copy-From` · 201 · object-api-guide § Object Level / PUT
   */
  async copyFrom(source: ObjectPlace, options?: RequestOptions): Promise<WriteResult> {
    const headers = { 'X-Copy-From': headerPath(source.container, source.object) }
    const call = withHeaders({ ...options, query: this.formatQuery(), expect: 201 }, headers)
    return writeResult((await this.http.empty('PUT', this.path, call)).headers)
  }

  /**
   * Moves another object here.
   *
   * `PUT /{account}/{container}/{object}` with `X-Move-From` · 201 · object-api-guide § Object Level / PUT
   */
  async moveFrom(source: ObjectPlace, options?: RequestOptions): Promise<WriteResult> {
    const headers = { 'X-Move-From': headerPath(source.container, source.object) }
    const call = withHeaders({ ...options, query: this.formatQuery(), idempotent: false, expect: 201 }, headers)
    return writeResult((await this.http.empty('PUT', this.path, call)).headers)
  }

  /**
   * Deletes the object.
   *
   * `DELETE /{account}/{container}/{object}` · 204 · object-api-guide § Object Level / DELETE
   * @throws {NotFoundError} if there is no such object.
   */
  async delete(options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', this.path, { ...options, query: this.formatQuery(), expect: 204 })
  }
}
