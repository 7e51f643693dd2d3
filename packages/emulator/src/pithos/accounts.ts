import { badRequest, forbidden } from '../http/fault.ts'
import { codePointLength, compareCodePoints } from '../python/code-points.ts'
import { type Account, metaOf, type Node, type Version, versionBefore } from './model.ts'
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

/** The latest state of a path before `until`, a deletion included. */
export function stateAt(node: Node, until: number | undefined): Version | undefined {
  return until === undefined ? node.versions.at(-1) : versionBefore(node, until * 1e6)
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
    return { name, modified: latest(account).mtime }
  }
  const account = store.ensureAccount(name)
  const now = latest(account)
  const at = until === undefined ? now : latest(account, until)
  const version = stateAt(account, until)
  const own = {
    count: at.count,
    bytes: at.bytes,
    meta: version ? metaOf(version, 'pithos') : new Map<string, string>(),
    ...(until === undefined ? {} : { until: Math.max(at.mtime, version?.mtime ?? until * 1e6) }),
  }
  return { name, modified: now.mtime, own }
}

/** Sums over everything that lives (or lived) in an account. */
function latest(account: Account, until?: number): { count: number; bytes: number; mtime: number } {
  const alive = (node: Node) => {
    const version = stateAt(node, until)
    return version && version.cluster !== 'deleted' ? version : undefined
  }
  let [count, bytes, mtime] = [0, 0, alive(account)?.mtime ?? 0]
  for (const container of account.containers.values()) {
    const version = alive(container)
    if (!version) continue
    count++
    mtime = Math.max(mtime, version.mtime)
    if (until === undefined) {
      bytes += container.statistics.bytes
      mtime = Math.max(mtime, container.statistics.mtime)
      continue
    }
    for (const node of container.objects.values()) {
      const object = alive(node)
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
  const before = account.groups
  account.groups = groups
  store.transaction.undo(() => {
    account.groups = before
  })
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
    const paths = [
      ...(options.shared ? store.access.shared(name) : []),
      ...(options.published ? store.access.published(`${name}/`).map(([path]) => path) : []),
    ]
    const own = paths.filter((path) => path.startsWith(`${name}/`)).map((path) => path.split('/', 2)[1] ?? '')
    return [...new Set(own)].sort(compareCodePoints).slice(0, store.listLimit)
  }
  const names: string[] = []
  for (const container of account.containers.values()) {
    const version = stateAt(container, options.until)
    if (!version || version.cluster === 'deleted') continue
    // A name that holds a slash looks like a directory to the listing, which leaves it out.
    if (container.name.slice(0, -1).includes('/')) continue
    if (options.marker && compareCodePoints(container.name, options.marker) <= 0) continue
    names.push(container.name)
  }
  return names.sort(compareCodePoints).slice(0, options.limit)
}

/** Accounts that grant a user anything. */
export function listAccounts(store: ObjectStore, user: Who): string[] {
  return store.allowedAccounts(user).slice(0, store.listLimit)
}
