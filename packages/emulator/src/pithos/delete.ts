import { forbidden, itemNotFound } from '../http/fault.ts'
import type { ObjectRef } from './model.ts'
import { liveVersion, type ObjectNode } from './nodes.ts'
import { listAll } from './object-listing.ts'
import type { ObjectStore, Who } from './object-store.ts'
import { applyVersioning, putVersion } from './versions.ts'

/**
 * Deletes an object and, with a delimiter, all whose names begin with its name and that.
 * @returns how many bytes are no longer charged for
 * @throws {Fault} 403, 404
 */
export function deleteObject(
  store: ObjectStore,
  user: Who,
  ref: ObjectRef,
  options: { delimiter?: string | undefined; report?: boolean } = {},
): number {
  if (user !== ref.account) throw forbidden()
  const parent = store.requireContainer(ref.account, ref.container)
  let freed = bury(store, ref.account, store.requireObject(ref))
  if (options.delimiter) {
    const prefix = withDelimiter(ref.name, options.delimiter)
    for (const { version } of listAll(store, user, ref.account, ref.container, prefix))
      freed += bury(store, ref.account, version.node as ObjectNode)
  }
  if (options.report ?? true) store.charges.report(parent, -freed)
  return freed
}

/** Deletes all objects of a container; the container stays. @throws {Fault} 403, 404 */
export function emptyContainer(store: ObjectStore, user: Who, account: string, container: string): void {
  store.checkWriteContainer(user, account)
  const parent = store.requireContainer(account, container)
  let freed = 0
  for (const { version } of listAll(store, user, account, container, ''))
    freed += bury(store, account, version.node as ObjectNode)
  store.charges.report(parent, -freed)
}

/** Erases all versions up to a time (seconds), the live one too if it is no newer. @throws {Fault} 403, 404 */
export function purgeObject(store: ObjectStore, user: Who, ref: ObjectRef, until: number): void {
  if (user !== ref.account) throw forbidden()
  const parent = store.requireContainer(ref.account, ref.container)
  const node = store.requireObject(ref)
  let freed = 0
  for (const version of node.versions.filter((one) => one.mtime <= until * 1e6)) {
    if (version.cluster === 'normal') freed += version.size
    store.tree.removeVersion(version)
  }
  if (!liveVersion(node)) store.access.clear(node.path)
  store.charges.report(parent, -freed)
}

/** `a` and `/` give `a/`; `a/` stays as it is. */
export function withDelimiter(name: string, delimiter: string): string {
  return name.endsWith(delimiter) ? name : name + delimiter
}

/** Leaves a record of the deletion and ends sharing and publication. */
function bury(store: ObjectStore, user: string, node: ObjectNode): number {
  if (!liveVersion(node)) throw itemNotFound('Object is deleted.')
  const { replaced } = putVersion(store, node, {
    user,
    data: { size: 0, hash: null, hashes: [] },
    type: '',
    checksum: '',
    deleted: true,
  })
  store.access.clear(node.path)
  return applyVersioning(store, node.container, replaced)
}
