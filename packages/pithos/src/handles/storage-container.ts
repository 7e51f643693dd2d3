import type { Path, Query, RequestOptions } from '@kamaki/core'
import type { Http } from '@kamaki/core/toolkit'
import { type ContainerInfo, containerInfo } from '../codec/container-info.ts'
import { type Metadata, metadataHeaders } from '../codec/metadata.ts'
import { checkContainerName, storagePath } from '../codec/names.ts'
import { requestOf, withHeaders } from '../request.ts'
import { StorageObject } from './storage-object.ts'
import { StorageObjects } from './storage-objects.ts'

/** Options of {@link StorageContainer.create}. */
export interface CreateContainerOptions extends RequestOptions {
  metadata?: Metadata | undefined
}

/** One container by its name. Making one makes no request; the container need not exist. */
export class StorageContainer {
  protected readonly http: Http
  /** Uuid of the account's owner. */
  readonly account: string
  readonly name: string

  constructor(http: Http, account: string, name: string) {
    this.http = http
    this.account = account
    this.name = checkContainerName(name)
  }

  /** Percent-encoded path below the endpoint. */
  get path(): Path {
    return storagePath(this.account, this.name)
  }

  /** A name that ends so would make the server answer in that format: the query settles it. */
  protected formatQuery(): Query {
    return /\.(json|xml)$/i.test(this.name) ? { format: 'json' } : {}
  }

  /** The container's objects. */
  get objects(): StorageObjects {
    return new StorageObjects(this.http, this.account, this.name)
  }

  /** An object by its name. */
  object(name: string): StorageObject {
    return new StorageObject(this.http, this.account, this.name, name)
  }

  /**
   * Makes the container, and tells whether it was not there before.
   *
   * `PUT /{account}/{container}` · 201, or 202 if it was there · object-api-guide § Container Level / PUT
   */
  async create(options: CreateContainerOptions = {}): Promise<{ created: boolean }> {
    return this.createWith(options, metadataHeaders('X-Container-Meta-', options.metadata ?? {}))
  }

  /** The PUT of both dialects. */
  protected async createWith(options: RequestOptions, headers: Record<string, string>): Promise<{ created: boolean }> {
    const call = withHeaders({ ...requestOf(options), query: this.formatQuery(), expect: [201, 202] }, headers)
    return { created: (await this.http.empty('PUT', this.path, call)).status === 201 }
  }

  /**
   * What the container is: sizes, block format, metadata.
   *
   * `HEAD /{account}/{container}` · 204 · object-api-guide § Container Level / HEAD
   * @throws {NotFoundError} if there is no such container (someone else's: ForbiddenError).
   */
  async info(options?: RequestOptions): Promise<ContainerInfo> {
    return containerInfo((await this.http.empty('HEAD', this.path, options)).headers)
  }

  /**
   * Deletes the container, which must be empty, with the history of all that was ever in it.
   *
   * `DELETE /{account}/{container}` · 204 · object-api-guide § Container Level / DELETE
   * @throws {ConflictError} if there are objects in it.
   */
  async delete(options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', this.path, { ...options, query: this.formatQuery(), expect: 204 })
  }
}
