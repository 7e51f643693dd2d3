import { forbidden } from '../http/fault.ts'
import { compareCodePoints } from '../python/code-points.ts'
import { NO_HISTORY } from './accounts.ts'
import { listPage, type Source } from './listing.ts'
import type { MetaFilter } from './meta-filter.ts'
import { matchesMeta } from './meta-filter.ts'
import { merged } from './name-map.ts'
import { type Container, liveVersion, metaOf, type ObjectNode, stateAt, type Version } from './nodes.ts'
import type { ObjectStore, Who } from './object-store.ts'
import { sharedSource } from './shared-source.ts'

export interface ObjectQuery {
  prefix: string
  delimiter?: string | undefined
  marker?: string | undefined
  limit: number
  virtual: boolean
  filter?: MetaFilter | undefined
  /** Only what carries permissions, or sits below something that does. */
  shared: boolean
  /** Only what is public. */
  published: boolean
  /** Seconds. */
  until?: number | undefined
}

export interface FoundObject {
  name: string
  version: Version
}

export type Listed = FoundObject | { subdir: string }

export const EVERYTHING: ObjectQuery = { prefix: '', limit: 10_000, virtual: false, shared: false, published: false }

/** Objects of a container that a user may see. @throws {Fault} 403, 404 */
export function listObjects(
  store: ObjectStore,
  user: Who,
  account: string,
  container: string,
  query: ObjectQuery,
): Listed[] {
  if (user !== account && query.until) throw forbidden(NO_HISTORY)
  if (user !== account && query.published) throw forbidden('PUblic object listing is not allowed to non path owners')
  const published = () => listPublished(store, account, container, query.prefix)
  if (query.published && !query.shared) return published().slice(0, query.limit)
  const allowed = allowedPaths(store, user, account, container, query.prefix, query.shared)
  if (query.shared && allowed?.length === 0) return query.published ? published().slice(0, query.limit) : []
  const node = store.requireContainer(account, container)
  const found = listVersions(node, query, allowed)
  if (!query.published) return found
  const names = new Set(found.map((entry) => ('name' in entry ? entry.name : '')))
  const both = [...found, ...published().filter((entry) => 'name' in entry && !names.has(entry.name))]
  return both.sort((a, b) => compareCodePoints(keyOf(a), keyOf(b))).slice(0, query.limit)
}

const keyOf = (entry: Listed): string => ('name' in entry ? entry.name : entry.subdir)

/** All objects below a prefix, however many. */
export function listAll(
  store: ObjectStore,
  user: Who,
  account: string,
  container: string,
  prefix: string,
): FoundObject[] {
  const query = { ...EVERYTHING, prefix, limit: Number.POSITIVE_INFINITY }
  const found = listObjects(store, user, account, container, query)
  return found.filter((entry): entry is FoundObject => 'name' in entry)
}

/**
 * Paths that bound what a listing shows; undefined when it shows everything.
 * @throws {Fault} 403 when a user is granted nothing below the prefix
 */
function allowedPaths(
  store: ObjectStore,
  user: Who,
  account: string,
  container: string,
  prefix: string,
  shared: boolean,
): string[] | undefined {
  const path = listedPath(account, container, prefix)
  if (user === account) return shared ? store.access.sharedBelow(path) : undefined
  const granted = store.access.grantedBelow(user, path)
  if (granted.length === 0) throw forbidden(NO_HISTORY)
  return granted
}

/** The path that bounds a listing: slashes at the end of the prefix do not count. */
export function listedPath(account: string, container: string, prefix: string): string {
  return `${account}/${container}/${prefix}`.replace(/\/+$/, '')
}

function listVersions(container: Container, query: ObjectQuery, allowed: readonly string[] | undefined): Listed[] {
  const versionOf = (node: ObjectNode): Version | undefined => {
    const version = query.until === undefined ? liveVersion(node) : stateAt(node, query.until)
    return version && version.cluster !== 'deleted' ? version : undefined
  }
  const passes = (node: ObjectNode): boolean => {
    const version = versionOf(node)
    return version !== undefined && (!query.filter || matchesMeta(query.filter, metaOf(version, 'pithos')))
  }
  const all: Source<ObjectNode> =
    query.until === undefined
      ? (name, after) => container.live.from(name, after)
      : (name, after) => merged(container.live, container.past, name, after)
  const page = listPage(allowed ? sharedSource(container, allowed, all) : all, query, passes)
  return page.flatMap((entry): Listed[] => {
    if ('subdir' in entry) return [entry]
    const version = versionOf(entry)
    return version ? [{ name: entry.name, version }] : []
  })
}

/**
 * Published objects whose path begins with that of the prefix, slashes at its end left out: so those of a container whose
 * name begins with this one's come too, and have as much cut off as the others.
 */
function listPublished(store: ObjectStore, account: string, container: string, prefix: string): Listed[] {
  const start = `${account}/${container}/`
  const begin = listedPath(account, container, prefix)
  const found: Listed[] = []
  for (const { name: path } of store.access.published.from(begin)) {
    if (!path.startsWith(begin)) break
    const [, of = ''] = path.split('/', 2)
    const node = store.tree.object({ account, container: of, name: path.slice(account.length + of.length + 2) })
    const version = node && liveVersion(node)
    if (version) found.push({ name: path.slice(start.length), version })
  }
  return found.sort((a, b) => compareCodePoints(keyOf(a), keyOf(b)))
}
