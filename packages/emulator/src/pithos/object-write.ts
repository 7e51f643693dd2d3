import { badRequest, forbidden, requestEntityTooLarge } from '../http/fault.ts'
import { putContainer } from './containers.ts'
import { EMPTY_HASH, rootHash } from './hash.ts'
import { hexHashes, sizeFits } from './hashmap.ts'
import type { Available, ObjectRef, Permissions } from './model.ts'
import { liveVersion, type Meta, type Version } from './nodes.ts'
import type { ObjectStore, Who } from './object-store.ts'
import { setPermissions } from './objects.ts'
import { applyVersioning, type NextVersion, nextMeta, putVersion, requireNoNul } from './versions.ts'

/** Content and description of a new version of an object. */
export interface ObjectWrite extends ObjectRef {
  size: number
  /** A list of strings, or what else a caller sent for one. */
  hashes: unknown
  type: string
  /** MD5, or '' for none. */
  checksum: string
  domain: string
  meta: ReadonlyMap<string, string>
  replaceMeta: boolean
  permissions?: Readonly<Permissions> | undefined
}

/**
 * Makes or replaces an object from hashes of blocks.
 * @param missing tells which of the hashes the store lacks; if any, nothing is done and they are returned
 * @throws {Fault} 400, 403, 404, 413
 */
export function writeObject(
  store: ObjectStore,
  user: Who,
  write: ObjectWrite,
  missing: (hashes: readonly string[]) => string[],
): { version: Version } | { missing: string[] } {
  if (!sizeFits(write.size, write.hashes, store.blockSize, EMPTY_HASH))
    throw badRequest("The object's size does not match with the object's hashmap length")
  const present = store.tree.object(write)
  if (present && liveVersion(present)?.isSnapshot) throw forbidden('Cannot update Archipelago volume hashmap.')
  const lower = hexHashes(write.size === 0 ? [EMPTY_HASH] : write.hashes)
  if (write.size !== 0) {
    const lacking = missing(lower)
    if (lacking.length > 0) return { missing: lacking }
  }
  const data = { size: write.size, hash: rootHash(lower), hashes: lower }
  const { version } = putData(store, user, write, { data, type: write.type, checksum: write.checksum, available: 1 })
  return { version }
}

/**
 * Registers the map of a volume snapshot whose data is still to come; creates the container if need be. The metadata of an
 * object that was there before go, and empty ones stay.
 * @throws {Fault} 400, 403, 413
 */
export function registerMap(
  store: ObjectStore,
  user: string,
  write: Omit<ObjectWrite, 'hashes' | 'checksum' | 'replaceMeta'> & { map: string; available?: Available },
): Version {
  putContainer(store, user, write.account, write.container)
  const data = { size: write.size, hash: write.map, hashes: [] }
  const full = { ...write, hashes: [], checksum: '', replaceMeta: true }
  const available = write.available ?? 0
  return putData(store, user, full, { data, type: write.type, checksum: '', available, isSnapshot: true }).version
}

export interface Target extends ObjectRef {
  domain: string | undefined
  meta: ReadonlyMap<string, string>
  replaceMeta: boolean
  permissions?: Readonly<Permissions> | undefined
}

/**
 * Makes a version with data at a path: rights, metadata, history, quota, permissions.
 * @param from the version that metadata is taken from, if it is not the one that is replaced
 * @param report whether the change of size is charged now
 * @returns the new version and by how much what is charged for grows
 * @throws {Fault} 403, 404, 400, 413
 */
export function putData(
  store: ObjectStore,
  user: Who,
  target: Target,
  next: Omit<NextVersion, 'user' | 'meta'> & { data: NonNullable<NextVersion['data']> },
  from?: Version,
  report = true,
): { version: Version; growth: number } {
  const { account, name, permissions } = target
  if (permissions && user !== account) throw forbidden("Modifying other account's object content is not allowed")
  store.checkWrite(user, target)
  store.ensureAccount(account)
  const container = store.requireContainer(account, target.container)
  requireNoNul(name)
  const node = container.object(name) ?? store.tree.addObject(container, name)
  const before: Meta | undefined = (from ?? liveVersion(node))?.meta
  const meta = nextMeta(before, target.domain, target.meta, target.replaceMeta)
  const { replaced, version } = putVersion(store, node, { ...next, user: user ?? account, meta })
  const growth = next.data.size - applyVersioning(store, container, replaced)
  if (growth > 0) {
    const quota = Number(container.policy.quota)
    const usage = container.statistics.bytes
    if (quota > 0 && usage > quota)
      throw requestEntityTooLarge(`Quota error: Container quota exceeded: limit: ${quota}, usage: ${usage}`)
  }
  if (report) store.charges.report(container, growth)
  if (permissions) setPermissions(store, node.path, permissions)
  return { version, growth }
}
