import type { List } from '@kamaki/core'
import { type Http, requireObject } from '@kamaki/core/toolkit'
import { conditionHeaders } from '../codec/conditions.ts'
import { filterExpression } from '../codec/meta-filter.ts'
import { isObjectEntry, type ObjectEntry, readObjectEntry } from '../codec/object.ts'
import { untilSeconds } from '../codec/until.ts'
import type { ContainerLocation } from '../model/location.ts'
import type { ObjectSummary, SubdirEntry } from '../model/object.ts'
import type { ListPithosObjectsOptions } from '../model/object-options.ts'
import { callOptions, flag } from './call-options.ts'
import { pagedList, wholeList } from './paging.ts'
import { readList } from './read-list.ts'

type Entry = ObjectSummary | SubdirEntry

/** The name of an entry, or a string after all names below a virtual directory, to go on from. */
function markerOf(entry: Entry): string {
  return entry.subdir === undefined ? entry.name : `${entry.subdir}\u{10FFFF}`
}

/** `GET /{account}/{container}` */
export function listObjects(
  http: Http,
  at: ContainerLocation,
  options: ListPithosObjectsOptions & { readonly delimiter?: string | undefined },
): List<Entry> {
  const { prefix, delimiter, path, until, ifModifiedSince, ifUnmodifiedSince } = requireObject(options, 'options')
  const headers = conditionHeaders({ ifModifiedSince, ifUnmodifiedSince })
  const filters = {
    ...(path === undefined ? { prefix, delimiter } : { path }),
    meta: options.meta === undefined ? undefined : filterExpression(options.meta),
    shared: flag(options.shared, 'shared'),
    public: flag(options.public, 'public'),
    until: until === undefined ? undefined : untilSeconds(until),
  }
  const fetch = async (marker: string | undefined, limit: number | undefined): Promise<Entry[]> => {
    const call = callOptions(at, options, { query: { ...filters, marker, limit }, headers })
    const entries = await readList<ObjectEntry | SubdirEntry>(http, at.path, call, isObjectEntry)
    return entries.map((entry) => (entry.subdir === undefined ? readObjectEntry(entry) : { subdir: entry.subdir }))
  }
  if (options.public === true) return wholeList(() => fetch(options.marker, options.limit), options)
  return pagedList(
    async (marker, limit) => {
      const entries = await fetch(marker, limit)
      // Should the database sort the marker elsewhere, the directory that was last comes first again.
      const [first] = entries
      if (first?.subdir === undefined || marker !== markerOf(first)) return entries
      // Alone on a page for one it would look like the end.
      return (limit === 1 ? await fetch(marker, 2) : entries).slice(1)
    },
    markerOf,
    options,
  )
}
