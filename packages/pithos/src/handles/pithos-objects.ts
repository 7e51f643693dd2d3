import type { List } from '@kamaki/core'
import { wholeList } from '../api/paging.ts'
import { readList } from '../api/read-list.ts'
import { conditionHeaders } from '../codec/conditions.ts'
import type { MetaFilter } from '../codec/meta-filter.ts'
import { storagePath } from '../codec/names.ts'
import { type Until, untilSeconds } from '../codec/until.ts'
import type { ObjectListingEntry, SubdirEntry } from '../model/listing.ts'
import { requestOf, withHeaders } from '../request.ts'
import { type ListObjectsOptions, StorageObjects } from './storage-objects.ts'

/** Which objects of Pithos to list. */
export interface ListPithosObjectsOptions extends ListObjectsOptions {
  /** Only objects whose metadata is so: see `meta`. */
  meta?: MetaFilter | undefined
  /** Only objects that carry, or lie under, permissions for others. With `public`: these as well. */
  shared?: boolean | undefined
  /**
   * Only objects that are published. Only the owner may ask; the server then looks at neither delimiter, `meta`, `until` nor marker, so
   * these are refused, and gives at most 10000.
   */
  public?: boolean | undefined
  /** As it was at this moment (whole seconds). Only the owner may look back. */
  until?: Until | undefined
  ifModifiedSince?: Date | undefined
  ifUnmodifiedSince?: Date | undefined
}

/** The objects of a container of Pithos. */
export class PithosObjects extends StorageObjects {
  /**
   * Objects in the order of their names, fetched page by page. With `delimiter` names are rolled up to the first one after the
   * prefix, into entries that have only `subdir`.
   *
   * `GET /{account}/{container}` · 200 · object-api-guide § Container Level / GET
   * @throws {ForbiddenError} if it is someone else's and nothing under the prefix is shared with the caller.
   */
  override list(options: ListPithosObjectsOptions & { delimiter: string }): List<ObjectListingEntry | SubdirEntry>
  override list(options?: ListPithosObjectsOptions & { delimiter?: undefined }): List<ObjectListingEntry>
  override list(
    options: ListPithosObjectsOptions & { delimiter?: string | undefined } = {},
  ): List<ObjectListingEntry> | List<ObjectListingEntry | SubdirEntry> {
    const filters = {
      meta: options.meta?.expression,
      shared: options.shared === true ? null : undefined,
      public: options.public === true ? null : undefined,
      until: options.until === undefined ? undefined : untilSeconds(options.until),
    }
    const { ifModifiedSince, ifUnmodifiedSince } = options
    const headers = conditionHeaders({ ifModifiedSince, ifUnmodifiedSince })
    if (options.public !== true) return this.listWith(withHeaders(options, headers) as typeof options, filters)
    const { prefix, path, delimiter, marker, limit } = options
    const query = { prefix, path, delimiter, marker, limit, ...filters }
    return wholeList<ObjectListingEntry>(
      () =>
        readList(
          this.http,
          storagePath(this.account, this.container),
          withHeaders({ ...requestOf(options), query }, headers),
        ),
      options,
    )
  }
}
