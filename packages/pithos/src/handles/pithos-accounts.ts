import type { List, RequestOptions } from '@kamaki/core'
import { encodedPath, type Http } from '@kamaki/core/toolkit'
import { type PageOptions, wholeList } from '../api/paging.ts'
import { readList } from '../api/read-list.ts'
import type { AccountListingEntry } from '../model/listing.ts'
import { requestOf } from '../request.ts'

/** Other people's accounts. */
export class PithosAccounts {
  readonly #http: Http

  constructor(http: Http) {
    this.#http = http
  }

  /**
   * Accounts that share anything with the caller: with him, a group that he is in, or everybody.
   *
   * `GET /` · 200 · object-api-guide § Top Level / GET
   */
  listSharedWithMe(options: Pick<PageOptions, 'limit'> & RequestOptions = {}): List<AccountListingEntry> {
    // The slash is part of the route; `limit` and `marker` are read by the server and not applied.
    return wholeList(() => readList<AccountListingEntry>(this.#http, encodedPath('/'), requestOf(options)), options)
  }
}
