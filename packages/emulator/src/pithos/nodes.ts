import type { Available } from './model.ts'
import { NameMap } from './name-map.ts'

/** `normal`: the live version of a path. `history`: replaced. `deleted`: a record of a deletion. */
export type Cluster = 'normal' | 'history' | 'deleted'

/** Metadata of a version by domain (`pithos` for headers, `plankton` for images); never changed once created. */
export type Meta = ReadonlyMap<string, ReadonlyMap<string, string>>

/** What a new version is created of. */
export interface VersionInit {
  /** Merkle root in hex; name of the map of a snapshot; null for accounts, containers, deletions. */
  readonly hash: string | null
  readonly hashes: readonly string[]
  readonly size: number
  readonly type: string
  /** Uuid of the user who created it. */
  readonly muser: string
  /** Survives updates and moves. */
  readonly uuid: string
  /** MD5 of the content, or ''. */
  readonly checksum: string
  readonly isSnapshot: boolean
  readonly meta: Meta
  readonly cluster: Cluster
  readonly available: Available
  /** Microseconds; when it was last looked whether the map of a snapshot is there. */
  readonly mapCheck: number | null
}

/** One version of an account, a container or an object. There may be millions: what most share takes no memory. */
export class Version implements VersionInit {
  readonly serial: number
  readonly node: Node
  readonly hash: string | null
  readonly size: number
  readonly type: string
  /** Microseconds since 1970. */
  readonly mtime: number
  readonly muser: string
  readonly uuid: string
  readonly checksum: string
  readonly isSnapshot: boolean
  readonly meta: Meta
  cluster: Cluster
  available: Available
  mapCheck: number | null
  /** Null for the one block of most objects, whose hash is the object's. */
  readonly #hashes: readonly string[] | null

  constructor(node: Node, serial: number, mtime: number, init: VersionInit) {
    const { hash, hashes, meta } = init
    this.node = node
    this.serial = serial
    this.mtime = mtime
    this.hash = hash
    this.size = init.size
    this.type = init.type
    this.muser = init.muser
    this.uuid = init.uuid
    this.checksum = init.checksum
    this.isSnapshot = init.isSnapshot
    this.meta = meta.size === 0 ? NO_META : meta
    this.cluster = init.cluster
    this.available = init.available
    this.mapCheck = init.mapCheck
    this.#hashes = hashes.length === 0 ? NO_HASHES : hashes.length === 1 && hashes[0] === hash ? null : hashes
  }

  /** The hashes of its blocks. */
  get hashes(): readonly string[] {
    return this.#hashes ?? [this.hash ?? '']
  }
}

const NO_VERSIONS: Version[] = []
const NO_META: Meta = new Map()
const NO_HASHES: readonly string[] = []
const NO_ITEMS: ReadonlyMap<string, string> = new Map()

/** A path with all its versions. */
export abstract class Node {
  readonly id: number
  readonly name: string
  /** By ascending serial; the last one is the present state. */
  versions: Version[] = NO_VERSIONS

  constructor(id: number, name: string) {
    this.id = id
    this.name = name
  }

  /** `account/container/object` */
  abstract get path(): string
}

/** The object, container or account as it is now, if it is. */
export function liveVersion(node: Node): Version | undefined {
  const last = node.versions.at(-1)
  return last?.cluster === 'normal' ? last : undefined
}

/** The version with this number. */
export function versionWith({ versions }: Node, serial: number): Version | undefined {
  let [low, high] = [0, versions.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((versions[middle]?.serial ?? 0) < serial) low = middle + 1
    else high = middle
  }
  return versions[low]?.serial === serial ? versions[low] : undefined
}

/** The latest state of a path before `until` (seconds), a deletion included. */
export function stateAt(node: Node, until: number | undefined): Version | undefined {
  return until === undefined ? node.versions.at(-1) : node.versions.findLast((version) => version.mtime < until * 1e6)
}

export function metaOf(version: Version, domain: string): ReadonlyMap<string, string> {
  return version.meta.get(domain) ?? NO_ITEMS
}

export interface Policy {
  readonly quota: string
  readonly versioning: string
  readonly project: string
}

/** Sums over what lives directly in a container, kept up to date. */
export interface Statistics {
  readonly count: number
  readonly bytes: number
  /** Microseconds; when this last changed. */
  readonly mtime: number
}

export class Account extends Node {
  readonly containers: NameMap<Container> = new NameMap()
  groups: ReadonlyMap<string, readonly string[]> = new Map()
  /** Of all its containers. */
  bytes = 0

  get path(): string {
    return this.name
  }
}

export class Container extends Node {
  readonly account: Account
  policy: Policy
  /** Bytes charged for the container, by project: its policy may name another one by now. */
  charged: ReadonlyMap<string, number> = new Map()
  statistics: Statistics = { count: 0, bytes: 0, mtime: 0 }
  /** The objects that are there. */
  readonly live: NameMap<ObjectNode> = new NameMap()
  /** The objects that were: of them there are versions only. */
  readonly past: NameMap<ObjectNode> = new NameMap()
  /** How many live objects have a metadata item with this key, of those that headers show. */
  readonly metaKeys: Map<string, number> = new Map()

  constructor(id: number, name: string, account: Account) {
    super(id, name)
    this.account = account
    this.policy = { quota: '0', versioning: 'auto', project: account.name }
  }

  get path(): string {
    return `${this.account.path}/${this.name}`
  }

  /** An object, live or past. */
  object(name: string): ObjectNode | undefined {
    return this.live.get(name) ?? this.past.get(name)
  }
}

export class ObjectNode extends Node {
  readonly container: Container

  constructor(id: number, name: string, container: Container) {
    super(id, name)
    this.container = container
  }

  get path(): string {
    return `${this.container.path}/${this.name}`
  }
}

/** Puts an object among the live or the past ones of its container, or takes it away when it has no versions. */
export function place(node: Node): void {
  if (!(node instanceof ObjectNode)) return
  const { container, name } = node
  const isLive = liveVersion(node) !== undefined
  const isPast = !isLive && node.versions.length > 0
  if (isLive) container.live.set(node)
  else container.live.delete(name)
  if (isPast) container.past.set(node)
  else container.past.delete(name)
}
