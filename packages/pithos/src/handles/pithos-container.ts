import type { List, RequestOptions } from '@kamaki/core'
import { type Http, rejectArgument, requireObject, requireString } from '@kamaki/core/toolkit'
import { postBlocks } from '../api/blocks.ts'
import {
  deleteContainer,
  headContainer,
  putContainer,
  replaceContainerMetadata,
  updateContainer,
} from '../api/container.ts'
import { listObjects } from '../api/objects.ts'
import { objectLocation } from '../codec/location.ts'
import type { InfoOptions } from '../model/account.ts'
import type { Until } from '../model/conditions.ts'
import type { ContainerChanges, ContainerInfo, NewPithosContainer } from '../model/container.ts'
import type { ContainerLocation } from '../model/location.ts'
import type { ObjectSummary, SubdirEntry } from '../model/object.ts'
import type { ListPithosObjectsOptions } from '../model/object-options.ts'
import { PithosMetadata } from './metadata.ts'
import { PithosObject } from './pithos-object.ts'
import { StorageContainer, StorageObjects } from './storage-container.ts'

/** The objects of a container of Pithos. */
export class PithosObjects extends StorageObjects {
  /**
   * Objects in the order of their names, fetched page by page. With `delimiter` names are rolled up to the first one after the prefix,
   * into entries that have only `subdir`.
   *
   * `GET /{account}/{container}` · 200 · object-api-guide § Container Level / GET
   * @throws {ForbiddenError} if it is someone else's and nothing under the prefix is shared with the caller.
   */
  override list(options: ListPithosObjectsOptions & { readonly delimiter: string }): List<ObjectSummary | SubdirEntry>
  override list(options?: ListPithosObjectsOptions & { readonly delimiter?: undefined }): List<ObjectSummary>
  override list(options: ListPithosObjectsOptions = {}): List<ObjectSummary | SubdirEntry> {
    return listObjects(this.http, this.at, options)
  }
}

/** A container of Pithos. */
export class PithosContainer extends StorageContainer {
  override readonly objects: PithosObjects
  readonly metadata: PithosMetadata

  constructor(http: Http, at: ContainerLocation) {
    super(http, at)
    this.objects = new PithosObjects(http, at)
    this.metadata = new PithosMetadata({
      info: (options) => this.info(options),
      replace: (metadata, options = {}) => replaceContainerMetadata(http, at, metadata, options),
      update: (metadata, options) => this.update({ metadata }, options),
    })
  }

  override object(name: string): PithosObject {
    return new PithosObject(this.http, objectLocation(this.at, name, { format: 'json' }))
  }

  /**
   * Creates the container, and returns whether it did not exist before. If it did, what is given is changed and all else stays. The
   * project is not checked: only the first object with content would fail.
   *
   * `PUT /{account}/{container}` · 201, or 202 if it existed · object-api-guide § Container Level / PUT
   * @throws {ForbiddenError} for anybody but the owner of the account.
   */
  override create(container: NewPithosContainer = {}, options: RequestOptions = {}): Promise<{ created: boolean }> {
    return putContainer(this.http, this.at, container, options)
  }

  /**
   * Sizes, block format, policy and metadata. Others than its owner see less.
   *
   * `HEAD /{account}/{container}` · 204 · object-api-guide § Container Level / HEAD
   * @throws {NotFoundError} if there is no such container, or was none then.
   * @throws {ForbiddenError} if it is someone else's and nothing in it is shared with the caller.
   */
  override info(options: InfoOptions = {}): Promise<ContainerInfo> {
    return headContainer(this.http, this.at, options)
  }

  /**
   * Changes policy and metadata; what is not named stays. Another `project` takes the usage along.
   *
   * `POST /{account}/{container}?update` · 202 · object-api-guide § Container Level / POST
   * @throws {QuotaExceededError} if the other project has no room for what is in the container.
   */
  update(changes: ContainerChanges, options: RequestOptions = {}): Promise<void> {
    return updateContainer(this.http, this.at, changes, options)
  }

  /**
   * Lets another project pay for the container, from now on and for what is in it. See {@link update}.
   *
   * @param to the project, or its uuid.
   */
  async reassign(to: string | { readonly project: string }, options: RequestOptions = {}): Promise<void> {
    const project = requireString(typeof to === 'string' ? to : requireObject(to, 'to').project, 'project')
    await this.update({ project }, options)
  }

  /**
   * Stores blocks, and returns their hashes: one block, or several full ones back to back (only the last may be shorter). A block that
   * no object refers to costs no quota, and one that exists already does no harm. `upload` does all of this.
   *
   * `POST /{account}/{container}?update` · 202 · object-api-guide § Container Level / POST
   * @throws {ForbiddenError} for anybody but the owner of the account.
   */
  async uploadBlocks(blocks: Uint8Array, options: RequestOptions = {}): Promise<string[]> {
    if (blocks?.length === 0) rejectArgument('blocks', 'must not be empty: for a block of zero bytes send a single one')
    return postBlocks(this.http, this.at, blocks, options)
  }

  /**
   * Deletes all objects in the container; it stays. One request, which may take long. Versions are kept where the container keeps them.
   *
   * `DELETE /{account}/{container}?delimiter=/` · 204 · object-api-guide § Container Level / DELETE
   */
  empty(options: RequestOptions = {}): Promise<void> {
    return deleteContainer(this.http, this.at, { delimiter: '/' }, options)
  }

  /**
   * Erases the history up to a time: versions that are no longer the newest, and records of deletions. What is there stays.
   *
   * `DELETE /{account}/{container}?until={seconds}` · 204 · object-api-guide § Container Level / DELETE
   * @throws {InvalidArgumentError} for anything but a Date or whole seconds: the server would delete the container instead.
   */
  purge(until: Until, options: RequestOptions = {}): Promise<void> {
    return deleteContainer(this.http, this.at, { until }, options)
  }
}
