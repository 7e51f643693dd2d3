import type { List, Path, RequestOptions } from '@kamaki/core'
import { type Http, Resource } from '@kamaki/core/toolkit'
import { headAccount, replaceAccountMetadata } from '../api/account.ts'
import { listContainers } from '../api/container.ts'
import { containerLocation } from '../codec/location.ts'
import type { AccountInfo } from '../model/account.ts'
import type { ContainerSummary } from '../model/container.ts'
import type { PageOptions } from '../model/listing.ts'
import type { AccountLocation } from '../model/location.ts'
import { StorageMetadata } from './metadata.ts'
import { StorageContainer } from './storage-container.ts'

/** The containers of an account. */
export class StorageContainers extends Resource {
  readonly #at: () => AccountLocation

  /** @param at asked for the account at each call: a client may not know its own. */
  constructor(http: Http, at: () => AccountLocation) {
    super(http)
    this.#at = at
  }

  protected get at(): AccountLocation {
    return this.#at()
  }

  /**
   * Containers in the order of their names.
   *
   * `GET /{account}` · 200 · object-api-guide § Account Level / GET
   */
  list(options: PageOptions & RequestOptions = {}): List<ContainerSummary> {
    return listContainers(this.http, this.at, options)
  }
}

/** An account: the containers of one user. */
export class StorageAccount extends Resource {
  readonly #at: AccountLocation
  /** Uuid of its owner. */
  readonly id: string
  readonly containers: StorageContainers
  readonly metadata: StorageMetadata

  constructor(http: Http, at: AccountLocation) {
    super(http)
    this.#at = at
    this.id = at.id
    this.containers = new StorageContainers(http, () => at)
    this.metadata = new StorageMetadata({
      info: (options) => this.info(options),
      replace: (metadata, options = {}) => replaceAccountMetadata(http, at, metadata, options),
    })
  }

  protected get at(): AccountLocation {
    return this.#at
  }

  /** Percent-encoded path below the endpoint. */
  get path(): Path {
    return this.#at.path
  }

  /** A container by its name. No request is made. */
  container(name: string): StorageContainer {
    return new StorageContainer(this.http, containerLocation(this.#at, name))
  }

  /**
   * Use, quota, groups and metadata. Others than its owner see only when it last changed.
   *
   * `HEAD /{account}` · 204 · object-api-guide § Account Level / HEAD
   */
  info(options: RequestOptions = {}): Promise<AccountInfo> {
    return headAccount(this.http, this.#at, options)
  }
}
