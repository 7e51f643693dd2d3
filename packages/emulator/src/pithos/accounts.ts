import { badRequest, forbidden } from '../http/fault.ts'
import { codePointLength, compareCodePoints } from '../python/code-points.ts'
import { merged } from './name-map.ts'
import { type Account, liveVersion, metaOf, type Node, stateAt, type Version } from './nodes.ts'
import type { ObjectStore, Who } from './object-store.ts'
import { putMetadata, requireNoNul } from './versions.ts'

export const NO_HISTORY = "Browsing other account's history is not allowed"
const MAX_GROUPS = 32
const MAX_MEMBERS = 32

/** What is told about an account, a container or an object listing; times in microseconds. */
export interface PathInfo {
  name: string
  modified: number
  /** Only for the owner. */
  own?: { count: number; bytes: number; meta: ReadonlyMap<string, string>; until?: number }
}

/**
 * An account as of now or as of `until` (seconds). `bytes` are those of its live objects.
 * @throws {Fault} 403
 */
export function accountInfo(store: ObjectStore, user: Who, name: string, until?: number): PathInfo {
  store.checkReadAccount(user, name)
  if (user !== name) {
    if (until) throw forbidden(NO_HISTORY)
    const account = store.tree.accounts.get(name)
    if (!account) throw forbidden('Account does not exist')
    return { name, modified: store.tree.modified(account) }
  }
  const account = store.ensureAccount(name)
  const modified = store.tree.modified(account)
  const version = stateAt(account, until)
  const meta = version ? metaOf(version, 'pithos') : new Map<string, string>()
  if (until === undefined)
    return { name, modified, own: { count: account.containers.size, bytes: account.bytes, meta } }
  const { count, bytes, mtime } = sumsAt(account, until)
  return { name, modified, own: { count, bytes, meta, until: Math.max(mtime, version?.mtime ?? until * 1e6) } }
}

/** The state that a path was in at a time (seconds), if it was there. */
export function aliveAt(node: Node, until: number): Version | undefined {
  const version = stateAt(node, until)
  return version && version.cluster !== 'deleted' ? version : undefined
}

/** Sums over everything that lived in an account at a time (seconds). */
function sumsAt(account: Account, until: number): { count: number; bytes: number; mtime: number } {
  let [count, bytes, mtime] = [0, 0, aliveAt(account, until)?.mtime ?? 0]
  for (const container of account.containers.values()) {
    const version = aliveAt(container, until)
    if (!version) continue
    count++
    mtime = Math.max(mtime, version.mtime)
    for (const node of merged(container.live, container.past)) {
      const object = aliveAt(node, until)
      if (!object) continue
      bytes += object.size
      mtime = Math.max(mtime, object.mtime)
    }
  }
  return { count, bytes, mtime }
}

/** @throws {Fault} 403, 400 */
export function updateAccountMeta(
  store: ObjectStore,
  user: Who,
  name: string,
  changes: ReadonlyMap<string, string>,
  replace: boolean,
): void {
  store.checkWriteAccount(user, name)
  putMetadata(store, name, store.ensureAccount(name), 'pithos', changes, replace)
}

export function accountGroups(store: ObjectStore, user: Who, name: string): ReadonlyMap<string, readonly string[]> {
  store.checkReadAccount(user, name)
  return user === name ? store.ensureAccount(name).groups : new Map()
}

/** Sets groups; one without members is deleted. @throws {Fault} 403, 400 */
export function updateAccountGroups(
  store: ObjectStore,
  user: Who,
  name: string,
  changes: ReadonlyMap<string, readonly string[]>,
  replace: boolean,
): void {
  for (const [group, members] of changes) {
    if (codePointLength(group) > 256) throw badRequest('Group names should be at most 256 characters long.')
    if (members.some((member) => codePointLength(member) > 256))
      throw badRequest('Group members should be at most 256 characters long.')
    requireNoNul(group)
  }
  store.checkWriteAccount(user, name)
  const account = store.ensureAccount(name)
  const groups = new Map(replace ? [] : account.groups)
  for (const [group, members] of changes) groups.set(group, members)
  if (groups.size > MAX_GROUPS) throw badRequest(`Pithos+ accounts cannot have more than ${MAX_GROUPS} groups`)
  for (const [group, members] of groups) {
    if (members.length > MAX_MEMBERS) throw badRequest(`Pithos+ groups cannot have more than ${MAX_MEMBERS} members`)
    if (members.length === 0) groups.delete(group)
  }
  store.tree.setGroups(account, groups)
}

/** Names of the containers that a user may see. @throws {Fault} 403 */
export function listContainers(
  store: ObjectStore,
  user: Who,
  name: string,
  options: {
    marker?: string | undefined
    limit: number
    shared: boolean
    published: boolean
    until?: number | undefined
  },
): string[] {
  store.checkReadAccount(user, name)
  if (user !== name) {
    if (options.until) throw forbidden(NO_HISTORY)
    if (options.published) throw forbidden('PUblic container listing is not allowed to non path owners')
    return store.allowedContainers(user, name).slice(0, store.listLimit)
  }
  const account = store.ensureAccount(name)
  if (options.shared || options.published) {
    // A marker is not looked at here, nor is the limit.
    const own = [
      ...(options.shared ? store.access.partsShared(`${name}/`) : []),
      ...(options.published ? store.access.partsPublished(`${name}/`) : []),
    ]
    return [...new Set(own)].sort(compareCodePoints).slice(0, store.listLimit)
  }
  const names: string[] = []
  for (const container of account.containers.from(options.marker ?? '', true)) {
    if (options.until === undefined ? !liveVersion(container) : !aliveAt(container, options.until)) continue
    // A name that holds a slash looks like a directory to the listing, which leaves it out.
    if (container.name.slice(0, -1).includes('/')) continue
    if (names.push(container.name) >= options.limit) break
  }
  return names
}

/** Accounts that grant a user anything. */
export function listAccounts(store: ObjectStore, user: Who): string[] {
  return store.allowedAccounts(user).slice(0, store.listLimit)
}
