import type { List, RequestOptions } from '@kamaki/core'
import type { Http } from '@kamaki/core/toolkit'
import { type PageOptions, pagedList } from '../api/paging.ts'
import { readList } from '../api/read-list.ts'
import { storagePath } from '../codec/names.ts'
import type { ObjectListingEntry, SubdirEntry } from '../model/listing.ts'
import { requestOf } from '../request.ts'

/** Which objects to list. */
export interface ListObjectsOptions extends PageOptions, RequestOptions {
  /** Only names that begin so (leading slashes are dropped by the server). */
  prefix?: string | undefined
  /** Only objects directly below this path, without virtual directories; stands for `prefix` and `delimiter`. */
  path?: string | undefined
}

/** The name of an entry, or a text after all names below a virtual directory, to go on from. */
export function objectMarker(entry: ObjectListingEntry | SubdirEntry): string {
  return entry.subdir === undefined ? entry.name : `${entry.subdir}\u{10FFFF}`
}

/** The objects of a container. */
export class StorageObjects {
  protected readonly http: Http
  readonly account: string
  readonly container: string

  constructor(http: Http, account: string, container: string) {
    this.http = http
    this.account = account
    this.container = container
  }

  /**
   * Objects in the order of their names, fetched page by page. With `delimiter` names are rolled up to the first one after
   * the prefix, into entries that have only `subdir`.
   *
   * `GET /{account}/{container}` · 200 · object-api-guide § Container Level / GET
   */
  list(options: ListObjectsOptions & { delimiter: string }): List<ObjectListingEntry | SubdirEntry>
  list(options?: ListObjectsOptions & { delimiter?: undefined }): List<ObjectListingEntry>
  list(
    options: ListObjectsOptions & { delimiter?: string | undefined } = {},
  ): List<ObjectListingEntry> | List<ObjectListingEntry | SubdirEntry> {
    return this.listWith(options, {})
  }

  /** The listing of both dialects. */
  protected listWith(
    options: ListObjectsOptions & { delimiter?: string | undefined },
    filters: Record<string, string | null | undefined>,
  ): List<ObjectListingEntry | SubdirEntry> {
    const path = storagePath(this.account, this.container)
    const place =
      options.path === undefined ? { prefix: options.prefix, delimiter: options.delimiter } : { path: options.path }
    return pagedList<ObjectListingEntry | SubdirEntry>(
      async (marker, limit) => {
        const query = { ...place, ...filters, marker, limit }
        const entries = await readList<ObjectListingEntry | SubdirEntry>(this.http, path, {
          ...requestOf(options),
          query,
        })
        // Should the database sort the marker elsewhere, the directory that was last comes first again.
        const [first] = entries
        const repeated = first?.subdir !== undefined && marker === objectMarker(first)
        return repeated ? entries.slice(1) : entries
      },
      objectMarker,
      options,
    )
  }
}
