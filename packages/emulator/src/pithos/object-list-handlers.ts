import { HttpResponse } from '../http/response.ts'
import { decimalSeconds, isoDate } from '../python/dates.ts'
import { pythonJson } from '../python/json.ts'
import { names } from './account-handlers.ts'
import { describeContainer } from './container-handlers.ts'
import { type Context, objectLimitOf, untilOf } from './context.ts'
import { parseMetaFilter } from './meta-filter.ts'
import type { Version } from './nodes.ts'
import { publicUrl } from './object-description.ts'
import { type FoundObject, listedPath, listObjects, type ObjectQuery } from './object-listing.ts'
import { formatKey } from './request-headers.ts'
import { formatSharing } from './sharing.ts'
import { requireNoNul } from './versions.ts'
import { type Entry, objectsXml } from './xml.ts'

/** `GET /account/container`: its objects. */
export function listContainer(context: Context): HttpResponse {
  const { call, store, user, account, container } = context
  const response = describeContainer(context, new HttpResponse(200))
  const query = queryOf(context)
  const found = listObjects(store, user, account, container, query)
  if (call.format === 'text')
    return names(
      response,
      found.map((entry) => ('name' in entry ? entry.name : entry.subdir)),
    )
  const sharedHere = sharingTest(context, query)
  const entries = found.map((entry) => ('name' in entry ? objectEntry(context, query, entry, sharedHere) : entry))
  response.body = call.format === 'xml' ? objectsXml(container, entries as Entry[]) : pythonJson(entries)
  return response
}

function queryOf(context: Context): ObjectQuery {
  const { query } = context.call
  const path = query.get('path')
  const delimiter = path ? '/' : query.get('delimiter') || undefined
  let prefix = path || query.get('prefix') || ''
  if (prefix && delimiter && !prefix.endsWith(delimiter)) prefix += delimiter
  const meta = query.get('meta')
  requireNoNul(prefix + (delimiter ?? '') + (query.get('marker') ?? '') + (meta ?? ''))
  return {
    prefix: prefix.replace(/^\/+/, ''),
    delimiter,
    marker: query.get('marker'),
    limit: objectLimitOf(context),
    virtual: !path,
    filter: meta ? parseMetaFilter(meta, (name) => formatKey(`X-Object-Meta-${name}`)) : undefined,
    shared: query.has('shared'),
    published: query.has('public'),
    until: untilOf(context),
  }
}

/** Which objects are listed with the permissions that they hold. */
function sharingTest({ store, user, account, container }: Context, query: ObjectQuery): (path: string) => boolean {
  if (query.until !== undefined) return () => false
  const starts = store.access.starts(listedPath(account, container, query.prefix))
  const mine = user === account
  return (path) =>
    starts.some((start) => path.startsWith(start)) &&
    (mine ? store.access.own(path) !== undefined : store.access.grants(user, path))
}

function objectEntry(
  context: Context,
  query: ObjectQuery,
  { name, version }: FoundObject,
  sharedHere: (path: string) => boolean,
): Entry {
  const { store, user, account, container, call } = context
  const { path } = version.node
  // A list of public objects can hold some of elsewhere, of which neither is told.
  const start = `${account}/${container}/`
  const permissions = path === start + name && sharedHere(path) ? store.access.own(path) : undefined
  const told = query.until === undefined && user === account && path.startsWith(start + query.prefix)
  const id = told ? store.access.publicId(path) : undefined
  return {
    available: version.available,
    hash: version.checksum,
    name,
    bytes: version.size,
    ...(permissions && { x_object_sharing: formatSharing(permissions) }),
    x_object_version_timestamp: decimalSeconds(version.mtime),
    x_object_uuid: version.uuid,
    ...(query.until === undefined && { last_modified: isoDate(version.mtime / 1000) }),
    content_type: version.type,
    x_object_hash: version.hash,
    map_check_timestamp: mapCheckOf(version),
    x_object_version: version.serial,
    x_object_modified_by: version.muser,
    // The stronger right that anybody has by these permissions, whoever asks.
    ...(permissions && user !== account && { x_object_allowed_to: permissions.write.length > 0 ? 'write' : 'read' }),
    ...(id !== undefined && { x_object_public: publicUrl(call, id) }),
  }
}

const mapCheckOf = ({ mapCheck }: Version): string | null => (mapCheck === null ? null : decimalSeconds(mapCheck))
