import type { List, RequestOptions } from '@kamaki/core'
import type { Http } from '@kamaki/core/toolkit'
import { type PageOptions, pagedList } from '../api/paging.ts'
import { readList } from '../api/read-list.ts'
import { storagePath } from '../codec/names.ts'
import type { ContainerListingEntry } from '../model/listing.ts'
import { requestOf } from '../request.ts'

/** The containers of an account. */
export class StorageContainers {
  protected readonly http: Http
  readonly account: string

  constructor(http: Http, account: string) {
    this.http = http
    this.account = account
  }

  /**
   * Containers in the order of their names.
   *
   * `GET /{account}` · 200 · object-api-guide § Account Level / GET
   */
  list(options: PageOptions & RequestOptions = {}): List<ContainerListingEntry> {
    return pagedList<ContainerListingEntry>(
      (marker, limit) =>
        readList(this.http, storagePath(this.account), { ...requestOf(options), query: { marker, limit } }),
      (entry) => entry.name,
      options,
    )
  }
}
