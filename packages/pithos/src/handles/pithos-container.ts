import type { CallOptions, RequestOptions } from '@kamaki/core'
import type { Http } from '@kamaki/core/toolkit'
import { postBlocks } from '../api/blocks.ts'
import { conditionHeaders } from '../codec/conditions.ts'
import { type ContainerInfo, type ContainerPolicy, containerInfo, formatQuota } from '../codec/container-info.ts'
import { type Metadata, type MetadataChanges, metadataHeaders } from '../codec/metadata.ts'
import { type Until, untilSeconds } from '../codec/until.ts'
import { invalid } from '../invalid.ts'
import { requestOf, withHeaders } from '../request.ts'
import { PithosObject } from './pithos-object.ts'
import { PithosObjects } from './pithos-objects.ts'
import { type CreateContainerOptions, StorageContainer } from './storage-container.ts'

/** When and on which conditions to look at an account or container. */
export interface LookOptions extends RequestOptions {
  /** As it was at this moment (whole seconds). Only the owner may look back. */
  until?: Until | undefined
  ifModifiedSince?: Date | undefined
  ifUnmodifiedSince?: Date | undefined
}

/** Options of {@link PithosContainer.create}. What is not given gets the server's default: no quota, `auto`, the account's own project. */
export interface CreatePithosContainerOptions extends CreateContainerOptions, Partial<ContainerPolicy> {}

/** Changes of a container: what is not named stays. */
export interface UpdateContainerOptions extends RequestOptions, Partial<ContainerPolicy> {
  /** Null deletes an item. */
  metadata?: MetadataChanges | undefined
}

function policyHeaders({ quota, versioning, project }: Partial<ContainerPolicy>): Record<string, string> {
  const headers: Record<string, string> = {}
  if (quota !== undefined) {
    if (!(Number.isSafeInteger(quota) && quota >= 0) && quota !== Number.POSITIVE_INFINITY) {
      throw invalid('quota', 'quota must be whole bytes, or Infinity for no limit')
    }
    headers['X-Container-Policy-Quota'] = formatQuota(quota)
  }
  if (versioning !== undefined) {
    if (versioning !== 'auto' && versioning !== 'none')
      throw invalid('versioning', "versioning must be 'auto' or 'none'")
    headers['X-Container-Policy-Versioning'] = versioning
  }
  if (project !== undefined) {
    if (project === '') throw invalid('project', 'project must be the uuid of a project')
    headers['X-Container-Policy-Project'] = encodeURIComponent(project)
  }
  return headers
}

/** A container of Pithos. */
export class PithosContainer extends StorageContainer {
  readonly #own: string | undefined

  constructor(http: Http, account: string, name: string, own: string | undefined = account) {
    super(http, account, name)
    this.#own = own
  }

  override get objects(): PithosObjects {
    return new PithosObjects(this.http, this.account, this.name)
  }

  override object(name: string): PithosObject {
    return new PithosObject(this.http, this.account, this.name, name, this.#own)
  }

  /**
   * Makes the container, and tells whether it was not there before. If it was, what is given is changed and all else stays. The
   * project is not checked: only the first object with content would fail.
   *
   * `PUT /{account}/{container}` · 201, or 202 if it was there · object-api-guide § Container Level / PUT
   * @throws {ForbiddenError} for anybody but the owner of the account.
   */
  override async create(options: CreatePithosContainerOptions = {}): Promise<{ created: boolean }> {
    return this.createWith(options, {
      ...policyHeaders(options),
      ...metadataHeaders('X-Container-Meta-', options.metadata ?? {}),
    })
  }

  /**
   * What the container is: sizes, block format, policy, metadata. Others than its owner are told less.
   *
   * `HEAD /{account}/{container}` · 204 · object-api-guide § Container Level / HEAD
   * @throws {NotFoundError} if there is no such container, or was none then.
   * @throws {ForbiddenError} if it is someone else's and nothing in it is shared with the caller.
   */
  override async info(options: LookOptions = {}): Promise<ContainerInfo> {
    const { until, ifModifiedSince, ifUnmodifiedSince } = options
    const query = { until: until === undefined ? undefined : untilSeconds(until) }
    const headers = conditionHeaders({ ifModifiedSince, ifUnmodifiedSince })
    const reply = await this.http.empty(
      'HEAD',
      this.path,
      withHeaders({ ...requestOf(options), query, expect: 204 }, headers),
    )
    return containerInfo(reply.headers)
  }

  /**
   * Changes policy and metadata; what is not named stays. Another `project` takes the usage along.
   *
   * `POST /{account}/{container}?update` · 202 · object-api-guide § Container Level / POST
   * @throws {QuotaExceededError} if the other project has no room for what is in the container.
   */
  async update(options: UpdateContainerOptions): Promise<void> {
    const headers = {
      ...policyHeaders(options),
      ...metadataHeaders('X-Container-Meta-', options.metadata ?? {}, { changes: true }),
    }
    await this.#post({ update: null, format: 'json' }, headers, options)
  }

  /** Lets another project pay for the container, from now on and for what is in it. See {@link update}. */
  async reassign(project: string, options: RequestOptions = {}): Promise<void> {
    await this.update({ ...requestOf(options), project })
  }

  /**
   * Replaces all metadata; the policy stays.
   *
   * `POST /{account}/{container}` · 202 · object-api-guide § Container Level / POST
   */
  async replaceMetadata(metadata: Metadata, options: RequestOptions = {}): Promise<void> {
    await this.#post({ format: 'json' }, metadataHeaders('X-Container-Meta-', metadata), options)
  }

  async #post(query: CallOptions['query'], headers: Record<string, string>, options: RequestOptions): Promise<void> {
    const call: CallOptions = { ...requestOf(options), query, idempotent: true, expect: 202 }
    await this.http.empty('POST', this.path, withHeaders(call, headers))
  }

  /**
   * Stores blocks, and gives their hashes: one block, or several full ones back to back (only the last may be shorter). A block that
   * no object refers to costs no quota, and one that is there already does no harm. `upload` does all of this.
   *
   * `POST /{account}/{container}?update` · 202 · object-api-guide § Container Level / POST
   * @throws {ForbiddenError} for anybody but the owner of the account.
   */
  async uploadBlocks(blocks: Uint8Array, options: RequestOptions = {}): Promise<string[]> {
    if (blocks.length === 0) throw invalid('blocks', 'there is nothing to store: for a block of NULs send a single one')
    return postBlocks(this.http, this.path, blocks, options)
  }

  /**
   * Deletes all objects in the container; it stays. One request, which may take long. Versions are kept where the container keeps them.
   *
   * `DELETE /{account}/{container}?delimiter=/` · 204 · object-api-guide § Container Level / DELETE
   */
  async empty(options: RequestOptions = {}): Promise<void> {
    await this.http.empty('DELETE', this.path, {
      ...requestOf(options),
      query: { delimiter: '/', ...this.formatQuery() },
      expect: 204,
    })
  }

  /**
   * Erases the history up to a moment: versions that are no longer the newest, and records of deletions. What is there stays.
   *
   * `DELETE /{account}/{container}?until={seconds}` · 204 · object-api-guide § Container Level / DELETE
   * @throws {InvalidArgumentError} for anything but a Date or whole seconds: the server would delete the container instead.
   */
  async purge(until: Until, options: RequestOptions = {}): Promise<void> {
    const query = { until: untilSeconds(until), ...this.formatQuery() }
    await this.http.empty('DELETE', this.path, { ...requestOf(options), query, expect: 204 })
  }
}
