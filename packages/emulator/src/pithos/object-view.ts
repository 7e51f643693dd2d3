import { compareCodePoints } from '../python/code-points.ts'
import type { PithosObject } from './model.ts'
import { liveVersion, metaOf, type ObjectNode } from './nodes.ts'
import type { ObjectStore } from './object-store.ts'

/** The live object at a path; undefined if there is none. */
export function view(store: ObjectStore, node: ObjectNode): PithosObject | undefined {
  const version = liveVersion(node)
  if (!version) return undefined
  const { uuid, hashes, type, checksum, available, isSnapshot } = version
  const first = node.versions.find((other) => other.uuid === uuid) ?? version
  return {
    uuid,
    account: node.container.account.name,
    container: node.container.name,
    name: node.name,
    path: node.path,
    hash: version.hash ?? '',
    hashes,
    bytes: version.size,
    type,
    checksum,
    version: version.serial,
    modified: version.mtime / 1000,
    modifiedBy: version.muser,
    created: first.mtime / 1000,
    available,
    isSnapshot,
    permissions: store.access.own(node.path) ?? { read: [], write: [] },
    publicId: store.access.publicId(node.path),
    meta: (domain) => Object.fromEntries(metaOf(version, domain)),
  }
}

/** Live objects with metadata of a domain other than that of headers; with `user`, those that they own or whose own permissions name them. */
export function domainObjects(store: ObjectStore, domain: string, user?: string): PithosObject[] {
  const found: PithosObject[] = []
  for (const node of store.tree.index.inDomain(domain)) {
    const { path, container } = node
    if (user !== undefined && container.account.name !== user && !store.access.grants(user, path)) continue
    const object = view(store, node)
    if (object) found.push(object)
  }
  return found.sort((a, b) => compareCodePoints(a.path, b.path))
}
