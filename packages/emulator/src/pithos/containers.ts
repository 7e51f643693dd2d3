import { badRequest, conflict, forbidden, itemNotFound } from '../http/fault.ts'
import { compareCodePoints } from '../python/code-points.ts'
import { pythonInt } from '../python/int.ts'
import { aliveAt, NO_HISTORY, type PathInfo } from './accounts.ts'
import { merged } from './name-map.ts'
import { type Container, metaOf, type Policy, stateAt, type Version } from './nodes.ts'
import type { ObjectStore, Who } from './object-store.ts'
import { putMetadata, requireNoNul } from './versions.ts'

/**
 * A container as of now or as of `until` (seconds).
 * @throws {Fault} 403, 404
 */
export function containerInfo(store: ObjectStore, user: Who, account: string, name: string, until?: number): PathInfo {
  store.checkReadContainer(user, account, name)
  if (user !== account && until) throw forbidden("Accessing other account's historical information is not allowed")
  const container = store.requireContainer(account, name)
  const version = stateAt(container, until)
  if (!version) throw itemNotFound('Path does not exist')
  const modified = Math.max(container.statistics.mtime, version.mtime)
  if (user !== account) return { name, modified }
  const meta = metaOf(version, 'pithos')
  if (until === undefined) {
    const { count, bytes } = container.statistics
    return { name, modified, own: { count, bytes, meta } }
  }
  return { name, modified, own: { ...sumsAt(container, version, until), meta } }
}

/**
 * Sums over a container as of a time. The server adds up all whose path begins with the container's, and so counts the
 * bytes of containers whose names begin with its name; but only if it had objects itself.
 */
function sumsAt(container: Container, version: Version, until: number) {
  let [count, bytes, time] = [0, 0, version.mtime]
  for (const object of merged(container.live, container.past)) {
    const at = aliveAt(object, until)
    if (!at) continue
    count++
    time = Math.max(time, at.mtime)
  }
  if (count === 0) return { count, bytes, until: time }
  for (const other of container.account.containers.values()) {
    if (!other.path.startsWith(container.path)) continue
    for (const node of [other, ...merged(other.live, other.past)]) {
      const at = aliveAt(node, until)
      bytes += at?.size ?? 0
      time = Math.max(time, at?.mtime ?? 0)
    }
  }
  return { count, bytes, until: time }
}

/** Keys of the metadata that live objects have. Not only of those that the user may see. @throws {Fault} 403, 404 */
export function objectMetaKeys(store: ObjectStore, user: Who, account: string, name: string, until?: number): string[] {
  store.checkReadContainer(user, account, name)
  if (user !== account && until) throw forbidden(NO_HISTORY)
  const container = store.requireContainer(account, name)
  const keys = new Set(until === undefined ? container.metaKeys.keys() : [])
  if (until !== undefined)
    for (const object of merged(container.live, container.past)) {
      const version = aliveAt(object, until)
      if (version) for (const key of metaOf(version, 'pithos').keys()) keys.add(key)
    }
  return [...keys].sort(compareCodePoints)
}

/** The policy as its owner sees it; others see none. */
export function containerPolicy(store: ObjectStore, user: Who, account: string, name: string): Policy | undefined {
  store.checkReadContainer(user, account, name)
  return user === account ? store.requireContainer(account, name).policy : undefined
}

/**
 * Creates a container.
 * @returns false if it is there already
 * @throws {Fault} 403, 400
 */
export function putContainer(
  store: ObjectStore,
  user: Who,
  account: string,
  name: string,
  policy: ReadonlyMap<string, string> = new Map(),
): boolean {
  store.checkWriteContainer(user, account)
  requireNoNul(name)
  if (store.tree.container(account, name)) return false
  const container = store.tree.addContainer(store.ensureAccount(account), name)
  store.tree.addVersion(container, store.emptyVersion(account))
  store.tree.setPolicy(container, checkedPolicy(container, policy, true))
  return true
}

/**
 * Changes the policy; without `replace` what is not given stays, else it returns to its default. A project that is given
 * takes over the container's usage.
 * @throws {Fault} 403, 404, 400, 413
 */
export function updateContainerPolicy(
  store: ObjectStore,
  user: Who,
  account: string,
  name: string,
  changes: ReadonlyMap<string, string>,
  replace: boolean,
): void {
  store.checkWriteContainer(user, account)
  const container = store.requireContainer(account, name)
  const project = changes.get('project')
  if (project !== undefined) store.charges.reassign(container, project)
  store.tree.setPolicy(container, checkedPolicy(container, changes, replace))
}

/** @throws {Fault} 403, 404, 400 */
export function updateContainerMeta(
  store: ObjectStore,
  user: Who,
  account: string,
  name: string,
  changes: ReadonlyMap<string, string>,
  replace: boolean,
): void {
  store.checkWriteContainer(user, account)
  const container = store.requireContainer(account, name)
  const { replaced } = putMetadata(store, account, container, 'pithos', changes, replace)
  if (replaced && container.policy.versioning !== 'auto') store.tree.removeVersion(replaced)
}

/** Removes an empty container with all its history. @throws {Fault} 403, 404, 409 */
export function deleteContainer(store: ObjectStore, user: Who, account: string, name: string): void {
  store.checkWriteContainer(user, account)
  const container = store.requireContainer(account, name)
  if (container.statistics.count > 0) throw conflict('Container is not empty')
  purgeChildren(store, container, () => true)
  store.tree.removeContainer(container)
}

/** Erases history and records of deletions up to a time (seconds). @throws {Fault} 403, 404 */
export function purgeContainer(store: ObjectStore, user: Who, account: string, name: string, until: number): void {
  store.checkWriteContainer(user, account)
  const container = store.requireContainer(account, name)
  purgeChildren(store, container, (version) => version.mtime <= until * 1e6)
}

function purgeChildren(store: ObjectStore, container: Container, chosen: (version: Version) => boolean): void {
  for (const object of [...merged(container.live, container.past)])
    for (const version of object.versions.filter((one) => one.cluster !== 'normal' && chosen(one)))
      store.tree.removeVersion(version)
}

function checkedPolicy(container: Container, changes: ReadonlyMap<string, string>, replace: boolean): Policy {
  const start: Policy = replace ? { quota: '0', versioning: 'auto', project: container.account.name } : container.policy
  for (const [key, value] of changes) {
    if (key === 'quota') {
      const quota = pythonInt(value)
      if (quota === undefined || quota < 0) throw badRequest('The quota policy value should be a positive integer.')
    } else if (key === 'versioning') {
      if (value !== 'auto' && value !== 'none')
        throw badRequest("The versioning policy value should be either 'auto' or 'none'.")
    } else if (key !== 'project') throw badRequest("The only allowed policies are 'quota' or 'versioning'.")
    requireNoNul(value)
  }
  return { ...start, ...Object.fromEntries(changes) }
}
