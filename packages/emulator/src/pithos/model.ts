/** `normal`: the live version of a path. `history`: replaced. `deleted`: a record of a deletion. */
export type Cluster = 'normal' | 'history' | 'deleted'

/** Metadata of a version by domain (`pithos` for headers, `plankton` for images); never changed once made. */
export type Meta = ReadonlyMap<string, ReadonlyMap<string, string>>

/** 1 the data is there, 0 not yet (a snapshot being written), -1 broken. */
export type Available = 1 | 0 | -1

/** One version of an account, a container or an object. */
export interface Version {
  readonly serial: number
  readonly node: Node
  /** Merkle root in hex; name of the map of a snapshot; null for accounts, containers, deletions. */
  readonly hash: string | null
  readonly size: number
  readonly type: string
  /** Microseconds since 1970. */
  readonly mtime: number
  /** Uuid of the user who made it. */
  readonly muser: string
  /** Survives updates and moves. */
  readonly uuid: string
  /** MD5 of the content, or ''. */
  readonly checksum: string
  readonly isSnapshot: boolean
  readonly hashes: readonly string[]
  meta: Meta
  cluster: Cluster
  available: Available
  /** Microseconds; when it was last looked whether the map of a snapshot is there. */
  mapCheck: number | null
}

/** A path with all its versions. */
export interface Node {
  readonly id: number
  /** `account/container/object` */
  readonly path: string
  readonly name: string
  /** By ascending serial; the last one is the present state. */
  versions: Version[]
}

/** The object, container or account as it is now, if it is. */
export function liveVersion(node: Node): Version | undefined {
  const last = node.versions.at(-1)
  return last?.cluster === 'normal' ? last : undefined
}

/** The version that was current just before a time in microseconds, whatever it was. */
export function versionBefore(node: Node, before: number): Version | undefined {
  return node.versions.findLast((version) => version.mtime < before)
}

export function metaOf(version: Version, domain: string): ReadonlyMap<string, string> {
  return version.meta.get(domain) ?? EMPTY
}

const EMPTY: ReadonlyMap<string, string> = new Map()

/** Are these content types those of directories, whose permissions hold for all below them? */
export function isDirectory(type: string): boolean {
  const bare = (type.split(';')[0] ?? '').trim()
  return bare === 'application/directory' || bare === 'application/folder'
}

export interface Policy {
  quota: string
  versioning: string
  project: string
}

/** Sums over what lives directly in a container, kept up to date. */
export interface Statistics {
  count: number
  bytes: number
  /** Microseconds; when this last changed. */
  mtime: number
}

export interface Container extends Node {
  readonly account: Account
  policy: Policy
  /** Bytes charged for the container, by project: its policy may name another one by now. */
  charged: ReadonlyMap<string, number>
  readonly objects: Map<string, ObjectNode>
  statistics: Statistics
  /** Names of all objects in code point order; undefined when it must be made anew. */
  sorted: string[] | undefined
}

export interface ObjectNode extends Node {
  readonly container: Container
}

export interface Account extends Node {
  readonly containers: Map<string, Container>
  groups: ReadonlyMap<string, readonly string[]>
}
