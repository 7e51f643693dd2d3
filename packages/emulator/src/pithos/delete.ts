import { forbidden, itemNotFound } from '../http/fault.ts'
import { liveVersion, type ObjectNode } from './model.ts'
import { listAll } from './object-listing.ts'
import type { ObjectStore, Who } from './object-store.ts'
import { applyVersioning, putVersion } from './versions.ts'

/**
 * Deletes an object and, with a delimiter, all whose names begin with its name and that.
 * @returns how many bytes are no longer charged for
 * @throws {Fault} 403, 404
 */
export function deleteObject(
  backend: ObjectStore,
  user: Who,
  account: string,
  container: string,
  name: string,
  options: { delimiter?: string | undefined; report?: boolean } = {},
): number {
  if (user !== account) throw forbidden()
  const parent = backend.requireContainer(account, container)
  let freed = bury(backend, account, backend.requireObject(account, container, name))
  if (options.delimiter) {
    const prefix = withDelimiter(name, options.delimiter)
    for (const { version } of listAll(backend, user, account, container, prefix))
      freed += bury(backend, account, version.node as ObjectNode)
  }
  if (options.report ?? true) backend.ledger.report(parent, -freed)
  return freed
}

/** Deletes all objects of a container; the container stays. @throws {Fault} 403, 404 */
export function emptyContainer(backend: ObjectStore, user: Who, account: string, container: string): void {
  backend.checkWriteContainer(user, account)
  const parent = backend.requireContainer(account, container)
  let freed = 0
  for (const { version } of listAll(backend, user, account, container, ''))
    freed += bury(backend, account, version.node as ObjectNode)
  backend.ledger.report(parent, -freed)
}

/** Erases all versions up to a time (seconds), the live one too if it is no newer. @throws {Fault} 403, 404 */
export function purgeObject(
  backend: ObjectStore,
  user: Who,
  account: string,
  container: string,
  name: string,
  until: number,
): void {
  if (user !== account) throw forbidden()
  const parent = backend.requireContainer(account, container)
  const node = backend.requireObject(account, container, name)
  let freed = 0
  for (const version of node.versions.filter((one) => one.mtime <= until * 1e6)) {
    if (version.cluster === 'normal') freed += version.size
    backend.tree.removeVersion(version)
  }
  if (!liveVersion(node)) backend.access.clear(node.path)
  backend.ledger.report(parent, -freed)
}

/** `a` and `/` give `a/`; `a/` stays as it is. */
export function withDelimiter(name: string, delimiter: string): string {
  return name.endsWith(delimiter) ? name : name + delimiter
}

/** Leaves a record of the deletion and ends sharing and publication. */
function bury(backend: ObjectStore, user: string, node: ObjectNode): number {
  if (!liveVersion(node)) throw itemNotFound('Object is deleted.')
  const { replaced } = putVersion(backend, node, {
    user,
    data: { size: 0, hash: null, hashes: [] },
    type: '',
    checksum: '',
    deleted: true,
  })
  backend.access.clear(node.path)
  return applyVersioning(backend, node.container, replaced)
}
