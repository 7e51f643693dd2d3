import type { List, RequestOptions } from '@kamaki/core'
import { type Http, Resource } from '@kamaki/core/toolkit'
import { headAccount, listAccounts, replaceAccountMetadata, updateAccount } from '../api/account.ts'
import { listContainers } from '../api/container.ts'
import { containerLocation } from '../codec/location.ts'
import type { AccountChanges, AccountInfo, AccountSummary, InfoOptions } from '../model/account.ts'
import type { ContainerSummary, ListContainersOptions } from '../model/container.ts'
import type { PageOptions } from '../model/listing.ts'
import type { AccountLocation } from '../model/location.ts'
import { PithosMetadata } from './metadata.ts'
import { PithosContainer } from './pithos-container.ts'
import { StorageAccount, StorageContainers } from './storage-account.ts'

/** Other people's accounts. */
export class PithosAccounts extends Resource {
  /**
   * Accounts that share anything with the caller: with the caller alone, a group that they are in, or everybody.
   *
   * `GET /` · 200 · object-api-guide § Top Level / GET
   */
  list(options: Pick<PageOptions, 'limit'> & RequestOptions = {}): List<AccountSummary> {
    return listAccounts(this.http, options)
  }
}

/** The containers of an account of Pithos. */
export class PithosContainers extends StorageContainers {
  /**
   * Containers in the order of their names: all of one's own, of someone else's those with something for the caller.
   *
   * `GET /{account}` · 200 · object-api-guide § Account Level / GET
   * @throws {ForbiddenError} if it is someone else's and nothing in it is shared with the caller.
   */
  override list(options: ListContainersOptions = {}): List<ContainerSummary> {
    return listContainers(this.http, this.at, options)
  }
}

/** An account of Pithos. */
export class PithosAccount extends StorageAccount {
  override readonly containers: PithosContainers
  override readonly metadata: PithosMetadata

  constructor(http: Http, at: AccountLocation) {
    super(http, at)
    this.containers = new PithosContainers(http, () => at)
    this.metadata = new PithosMetadata({
      info: (options) => this.info(options),
      replace: (metadata, options = {}) => replaceAccountMetadata(http, at, metadata, options),
      update: (metadata, options) => this.update({ metadata }, options),
    })
  }

  override container(name: string): PithosContainer {
    return new PithosContainer(this.http, containerLocation(this.at, name))
  }

  /**
   * Use, quota, groups and metadata. Others than its owner see only when it last changed.
   *
   * `HEAD /{account}` · 204 · object-api-guide § Account Level / HEAD
   * @throws {ForbiddenError} if it is someone else's and nothing in it is shared with the caller.
   */
  override info(options: InfoOptions = {}): Promise<AccountInfo> {
    return headAccount(this.http, this.at, options)
  }

  /**
   * Changes metadata and groups; what is not named stays. A group is named `<account uuid>:<group>` where objects are shared.
   *
   * `POST /{account}?update` · 202 · object-api-guide § Account Level / POST
   * @throws {BadRequestError} if a member of a group is not a user.
   */
  update(changes: AccountChanges, options: RequestOptions = {}): Promise<void> {
    return updateAccount(this.http, this.at, changes, options)
  }
}
