import { compareCodePoints } from '../python/code-points.ts'
import { type Available, liveVersion, metaOf, type ObjectNode } from './model.ts'
import type { ObjectStore } from './object-store.ts'
import type { Permissions } from './sharing.ts'

/** A live object as other services see it, at the time of the call. */
export interface PithosObject {
  readonly uuid: string
  readonly account: string
  readonly container: string
  readonly name: string
  /** `account/container/name` */
  readonly path: string
  /** Merkle root in hex; of a snapshot, the name of its map. */
  readonly hash: string
  readonly hashes: readonly string[]
  readonly bytes: number
  readonly type: string
  /** MD5, or ''. */
  readonly checksum: string
  readonly version: number
  /** Milliseconds since 1970; when this version was made. */
  readonly modified: number
  readonly modifiedBy: string
  /** Milliseconds since 1970; when the object's first version that is still kept was made. */
  readonly created: number
  readonly available: Available
  readonly isSnapshot: boolean
  /** Those that the object itself holds. */
  readonly permissions: Readonly<Permissions>
  /** Public identifier, if it is published. */
  readonly publicId: string | undefined
  meta(domain: string): Record<string, string>
}

/** The live object at a path; undefined if there is none. */
export function view(backend: ObjectStore, node: ObjectNode): PithosObject | undefined {
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
    permissions: backend.access.own(node.path) ?? { read: [], write: [] },
    publicId: backend.access.publicId(node.path),
    meta: (domain) => Object.fromEntries(metaOf(version, domain)),
  }
}

/** Live objects with metadata of a domain; with `user`, those that he owns or whose own permissions name him. */
export function domainObjects(backend: ObjectStore, domain: string, user?: string): PithosObject[] {
  const granted = user === undefined ? undefined : new Set(backend.access.grantedTo(user))
  const found: PithosObject[] = []
  for (const account of backend.tree.accounts.values())
    for (const container of account.containers.values())
      for (const node of container.objects.values()) {
        const live = liveVersion(node)
        if (!live || metaOf(live, domain).size === 0) continue
        if (granted && account.name !== user && !granted.has(node.path)) continue
        const object = view(backend, node)
        if (object) found.push(object)
      }
  return found.sort((a, b) => compareCodePoints(a.path, b.path))
}
