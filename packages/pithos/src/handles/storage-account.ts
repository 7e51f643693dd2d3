import type { Path, RequestOptions } from '@kamaki/core'
import type { Http } from '@kamaki/core/toolkit'
import { type AccountInfo, accountInfo } from '../codec/account-info.ts'
import { type Metadata, metadataHeaders } from '../codec/metadata.ts'
import { checkAccount, storagePath } from '../codec/names.ts'
import { withHeaders } from '../request.ts'
import { StorageContainer } from './storage-container.ts'
import { StorageContainers } from './storage-containers.ts'

/** An account: the containers of one user. */
export class StorageAccount {
  protected readonly http: Http
  /** Uuid of its owner. */
  readonly id: string

  constructor(http: Http, id: string) {
    this.http = http
    this.id = checkAccount(id)
  }

  /** Percent-encoded path below the endpoint. */
  get path(): Path {
    return storagePath(this.id)
  }

  /** The account's containers. */
  get containers(): StorageContainers {
    return new StorageContainers(this.http, this.id)
  }

  /** A container by its name. */
  container(name: string): StorageContainer {
    return new StorageContainer(this.http, this.id, name)
  }

  /**
   * What the account is: use, quota, groups, metadata. Others than its owner are told nothing but when it last changed.
   *
   * `HEAD /{account}` · 204 · object-api-guide § Account Level / HEAD
   */
  async info(options?: RequestOptions): Promise<AccountInfo> {
    return accountInfo((await this.http.empty('HEAD', this.path, options)).headers)
  }

  /**
   * Replaces all metadata of the account.
   *
   * `POST /{account}` · 202 · object-api-guide § Account Level / POST
   */
  async replaceMetadata(metadata: Metadata, options?: RequestOptions): Promise<void> {
    const headers = metadataHeaders('X-Account-Meta-', metadata)
    await this.http.empty('POST', this.path, withHeaders({ ...options, idempotent: true, expect: 202 }, headers))
  }
}
