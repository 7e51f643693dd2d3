import { forbidden } from '../http/fault.ts'
import { deleteObject, withDelimiter } from './delete.ts'
import type { ObjectRef, Permissions } from './model.ts'
import type { ObjectNode } from './nodes.ts'
import { listAll } from './object-listing.ts'
import type { ObjectStore, Who } from './object-store.ts'
import { putData } from './object-write.ts'

export interface CopyOptions {
  /** New content type; undefined keeps the source's. */
  type: string | undefined
  domain: string | undefined
  /** Merged with the source's metadata. */
  meta: ReadonlyMap<string, string>
  permissions: Readonly<Permissions> | undefined
  /** Version of the source. */
  serial?: string | undefined
  move: boolean
  /** Takes along all whose names begin with the source's name and this. */
  delimiter?: string | undefined
}

/** Numbers of the new versions, the object's own first, and what that did to the sizes. */
export interface Copied {
  versions: number[]
  occupied: number
  freed: number
  /** Whether anything was deleted: nothing is when an object is moved onto itself. */
  deleted: boolean
}

/**
 * Copies or moves an object, also between accounts.
 * @throws {Fault} 403, 404, 400, 413
 */
export function copyObject(
  store: ObjectStore,
  user: Who,
  source: ObjectRef,
  target: ObjectRef,
  options: CopyOptions,
): Copied {
  if (options.move && user !== source.account) throw forbidden()
  return copyOne(store, user, source, target, options, true)
}

function copyOne(
  store: ObjectStore,
  user: Who,
  source: ObjectRef,
  target: ObjectRef,
  options: CopyOptions,
  report: boolean,
): Copied {
  const { move, delimiter } = options
  store.checkRead(user, source)
  const [from, to] = requireContainers(store, source, target)
  const crossProject = source.container !== target.container && from.policy.project !== to.policy.project
  // Within one account and project a move is charged once, at its end, and so needs no room for a second copy there.
  const atOnce = move && source.account === target.account && !crossProject
  const reportEach = report && !atOnce

  const node = store.requireObject(source)
  const version = store.requireVersion(node, options.serial)
  const same = source.account === target.account && source.container === target.container && source.name === target.name
  const isCopy = !move && !same
  if (isCopy && version.available !== 1)
    throw forbidden('Copying objects not available in the storage backend is forbidden.')
  const { size, hash, hashes } = version
  const made = putData(
    store,
    user,
    { ...target, domain: options.domain, meta: options.meta, replaceMeta: false, permissions: options.permissions },
    { source: node, isCopy, data: { size, hash, hashes }, type: options.type },
    version,
    reportEach,
  )
  const copied: Copied = { versions: [made.version.serial], occupied: made.growth, freed: 0, deleted: move && !same }
  if (copied.deleted) copied.freed += deleteObject(store, user, source, { report: reportEach })

  if (delimiter) copyBelow(store, user, source, target, { move, delimiter }, !atOnce, copied)
  if (report && atOnce) store.charges.transfer(from, copied.freed, to, copied.occupied)
  return copied
}

function copyBelow(
  store: ObjectStore,
  user: Who,
  source: ObjectRef,
  target: ObjectRef,
  { move, delimiter }: { move: boolean; delimiter: string },
  report: boolean,
  copied: Copied,
): void {
  const [prefix, targetPrefix] = [withDelimiter(source.name, delimiter), withDelimiter(target.name, delimiter)]
  const found = listAll(store, user, source.account, source.container, prefix)
  // In the order in which the paths first came to be.
  found.sort((a, b) => (a.version.node as ObjectNode).id - (b.version.node as ObjectNode).id)
  for (const { name, version } of found) {
    const { versions, occupied, freed } = copyOne(
      store,
      user,
      { ...source, name },
      { ...target, name: targetPrefix + name.slice(prefix.length) },
      {
        type: version.type,
        domain: undefined,
        meta: new Map(),
        permissions: undefined,
        serial: String(version.serial),
        move,
      },
      report,
    )
    copied.versions.push(...versions)
    copied.occupied += occupied
    copied.freed += freed
  }
}

function requireContainers(store: ObjectStore, source: ObjectRef, target: ObjectRef) {
  const from = store.requireContainer(source.account, source.container)
  return [from, store.requireContainer(target.account, target.container)] as const
}
