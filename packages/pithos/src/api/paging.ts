import { List } from '@kamaki/core'
import { requireNonNegativeInteger, requirePositiveInteger } from '@kamaki/core/toolkit'
import type { PageOptions } from '../model/listing.ts'

/** Most entries that the server puts into one response, whatever is asked for. */
const serverPageSize = 10_000

/**
 * A list that the server sends page by page: `fetch` takes a marker and the number of entries to ask for, undefined for the server's own.
 * A page that is not full is the last one, so no request is spent on finding an empty one.
 */
export function pagedList<T>(
  fetch: (marker: string | undefined, limit: number | undefined) => Promise<T[]>,
  markerOf: (entry: T) => string,
  { limit, marker: first, pageSize }: PageOptions,
): List<T> {
  if (limit !== undefined) requireNonNegativeInteger(limit, 'limit')
  if (pageSize !== undefined) requirePositiveInteger(pageSize, 'pageSize')
  const asked =
    limit === undefined && pageSize === undefined
      ? undefined
      : Math.min(limit ?? serverPageSize, pageSize ?? serverPageSize)
  const lastMarkers = new Set<string>()
  return List.paged<T>(
    async (marker) => {
      if (marker !== undefined && lastMarkers.delete(marker)) return []
      const entries = await fetch(marker ?? first, asked)
      const last = entries.at(-1)
      if (last !== undefined && entries.length < Math.min(asked ?? serverPageSize, serverPageSize)) {
        lastMarkers.add(markerOf(last))
      }
      return entries
    },
    markerOf,
    { limit },
  )
}

/** A list that comes whole, whatever is asked for (some ignore `limit` and `marker`): cut on our side. */
export function wholeList<T>(fetch: () => Promise<T[]>, { limit }: Pick<PageOptions, 'limit'>): List<T> {
  if (limit !== undefined) requireNonNegativeInteger(limit, 'limit')
  return List.of(async () => (await fetch()).slice(0, limit))
}
