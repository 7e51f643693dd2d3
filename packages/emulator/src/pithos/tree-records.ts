import type { Collection, Records } from '../base/records.ts'
import { merged } from './name-map.ts'
import {
  Account,
  type Cluster,
  Container,
  type Meta,
  type Node,
  ObjectNode,
  type Policy,
  place,
  Version,
} from './nodes.ts'
import type { Changed, Tree } from './tree.ts'

interface AccountContent {
  readonly id: number
  readonly groups: Readonly<Record<string, readonly string[]>>
}

interface ContainerContent {
  readonly account: string
  readonly name: string
  readonly policy: Policy
  readonly charged: Readonly<Record<string, number>>
}

/** What is left out is as with most versions. */
interface VersionContent {
  /** The number of a container; of an object, that of the container that it is in. */
  readonly container?: number
  /** Name of an account. */
  readonly account?: string
  /** Name of an object, and the number of its path. */
  readonly name?: string
  readonly node?: number
  readonly hash?: string
  readonly hashes?: readonly string[]
  readonly size?: number
  readonly type?: string
  readonly mtime: number
  readonly muser: string
  readonly uuid: string
  readonly checksum?: string
  readonly meta?: Readonly<Record<string, readonly (readonly [string, string])[]>>
  readonly cluster?: Cluster
  readonly available?: Version['available']
  readonly isSnapshot?: boolean
  readonly mapCheck?: number
}

/** Keeps the tree in the state: accounts, containers and versions, each a record; paths are there by their versions. */
export function keepTree(records: Records, tree: Tree): void {
  const reader = new TreeReader(tree)
  const accounts: Collection = {
    kind: 'pithos account',
    first: true,
    items: () => tree.accounts.values(),
    record: (item) => {
      const account = item as Account
      return [account.name, tree.accounts.get(account.name) === account ? accountContent(account) : undefined]
    },
    put: (name, content) => reader.account(name, content as AccountContent),
    drop: (name) => tree.accounts.delete(name),
  }
  const containers: Collection = {
    kind: 'pithos container',
    first: true,
    items: () => containersOf(tree),
    record: (item) => {
      const container = item as Container
      return [String(container.id), isThere(container) ? containerContent(container) : undefined]
    },
    put: (id, content) => reader.container(Number(id), content as ContainerContent),
    drop: (id) => reader.dropContainer(Number(id)),
  }
  const changes: Collection = {
    kind: 'pithos change',
    items: () => containersOf(tree),
    record: (item) => {
      const container = item as Container
      return [String(container.id), isThere(container) ? container.statistics.mtime : undefined]
    },
    put: (id, content) => reader.changed(Number(id), Number(content)),
    drop: () => {},
  }
  const versions: Collection = {
    kind: 'pithos version',
    items: () => versionsOf(tree),
    record: (item) => {
      const version = item as Version
      return [String(version.serial), isKept(version) ? versionContent(version) : undefined]
    },
    put: (serial, content) => reader.version(Number(serial), content as VersionContent),
    drop: (serial) => reader.dropVersion(Number(serial)),
  }
  for (const collection of [accounts, containers, changes, versions]) records.register(collection)
  for (const name of ['node', 'serial', 'time'] as const)
    records.setting(`pithos ${name}`, {
      get: () => tree.last[name],
      set: (value) => {
        tree.last[name] = Number(value)
      },
    })
  records.whenRead('index', () => reader.finish())
  tree.listen((thing: Changed) => {
    if (thing instanceof Version) records.mark(versions, thing)
    else if (thing instanceof Account) records.mark(accounts, thing)
    else if (thing instanceof Container) records.mark(containers, thing)
    else records.mark(changes, thing.counted)
  })
}

function* containersOf(tree: Tree): Generator<Container, void, undefined> {
  for (const account of tree.accounts.values()) yield* account.containers.values()
}

/** By account, container and name. The tree may change on the way. */
function* versionsOf(tree: Tree): Generator<Version, void, undefined> {
  for (const account of [...tree.accounts.values()]) {
    yield* account.versions.slice()
    for (const container of [...account.containers.values()]) {
      yield* container.versions.slice()
      let node = merged(container.live, container.past).next().value
      while (node) {
        yield* node.versions.slice()
        node = merged(container.live, container.past, node.name, true).next().value
      }
    }
  }
}

const isThere = (container: Container): boolean => container.account.containers.get(container.name) === container

function isKept(version: Version): boolean {
  const { node } = version
  if (node instanceof ObjectNode && !isThere(node.container)) return false
  if (node instanceof Container && !isThere(node)) return false
  return node.versions.includes(version)
}

function accountContent({ id, groups }: Account): AccountContent {
  return { id, groups: Object.fromEntries(groups) }
}

function containerContent({ account, name, policy, charged }: Container): ContainerContent {
  return { account: account.name, name, policy, charged: Object.fromEntries(charged) }
}

