import { badRequest, forbidden, internalServerError, itemNotFound } from '../http/fault.ts'
import { codePointLength } from '../python/code-points.ts'
import { EMPTY_HASH } from './hash.ts'
import { liveVersion, metaOf, type Permissions, type Version } from './model.ts'
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
export function objectInfo(
  backend: ObjectStore,
  user: Who,
  account: string,
  container: string,
  name: string,
  serial?: string,
): ObjectInfo {
  backend.checkRead(user, account, container, name)
  const node = backend.requireObject(account, container, name)
  const version = backend.requireVersion(node, serial)
  const modified = node.versions.at(-1)?.mtime ?? version.mtime
  return { name, version, modified, meta: metaOf(version, 'pithos') }
}

/** What the user may do with an object, and by which path's permissions. */
export interface Sharing {
  allowed: 'read' | 'write'
  path: string | null
  permissions: Readonly<Permissions>
}

/** @throws {Fault} 403, 404 */
export function objectSharing(
  backend: ObjectStore,
  user: Who,
  account: string,
  container: string,
  name: string,
): Sharing {
  const path = backend.permissionsPath(account, container, name)
  let allowed: 'read' | 'write' = 'write'
  if (user !== account) {
    if (backend.access.allows(path, 'write', user)) allowed = 'write'
    else if (backend.access.allows(path, 'read', user)) allowed = 'read'
    else throw forbidden('User does not have access to the path')
  }
  backend.requireObject(account, container, name)
  const permissions = (path !== null && backend.access.own(path)) || { read: [], write: [] }
  return { allowed, path, permissions }
}

/** Identifier of the object's public address. @throws {Fault} 403, 404 */
export function objectPublicId(
  backend: ObjectStore,
  user: Who,
  account: string,
  container: string,
  name: string,
): string | undefined {
  backend.checkRead(user, account, container, name)
  backend.requireObject(account, container, name)
  return backend.access.publicId(`${account}/${container}/${name}`)
}

/** Size and block hashes; an empty object has the hash of nothing as its only one. @throws {Fault} 403, 404, 400 */
export function objectHashmap(
  backend: ObjectStore,
  user: Who,
  account: string,
  container: string,
  name: string,
  serial?: string,
): { isSnapshot: boolean; size: number; hashes: readonly string[] } {
  backend.checkRead(user, account, container, name)
  const node = backend.requireObject(account, container, name)
  const version = backend.requireVersion(node, serial)
  return { isSnapshot: version.isSnapshot, size: version.size, hashes: hashesOf(backend, version) }
}

/** The block hashes of a version. @throws {Fault} if the map of a snapshot is broken (400) or not there yet (403) */
export function hashesOf(backend: ObjectStore, version: Version): readonly string[] {
  if (version.hash === null) return []
  if (version.isSnapshot) {
    if (version.available === -1) throw badRequest('This Archipelago volume is broken.')
    if (version.available === 0) {
      const now = backend.tree.time()
      if (version.mapCheck === null || now - version.mapCheck >= MAP_CHECK_INTERVAL) version.mapCheck = now
      throw forbidden('Unable to retrieve Archipelago volume hashmap')
    }
  } else if (version.size === 0) return [EMPTY_HASH]
  return version.hashes
}

/** @returns the new version's number. @throws {Fault} 403, 404, 400 */
export function updateObjectMeta(
  backend: ObjectStore,
  user: Who,
  account: string,
  container: string,
  name: string,
  domain: string,
  changes: ReadonlyMap<string, string>,
  replace: boolean,
): number {
  backend.checkWrite(user, account, container, name)
  const node = requireObjectInContainer(backend, account, container, name)
  const { replaced, version } = putMetadata(backend, user ?? account, node, domain, changes, replace)
  applyVersioning(backend, node.container, replaced)
  return version.serial
}

/** Replaces an object's own permissions. @throws {Fault} 403, 404 */
export function updateObjectPermissions(
  backend: ObjectStore,
  user: Who,
  account: string,
  container: string,
  name: string,
  permissions: Readonly<Permissions>,
): void {
  if (user !== account) throw forbidden("Modifying other account's object permissions is not allowed")
  const node = requireObjectInContainer(backend, account, container, name)
  // What the database refuses is told in these words here, see `setPermissions` for elsewhere.
  if (!fitting(permissions) || namesOf(permissions).some((one) => one.includes('\u0000')))
    throw badRequest('Invalid sharing header')
  backend.access.set(node.path, permissions)
}

const namesOf = ({ read, write }: Readonly<Permissions>): string[] => [...read, ...write]

const fitting = (permissions: Readonly<Permissions>): boolean =>
  namesOf(permissions).every((name) => codePointLength(name) <= MAX_PRINCIPAL)

/** Permissions that come with data. @throws {Fault} 400, 500 */
export function setPermissions(backend: ObjectStore, path: string, permissions: Readonly<Permissions>): void {
  requireNoNul(namesOf(permissions).join())
  if (!fitting(permissions)) throw internalServerError()
  backend.access.set(path, permissions)
}

/** @throws {Fault} 403, 404 */
export function updateObjectPublic(
  backend: ObjectStore,
  user: Who,
  account: string,
  container: string,
  name: string,
  publish: boolean,
): void {
  backend.checkWrite(user, account, container, name)
  const { path } = requireObjectInContainer(backend, account, container, name)
  if (publish) backend.access.publish(path, backend.newPublicId)
  else backend.access.unpublish(path)
}

/** All versions that hold data, oldest first. @throws {Fault} 403, 404 */
export function listVersions(
  backend: ObjectStore,
  user: Who,
  account: string,
  container: string,
  name: string,
): Version[] {
  backend.checkRead(user, account, container, name)
  return backend.requireObject(account, container, name).versions.filter((version) => version.cluster !== 'deleted')
}

function requireObjectInContainer(backend: ObjectStore, account: string, container: string, name: string) {
  backend.requireContainer(account, container)
  return backend.requireObject(account, container, name)
}

/** Where a public identifier leads. @throws {Fault} 404 */
export function publicObject(backend: ObjectStore, id: string): { account: string; container: string; object: string } {
  const path = backend.access.pathOfPublic(id)
  const [account = '', container = ''] = path?.split('/', 2) ?? []
  const object = path?.slice(account.length + container.length + 2) ?? ''
  const node = backend.tree.object(account, container, object)
  if (!node || !liveVersion(node)) throw itemNotFound('Object does not exist')
  return { account, container, object }
}
