import type { Body, Path, RequestOptions } from '@kamaki/core'
import { type Http, Resource, requireOptions } from '@kamaki/core/toolkit'
import { transferObject } from '../api/copies.ts'
import { deleteObject, getObject, headObject, probeObject, replaceObjectMetadata } from '../api/object.ts'
import { putManifest, putObject } from '../api/object-content.ts'
import type { ObjectData } from '../api/object-data.ts'
import { refLocation } from '../codec/location.ts'
import type { ObjectLocation, ObjectRef } from '../model/location.ts'
import type { ManifestParts, ObjectInfo, WriteResult } from '../model/object.ts'
import type { GetOptions, PutHashmapOptions, PutOptions } from '../model/object-options.ts'
import { StorageMetadata } from './metadata.ts'

/** One object by its name. It need not exist. */
export class StorageObject extends Resource {
  readonly #at: ObjectLocation
  /** Uuid of the account's owner. */
  readonly account: string
  /** Name of the container. */
  readonly container: string
  /** Name as it was given: slashes, dots and all. */
  readonly name: string
  readonly metadata: StorageMetadata

  constructor(http: Http, at: ObjectLocation) {
    super(http)
    this.#at = at
    this.account = at.container.account.id
    this.container = at.container.name
    this.name = at.name
    this.metadata = new StorageMetadata({
      info: (options) => this.info(options),
      replace: (metadata, options = {}) => replaceObjectMetadata(http, at, metadata, options),
    })
  }

  protected get at(): ObjectLocation {
    return this.#at
  }

  /** Percent-encoded path below the endpoint. */
  get path(): Path {
    return this.#at.path
  }

  /**
   * Size, type, version and metadata.
   *
   * `HEAD /{account}/{container}/{object}` · 200 · object-api-guide § Object Level / HEAD
   * @throws {NotFoundError} if there is no such object (someone else's: ForbiddenError).
   */
  info(options: RequestOptions = {}): Promise<ObjectInfo> {
    return headObject(this.http, this.#at, options)
  }

  /** Whether the object exists and may be read. */
  async exists(options: RequestOptions = {}): Promise<boolean> {
    return (await probeObject(this.http, this.#at, options)).status === 200
  }

  /**
   * The content as it comes, whole or a range of it, in one request. Nothing is checked or repeated once the response has begun:
   * `download` of PithosClient does.
   *
   * `GET /{account}/{container}/{object}` · 200, 206 · object-api-guide § Object Level / GET
   * @throws {RangeNotSatisfiableError} if any of the range lies outside the object: the server cuts nothing.
   */
  get(options: GetOptions = {}): Promise<ObjectData> {
    return getObject(this.http, this.#at, options)
  }

  /**
   * Writes the object's content in one request. All metadata is replaced; who has access stays as it was unless given. Without
   * `contentType` it is guessed from the name. Writing a plain file over a shared directory object ends what is shared below it.
   *
   * `PUT /{account}/{container}/{object}` · 201 · object-api-guide § Object Level / PUT
   * @throws {PreconditionFailedError} if a condition does not hold. A write with a condition is not repeated by itself.
   * @throws {UnprocessableError} if `md5` is not that of the content.
   * @throws {QuotaExceededError} if container or project have no room for it.
   */
  put(body: Body, options: PutOptions = {}): Promise<WriteResult> {
    return putObject(this.http, this.#at, body, options)
  }

  /**
   * Makes the object a manifest: reading it returns all objects whose names begin with a prefix, joined in the order of their names.
   * Readers get only the parts that are shared with them, and do not see that there are others.
   *
   * `PUT /{account}/{container}/{object}` with `X-Object-Manifest` · 201 · object-api-guide § Object Level / PUT
   */
  putManifest(parts: ManifestParts, options: PutHashmapOptions = {}): Promise<WriteResult> {
    return putManifest(this.http, this.#at, parts, options)
  }

  /** An empty object, `application/octet-stream` unless specified otherwise. */
  create(options: PutOptions = {}): Promise<WriteResult> {
    return this.put(new Uint8Array(0), { contentType: 'application/octet-stream', ...options })
  }

  /** A directory object: an empty one of type `application/directory`. On Pithos what is shared of it is shared of all below it. */
  createDirectory(options: Omit<PutOptions, 'contentType'> = {}): Promise<WriteResult> {
    return this.put(new Uint8Array(0), { ...requireOptions(options), contentType: 'application/directory' })
  }

  /**
   * Makes this object a copy of another one.
   *
   * `PUT /{account}/{container}/{object}` with `X-Copy-From` · 201 · object-api-guide § Object Level / PUT
   */
  async copyFrom(source: ObjectRef, options: RequestOptions = {}): Promise<WriteResult> {
    return transferObject(this.http, this.#at, 'copyFrom', refLocation(source, this.#at), options)
  }

  /**
   * Moves another object here.
   *
   * `PUT /{account}/{container}/{object}` with `X-Move-From` · 201 · object-api-guide § Object Level / PUT
   */
  async moveFrom(source: ObjectRef, options: RequestOptions = {}): Promise<WriteResult> {
    return transferObject(this.http, this.#at, 'moveFrom', refLocation(source, this.#at), options)
  }

  /**
   * Deletes the object.
   *
   * `DELETE /{account}/{container}/{object}` · 204 · object-api-guide § Object Level / DELETE
   * @throws {NotFoundError} if there is no such object.
   */
  delete(options: RequestOptions = {}): Promise<void> {
    return deleteObject(this.http, this.#at, {}, options)
  }
}
