import type { List, Path, RequestOptions } from '@kamaki/core'
import { type Http, Resource, requireKnownFields, requireObject } from '@kamaki/core/toolkit'
import { deleteContainer, headContainer, probeContainer, putContainer } from '../api/container.ts'
import { listObjects } from '../api/objects.ts'
import { objectLocation } from '../codec/location.ts'
import { checkObjectName, formatQuery } from '../codec/names.ts'
import type { ContainerInfo, NewContainer } from '../model/container.ts'
import type { ContainerLocation } from '../model/location.ts'
import type { ObjectSummary, SubdirEntry } from '../model/object.ts'
import type { ListObjectsOptions } from '../model/object-options.ts'
import { StorageObject } from './storage-object.ts'

/** The objects of a container. */
export class StorageObjects extends Resource {
  readonly #at: ContainerLocation

  constructor(http: Http, at: ContainerLocation) {
    super(http)
    this.#at = at
  }

  protected get at(): ContainerLocation {
    return this.#at
  }

  /**
   * Objects in the order of their names, fetched page by page. With `delimiter` names are rolled up to the first one after the prefix,
   * into entries that have only `subdir`.
   *
   * `GET /{account}/{container}` · 200 · object-api-guide § Container Level / GET
   */
  list(options: ListObjectsOptions & { readonly delimiter: string }): List<ObjectSummary | SubdirEntry>
  list(options?: ListObjectsOptions & { readonly delimiter?: undefined }): List<ObjectSummary>
  list(options: ListObjectsOptions = {}): List<ObjectSummary | SubdirEntry> {
    return listObjects(this.http, this.#at, options)
  }
}

/** One container by its name. It need not exist. */
export class StorageContainer extends Resource {
  readonly #at: ContainerLocation
  /** Uuid of the account's owner. */
  readonly account: string
  readonly name: string
  readonly objects: StorageObjects

  constructor(http: Http, at: ContainerLocation) {
    super(http)
    this.#at = at
    this.account = at.account.id
    this.name = at.name
    this.objects = new StorageObjects(http, at)
  }

  protected get at(): ContainerLocation {
    return this.#at
  }

  /** Percent-encoded path below the endpoint. */
  get path(): Path {
    return this.#at.path
  }

  /** An object by its name. No request is made. */
  object(name: string): StorageObject {
    return new StorageObject(this.http, objectLocation(this.#at, name, formatQuery(checkObjectName(name))))
  }

  /**
   * Creates the container, and returns whether it did not exist before.
   *
   * `PUT /{account}/{container}` · 201, or 202 if it existed · object-api-guide § Container Level / PUT
   */
  async create(container: NewContainer = {}, options: RequestOptions = {}): Promise<{ created: boolean }> {
    return putContainer(
      this.http,
      this.#at,
      requireKnownFields(requireObject(container, 'container'), ['metadata'], ''),
      options,
    )
  }

  /**
   * Sizes, block format and metadata.
   *
   * `HEAD /{account}/{container}` · 204 · object-api-guide § Container Level / HEAD
   * @throws {NotFoundError} if there is no such container (someone else's: ForbiddenError).
   */
  info(options: RequestOptions = {}): Promise<ContainerInfo> {
    return headContainer(this.http, this.#at, options)
  }

  /**
   * Whether the container exists.
   *
   * `HEAD /{account}/{container}` · 204, 404
   * @throws {ForbiddenError} if it is someone else's and nothing in it is shared with the caller.
   */
  exists(options: RequestOptions = {}): Promise<boolean> {
    return probeContainer(this.http, this.#at, options)
  }

  /**
   * Deletes the container, which must be empty, with the history of all that was ever in it.
   *
   * `DELETE /{account}/{container}` · 204 · object-api-guide § Container Level / DELETE
   * @throws {ConflictError} if there are objects in it.
   */
  delete(options: RequestOptions = {}): Promise<void> {
    return deleteContainer(this.http, this.#at, {}, options)
  }
}