function versionContent(version: Version): VersionContent {
  const { node, hash, hashes, meta, size, type, checksum, available, mapCheck, cluster } = version
  const [first] = hashes
  const meaning = [...meta].map(([domain, items]) => [domain, [...items]] as const)
  return {
    ...placeOf(node),
    ...(hash !== null && { hash }),
    ...(hash !== null && !(hashes.length === 1 && first === hash) && { hashes }),
    ...(size !== 0 && { size }),
    ...(type !== '' && { type }),
    mtime: version.mtime,
    muser: version.muser,
    uuid: version.uuid,
    ...(checksum !== '' && { checksum }),
    ...(meaning.length > 0 && { meta: Object.fromEntries(meaning) }),
    ...(cluster !== 'normal' && { cluster }),
    ...(available !== 1 && { available }),
    ...(version.isSnapshot && { isSnapshot: true }),
    ...(mapCheck !== null && { mapCheck }),
  }
}

function placeOf(node: Node): Pick<VersionContent, 'account' | 'container' | 'name' | 'node'> {
  if (node instanceof ObjectNode) return { container: node.container.id, name: node.name, node: node.id }
  return node instanceof Container ? { container: node.id } : { account: node.name }
}

/** Builds a tree from records. */
class TreeReader {
  readonly #tree: Tree
  readonly #containers: Map<number, Container> = new Map()
  readonly #versions: Map<number, Version> = new Map()
  /** When containers changed. */
  readonly #changed: Map<number, number> = new Map()
  /** Versions whose container comes later: the log was written while the cloud went on. */
  #early: (readonly [serial: number, content: VersionContent])[] = []

  constructor(tree: Tree) {
    this.#tree = tree
  }

  account(name: string, { id, groups }: AccountContent): void {
    const account = this.#tree.accounts.get(name) ?? new Account(id, name)
    const next = new Map(Object.entries(groups))
    this.#tree.indexGroups(account, next)
    account.groups = next
    this.#tree.accounts.set(name, account)
  }

  container(id: number, { account, name, policy, charged }: ContainerContent): void {
    const container = this.#containers.get(id) ?? new Container(id, name, this.#accountOf(account))
    container.policy = policy
    container.charged = new Map(Object.entries(charged))
    this.#containers.set(id, container)
    container.account.containers.set(container)
  }

  dropContainer(id: number): void {
    const container = this.#containers.get(id)
    container?.account.containers.delete(container.name)
  }

  changed(id: number, time: number): void {
    this.#changed.set(id, time)
  }

  version(serial: number, content: VersionContent): void {
    const { cluster = 'normal', available = 1, mapCheck = null } = content
    const known = this.#versions.get(serial)
    if (known) {
      // Nothing else of a version ever changes.
      Object.assign(known, { cluster, available, mapCheck })
      return
    }
    const { hash = null, hashes = hash === null ? [] : [hash], size = 0, type = '', checksum = '' } = content
    const { mtime, muser, uuid, isSnapshot = false, meta = {} } = content
    const node = this.#nodeOf(content)
    if (!node) {
      this.#early.push([serial, content])
      return
    }
    const init = { hash, hashes, size, type, muser, uuid, checksum, isSnapshot, cluster, available, mapCheck }
    const version = new Version(node, serial, mtime, { ...init, meta: metaFrom(meta) })
    this.#versions.set(serial, version)
    node.versions = [...node.versions, version]
    place(node)
  }

  dropVersion(serial: number): void {
    this.#early = this.#early.filter(([early]) => early !== serial)
    const version = this.#versions.get(serial)
    if (!version) return
    this.#versions.delete(serial)
    version.node.versions = version.node.versions.filter((other) => other !== version)
    place(version.node)
  }

  /** All is there: puts versions in order, counts and indexes them. */
  finish(): void {
    const early = this.#early.splice(0)
    for (const [serial, content] of early) this.version(serial, content)
    const [lost] = this.#early
    if (lost) throw new RangeError(`Version ${lost[0]} is of a Pithos account or container that is not there.`)
    for (const account of this.#tree.accounts.values()) sort(account)
    for (const container of containersOf(this.#tree)) {
      sort(container)
      for (const node of [...merged(container.live, container.past)]) sort(node)
      for (const { versions } of container.live.values()) {
        const live = versions.at(-1)
        if (live) this.#tree.countLive(live, 1, container.statistics)
      }
      container.statistics = { ...container.statistics, mtime: this.#changed.get(container.id) ?? 0 }
    }
    this.#containers.clear()
    this.#versions.clear()
    this.#changed.clear()
  }

  #accountOf(name: string): Account {
    const account = this.#tree.accounts.get(name)
    if (!account) throw new RangeError(`There is no Pithos account '${name}', to which another record refers.`)
    return account
  }

  #nodeOf({ account, container: id, name, node = 0 }: VersionContent): Node | undefined {
    if (account !== undefined) return this.#tree.accounts.get(account)
    const container = id === undefined ? undefined : this.#containers.get(id)
    if (!container || name === undefined) return container
    return container.object(name) ?? new ObjectNode(node, name, container)
  }
}

function sort(node: Node): void {
  if (node.versions.length < 2) return
  node.versions.sort((a, b) => a.serial - b.serial)
  place(node)
}

function metaFrom(meta: NonNullable<VersionContent['meta']>): Meta {
  return new Map(Object.entries(meta).map(([domain, items]) => [domain, new Map(items)]))
}
