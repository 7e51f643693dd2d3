import type { ApiResponse, RequestOptions } from '@kamaki/core'
import type { ObjectHashmap, ReadOptions } from '../../handles/object-reading.ts'

/** The requests that a download is made of. */
export interface DownloadSource {
  readonly name: string
  hashmap(options: ReadOptions): Promise<ObjectHashmap>
  /** GET of data; `last` is included. Without a range: all of it. */
  fetch(
    range: { first: number; last: number } | undefined,
    version: number | undefined,
    options: RequestOptions,
  ): Promise<ApiResponse>
}
