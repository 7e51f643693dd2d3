import { badRequest, internalServerError } from '../http/fault.ts'
import { codePointLength } from '../python/code-points.ts'
import type { Available } from './model.ts'
import { type Container, liveVersion, type Meta, type Node, type Version } from './nodes.ts'
import type { ObjectStore } from './object-store.ts'

/** At most so many metadata items in a domain of an account, container or object. */
const MAX_META = 32

/** What a new version of a path takes from elsewhere; what is left out is that of the version before it. */
export interface NextVersion {
  user: string
  /** Path that the version is a copy or a move of; by default the path itself. */
  source?: Node
  /** A copy gets a uuid of its own. */
  isCopy?: boolean
  data?: { size: number; hash: string | null; hashes: readonly string[] }
  type?: string | undefined
  checksum?: string | undefined
  deleted?: boolean
  meta?: Meta
  /** For data that comes anew; otherwise the source's. */
  available?: Available
  /** Used only where there is no version before. */
  isSnapshot?: boolean
}

/**
 * Makes a new version of a path and moves the one before it into history.
 * @returns the version that it replaces, if any, and the new one
 */
export function putVersion(
  store: ObjectStore,
  node: Node,
  next: NextVersion,
): { replaced: Version | undefined; version: Version } {
  const replaced = liveVersion(node)
  const source = next.source ? liveVersion(next.source) : replaced
  const type = next.type ?? source?.type ?? ''
  // The column's width; the server says no more than this.
  if (codePointLength(type) > 256) throw badRequest('New object version creation has been failed.')
  requireNoNul(type)
  if (replaced) store.tree.recluster(replaced, 'history')
  const version = store.tree.addVersion(node, {
    hash: next.data ? next.data.hash : (source?.hash ?? null),
    size: next.data ? next.data.size : (source?.size ?? 0),
    hashes: next.data ? next.data.hashes : (source?.hashes ?? []),
    type,
    muser: next.user,
    uuid: next.isCopy || !source ? store.newUuid() : source.uuid,
    checksum: next.checksum ?? source?.checksum ?? '',
    isSnapshot: source ? source.isSnapshot : (next.isSnapshot ?? false),
    meta: next.meta ?? new Map(),
    cluster: next.deleted ? 'deleted' : 'normal',
    available: next.available ?? source?.available ?? 1,
    mapCheck: next.available === undefined ? (source?.mapCheck ?? null) : null,
  })
  return { replaced, version }
}

/**
 * What the metadata of a new version is, made from an earlier one: all domains are kept, `changes` are merged into one
 * of them (an empty value deletes) or replace it (empty values stay).
 * @throws {Fault} 400 beyond 32 items
 */
export function nextMeta(
  before: Meta | undefined,
  domain: string | undefined,
  changes: ReadonlyMap<string, string>,
  replace: boolean,
): Meta {
  const meta = new Map(before)
  if (domain === undefined) return meta
  const items = new Map(replace ? [] : (before?.get(domain) ?? []))
  for (const [key, value] of changes) {
    if (value === '' && !replace) items.delete(key)
    else items.set(key, value)
  }
  if (items.size > MAX_META)
    throw badRequest(`Pithos+ resources cannot have more than ${MAX_META} metadata items per domain`)
  for (const [key, value] of items) {
    requireNoNul(key + value)
    // The columns' width: the database fails, and so does the request.
    if (codePointLength(key) > 128 || codePointLength(value) > 256) throw internalServerError()
  }
  if (items.size > 0) meta.set(domain, items)
  else meta.delete(domain)
  return meta
}

/** @throws {Fault} 400, in the words of the database */
export function requireNoNul(text: string): void {
  if (text.includes('\u0000')) throw badRequest('A string literal cannot contain NUL (0x00) characters.')
}

/** Makes a version that differs in metadata only. */
export function putMetadata(
  store: ObjectStore,
  user: string,
  node: Node,
  domain: string,
  changes: ReadonlyMap<string, string>,
  replace: boolean,
): { replaced: Version | undefined; version: Version } {
  const meta = nextMeta(liveVersion(node)?.meta, domain, changes, replace)
  return putVersion(store, node, { user, meta })
}

/** Drops the replaced version where the container keeps no history. @returns how many bytes are no longer charged */
export function applyVersioning(store: ObjectStore, container: Container, replaced: Version | undefined): number {
  if (!replaced) return 0
  // History costs nothing ("free versioning"): the bytes of what was replaced are given back either way.
  if (container.policy.versioning !== 'auto') store.tree.removeVersion(replaced)
  return replaced.size
}
