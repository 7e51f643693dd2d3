import { List } from '@kamaki/core'
import { invalid } from '../invalid.ts'

/** How much of a listing. */
export interface PageOptions {
  /** Most entries in all. Default: all of them. */
  limit?: number | undefined
  /** Only what comes after this name. */
  marker?: string | undefined
  /** Entries a request, at most 10000 (the default). */
  pageSize?: number | undefined
}

/** Most entries that the server puts into one reply, whatever is asked for. */
export const serverPageSize = 10_000

/**
 * A listing that the server gives page by page: `fetch` takes a marker and the number of entries to ask for, undefined
 * for the server's own. A page that is not full is the last one, so no request is spent on finding an empty one.
 */
export function pagedList<T>(
  fetch: (marker: string | undefined, limit: number | undefined) => Promise<T[]>,
  markerOf: (entry: T) => string,
  { limit, marker: first, pageSize }: PageOptions,
): List<T> {
  for (const [name, value] of Object.entries({ limit, pageSize })) {
    if (value !== undefined && (!Number.isSafeInteger(value) || value < (name === 'limit' ? 0 : 1))) {
      throw invalid(name, `${name} must be a whole number of entries`)
    }
  }
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

/** A listing that comes whole, whatever is asked for (some ignore `limit` and `marker`): cut on our side. */
export function wholeList<T>(fetch: () => Promise<T[]>, options: Pick<PageOptions, 'limit'>): List<T> {
  const { limit } = options
  if (limit !== undefined && (!Number.isSafeInteger(limit) || limit < 0)) {
    throw invalid('limit', 'limit must be a whole number of entries')
  }
  return List.of(async () => {
    const entries = await fetch()
    return limit === undefined ? entries : entries.slice(0, limit)
  })
}
