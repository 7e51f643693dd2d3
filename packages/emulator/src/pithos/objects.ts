import { badRequest, forbidden, internalServerError, itemNotFound } from '../http/fault.ts'
import { codePointLength } from '../python/code-points.ts'
import { EMPTY_HASH } from './hash.ts'
import { type ObjectRef, type Permissions, pathOf } from './model.ts'
import { liveVersion, metaOf, type Version } from './nodes.ts'
import type { ObjectStore, Who } from './object-store.ts'
import { applyVersioning, putMetadata, requireNoNul } from './versions.ts'

/** How long the server waits before it looks for the map of a snapshot again, in microseconds. */
const MAP_CHECK_INTERVAL = 5e6

/** Characters in the name of a user or group that something is shared with. */
const MAX_PRINCIPAL = 256

/** An object (or one of its versions) as its reader sees it. */
export interface ObjectInfo {
  name: string
  version: Version
  /** Microseconds; of the newest version, deletion included. */
  modified: number
  /** Metadata of the domain of headers. */
  meta: ReadonlyMap<string, string>
}

/** @throws {Fault} 403 before 404 */
export function objectInfo(store: ObjectStore, user: Who, ref: ObjectRef, serial?: string): ObjectInfo {
  store.checkRead(user, ref)
  const node = store.requireObject(ref)
  const version = store.requireVersion(node, serial)
  const modified = node.versions.at(-1)?.mtime ?? version.mtime
  return { name: ref.name, version, modified, meta: metaOf(version, 'pithos') }
}

/** What the user may do with an object, and by which path's permissions. */
export interface Sharing {
  allowed: 'read' | 'write'
  path: string | null
  permissions: Readonly<Permissions>
}

/** @throws {Fault} 403, 404 */
export function objectSharing(store: ObjectStore, user: Who, ref: ObjectRef): Sharing {
  const path = store.permissionsPath(ref)
  let allowed: 'read' | 'write' = 'write'
  if (user !== ref.account) {
    if (store.access.allows(path, 'write', user)) allowed = 'write'
    else if (store.access.allows(path, 'read', user)) allowed = 'read'
    else throw forbidden('User does not have access to the path')
  }
  store.requireObject(ref)
  const permissions = (path !== null && store.access.own(path)) || { read: [], write: [] }
  return { allowed, path, permissions }
}

/** Identifier of the object's public address. @throws {Fault} 403, 404 */
export function objectPublicId(store: ObjectStore, user: Who, ref: ObjectRef): string | undefined {
  store.checkRead(user, ref)
  store.requireObject(ref)
  return store.access.publicId(pathOf(ref))
}

/** Size and block hashes; an empty object has the hash of nothing as its only one. @throws {Fault} 403, 404, 400 */
export function objectHashmap(
  store: ObjectStore,
  user: Who,
  ref: ObjectRef,
  serial?: string,
): { isSnapshot: boolean; size: number; hashes: readonly string[] } {
  store.checkRead(user, ref)
  const node = store.requireObject(ref)
  const version = store.requireVersion(node, serial)
  return { isSnapshot: version.isSnapshot, size: version.size, hashes: hashesOf(store, version) }
}

/** The block hashes of a version. @throws {Fault} if the map of a snapshot is broken (400) or not there yet (403) */
export function hashesOf(store: ObjectStore, version: Version): readonly string[] {
  if (version.hash === null) return []
  if (version.isSnapshot) {
    if (version.available === -1) throw badRequest('This Archipelago volume is broken.')
    if (version.available === 0) {
      const now = store.tree.time()
      if (version.mapCheck === null || now - version.mapCheck >= MAP_CHECK_INTERVAL)
        store.tree.updateMap(version, { mapCheck: now })
      throw forbidden('Unable to retrieve Archipelago volume hashmap')
    }
  } else if (version.size === 0) return [EMPTY_HASH]
  return version.hashes
}

/** @returns the new version's number. @throws {Fault} 403, 404, 400 */
export function updateObjectMeta(
  store: ObjectStore,
  user: Who,
  ref: ObjectRef,
  domain: string,
  changes: ReadonlyMap<string, string>,
  replace: boolean,
): number {
  store.checkWrite(user, ref)
  const node = requireObjectInContainer(store, ref)
  const { replaced, version } = putMetadata(store, user ?? ref.account, node, domain, changes, replace)
  applyVersioning(store, node.container, replaced)
  return version.serial
}

/** Replaces an object's own permissions. @throws {Fault} 403, 404 */
export function updateObjectPermissions(
  store: ObjectStore,
  user: Who,
  ref: ObjectRef,
  permissions: Readonly<Permissions>,
): void {
  if (user !== ref.account) throw forbidden("Modifying other account's object permissions is not allowed")
  const node = requireObjectInContainer(store, ref)
  // What the database rejects is told in these words here, see `setPermissions` for elsewhere.
  if (!fitting(permissions) || namesOf(permissions).some((one) => one.includes('\u0000')))
    throw badRequest('Invalid sharing header')
  store.access.set(node.path, permissions)
}

const namesOf = ({ read, write }: Readonly<Permissions>): string[] => [...read, ...write]

const fitting = (permissions: Readonly<Permissions>): boolean =>
  namesOf(permissions).every((name) => codePointLength(name) <= MAX_PRINCIPAL)

/** Permissions that come with data. @throws {Fault} 400, 500 */
export function setPermissions(store: ObjectStore, path: string, permissions: Readonly<Permissions>): void {
  requireNoNul(namesOf(permissions).join())
  if (!fitting(permissions)) throw internalServerError()
  store.access.set(path, permissions)
}

/** @throws {Fault} 403, 404 */
export function updateObjectPublic(store: ObjectStore, user: Who, ref: ObjectRef, publish: boolean): void {
  store.checkWrite(user, ref)
  const { path } = requireObjectInContainer(store, ref)
  if (publish) store.access.publish(path, store.newPublicId)
  else store.access.unpublish(path)
}

/** All versions that hold data, oldest first. @throws {Fault} 403, 404 */
export function listVersions(store: ObjectStore, user: Who, ref: ObjectRef): Version[] {
  store.checkRead(user, ref)
  return store.requireObject(ref).versions.filter((version) => version.cluster !== 'deleted')
}

function requireObjectInContainer(store: ObjectStore, ref: ObjectRef) {
  store.requireContainer(ref.account, ref.container)
  return store.requireObject(ref)
}

/** Where a public identifier leads. @throws {Fault} 404 */
export function publicObject(store: ObjectStore, id: string): ObjectRef {
  const path = store.access.pathOfPublic(id)
  const [account = '', container = ''] = path?.split('/', 2) ?? []
  const ref = { account, container, name: path?.slice(account.length + container.length + 2) ?? '' }
  const node = store.tree.object(ref)
  if (!node || !liveVersion(node)) throw itemNotFound('Object does not exist')
  return ref
}
