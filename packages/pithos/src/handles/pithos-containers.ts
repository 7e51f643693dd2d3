import type { List, RequestOptions } from '@kamaki/core'
import type { Http } from '@kamaki/core/toolkit'
import { type PageOptions, pagedList, wholeList } from '../api/paging.ts'
import { readList } from '../api/read-list.ts'
import { conditionHeaders } from '../codec/conditions.ts'
import { storagePath } from '../codec/names.ts'
import { type Until, untilSeconds } from '../codec/until.ts'
import type { ContainerListingEntry } from '../model/listing.ts'
import { requestOf, withHeaders } from '../request.ts'
import { StorageContainers } from './storage-containers.ts'

/** Which containers to list. */
export interface ListContainersOptions extends PageOptions, RequestOptions {
  /** Only containers with objects that are shared. With `public`: these as well. */
  shared?: boolean | undefined
  /** Only containers with objects that are published. Only the owner may ask. */
  public?: boolean | undefined
  /** As it was at this moment (whole seconds). Only the owner may look back. */
  until?: Until | undefined
  ifModifiedSince?: Date | undefined
  ifUnmodifiedSince?: Date | undefined
}

/** The containers of an account of Pithos. */
export class PithosContainers extends StorageContainers {
  readonly #own: string | undefined

  constructor(http: Http, account: string, own: string | undefined = account) {
    super(http, account)
    this.#own = own
  }

  /**
   * Containers in the order of their names: all of one's own, of someone else's those with something for the caller.
   *
   * `GET /{account}` · 200 · object-api-guide § Account Level / GET
   * @throws {ForbiddenError} if it is someone else's and nothing in it is shared with the caller.
   */
  override list(options: ListContainersOptions = {}): List<ContainerListingEntry> {
    const path = storagePath(this.account)
    const filters = {
      shared: options.shared === true ? null : undefined,
      public: options.public === true ? null : undefined,
      until: options.until === undefined ? undefined : untilSeconds(options.until),
    }
    const { ifModifiedSince, ifUnmodifiedSince } = options
    const headers = conditionHeaders({ ifModifiedSince, ifUnmodifiedSince })
    const fetch = (marker: string | undefined, limit: number | undefined): Promise<ContainerListingEntry[]> =>
      readList(this.http, path, withHeaders({ ...requestOf(options), query: { marker, limit, ...filters } }, headers))
    // These come whole, whatever marker and limit say.
    const whole = options.shared === true || options.public === true || this.account !== this.#own
    if (!whole) return pagedList(fetch, (entry) => entry.name, options)
    const { marker } = options
    return wholeList(async () => {
      const entries = await fetch(marker, options.limit)
      return marker === undefined ? entries : entries.filter((entry) => entry.name > marker)
    }, options)
  }
}
