import { List } from '@kamaki/core'
import { requireNonNegativeInteger, requireObject, requirePositiveInteger } from '@kamaki/core/toolkit'
import type { PageOptions } from '../model/listing.ts'

/** Most entries that the server puts into one response, whatever is asked for. */
const serverPageSize = 10_000

/**
 * A list that the server sends page by page: `fetch` takes a marker and the number of entries to ask for, undefined for the server's own.
 * Only an empty page is the last one: how many entries a full one has is the operator's choice (PITHOS_API_LIST_LIMIT).
 */
export function pagedList<T>(
  fetch: (marker: string | undefined, limit: number | undefined) => Promise<T[]>,
  markerOf: (entry: T) => string,
  options: PageOptions,
): List<T> {
  const { limit, marker: first, pageSize } = requireObject(options, 'options')
  if (limit !== undefined) requireNonNegativeInteger(limit, 'limit')
  if (pageSize !== undefined) requirePositiveInteger(pageSize, 'pageSize')
  return List.paged<T>(
    (marker, wanted) => {
      const asked = Math.min(wanted ?? serverPageSize, pageSize ?? serverPageSize, serverPageSize)
      return fetch(marker ?? first, wanted === undefined && pageSize === undefined ? undefined : asked)
    },
    markerOf,
    { limit },
  )
}

/** A list that comes whole, whatever is asked for (some ignore `limit` and `marker`): cut on our side. */
export function wholeList<T>(fetch: () => Promise<T[]>, options: Pick<PageOptions, 'limit'>): List<T> {
  const { limit } = requireObject(options, 'options')
  if (limit !== undefined) requireNonNegativeInteger(limit, 'limit')
  return List.of(async () => (await fetch()).slice(0, limit))
}
