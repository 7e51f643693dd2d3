import type { ObjectRef } from './model.ts'
import {
  Account,
  type Cluster,
  Container,
  liveVersion,
  metaOf,
  type Node,
  ObjectNode,
  type Policy,
  place,
  type Statistics,
  Version,
  type VersionInit,
} from './nodes.ts'
import { ObjectIndex } from './object-index.ts'
import type { Transaction } from './transaction.ts'

/** What has changed: of a container that is counted anew, its sums alone. */
export type Changed = Account | Container | Version | { readonly counted: Container }

/**
 * Accounts, containers and objects with all their versions, and the sums over them. Every change is noted in the transaction.
 */
export class Tree {
  readonly accounts: Map<string, Account> = new Map()
  readonly index: ObjectIndex = new ObjectIndex()
  readonly #transaction: Transaction
  readonly #now: () => number
  /** The numbers and the time that were given last. */
  readonly last = { node: 0, serial: 0, time: 0 }
  #changed: (thing: Changed) => void = () => {}
  /** Content types, so that each is in memory once. */
  readonly #types: Map<string, string> = new Map()
  /** Accounts that somebody's groups name, and which groups. */
  readonly #groupsOf: Map<string, Map<string, string[]>> = new Map()
  /** When what is in an account last changed, in microseconds; not there if it has to be looked for. */
  readonly #modified: WeakMap<Account, number> = new WeakMap()

  /** `now` returns milliseconds, with a fraction. */
  constructor(transaction: Transaction, now: () => number) {
    this.#transaction = transaction
    this.#now = now
  }

  /** Has somebody told what is new, different or gone. */
  listen(changed: (thing: Changed) => void): void {
    this.#changed = changed
  }

  /** Microseconds since 1970, never the same twice. */
  time(): number {
    this.last.time = Math.max(Math.round(this.#now() * 1000), this.last.time + 1)
    return this.last.time
  }

  container(account: string, name: string): Container | undefined {
    return this.accounts.get(account)?.containers.get(name)
  }

  /** An object, live or past. */
  object({ account, container, name }: ObjectRef): ObjectNode | undefined {
    return this.container(account, container)?.object(name)
  }

  /** When an account or what is in it last changed, in microseconds. */
  modified(account: Account): number {
    const known = this.#modified.get(account)
    if (known !== undefined) return known
    let latest = liveVersion(account)?.mtime ?? 0
    for (const container of account.containers.values())
      latest = Math.max(latest, liveVersion(container)?.mtime ?? 0, container.statistics.mtime)
    this.#modified.set(account, latest)
    return latest
  }

  addAccount(name: string): Account {
    const account = new Account(++this.last.node, name)
    this.accounts.set(name, account)
    this.#changed(account)
    this.#transaction.undo(() => this.accounts.delete(name))
    return account
  }

  setGroups(account: Account, groups: Account['groups']): void {
    const before = account.groups
    const set = (next: Account['groups']) => {
      this.indexGroups(account, next)
      account.groups = next
      this.#changed(account)
    }
    set(groups)
    this.#transaction.undo(() => set(before))
  }

  /** Makes an account's groups be found by their members, in place of those that it has. */
  indexGroups(account: Account, groups: Account['groups']): void {
    for (const member of new Set([...account.groups.values()].flat())) this.#groupsOf.get(member)?.delete(account.name)
    for (const [group, members] of groups)
      for (const member of members) {
        const accounts = this.#groupsOf.get(member) ?? new Map<string, string[]>()
        accounts.set(account.name, [...(accounts.get(account.name) ?? []), `${account.name}:${group}`])
        this.#groupsOf.set(member, accounts)
      }
  }

  /** `owner:group` of every group that a user is in. */
  groupsOf(user: string): string[] {
    return [...(this.#groupsOf.get(user)?.values() ?? [])].flat()
  }

  addContainer(account: Account, name: string): Container {
    const container = new Container(++this.last.node, name, account)
    account.containers.set(container)
    this.#changed(container)
    this.#transaction.undo(() => this.#unlinkContainer(container))
    return container
  }

  removeContainer(container: Container): void {
    this.#unlinkContainer(container)
    for (const version of container.versions) this.#changed(version)
    this.#transaction.undo(() => container.account.containers.set(container))
  }

  #unlinkContainer(container: Container): void {
    const { account, name } = container
    account.containers.delete(name)
    this.#modified.delete(account)
    this.#changed(container)
  }

  setPolicy(container: Container, policy: Policy): void {
    const before = container.policy
    container.policy = policy
    this.#changed(container)
    this.#transaction.undo(() => {
      container.policy = before
    })
  }

  setCharged(container: Container, charged: Container['charged']): void {
    const before = container.charged
    container.charged = charged
    this.#changed(container)
    this.#transaction.undo(() => {
      container.charged = before
    })
  }

  /** A path without versions: it is there once it has one. */
  addObject(container: Container, name: string): ObjectNode {
    return new ObjectNode(++this.last.node, compact(name), container)
  }

  addVersion(node: Node, init: VersionInit): Version {
    const type = this.#types.get(init.type) ?? init.type
    if (this.#types.size < MOST_TYPES) this.#types.set(type, type)
    const version = new Version(node, ++this.last.serial, this.time(), { ...init, type })
    if (node.versions.length === 0) node.versions = [version]
    else node.versions.push(version)
    this.#changed(version)
    this.#transaction.undo(() => {
      node.versions = node.versions.filter((other) => other !== version)
      place(node)
    })
    this.#count(version, version.cluster, 1)
    place(node)
    if (node instanceof Container) this.#note(node.account, version.mtime)
    else if (node instanceof Account) this.#note(node, version.mtime)
    return version
  }

  recluster(version: Version, cluster: Cluster): void {
    const before = version.cluster
    if (before === cluster) return
    this.#count(version, before, -1)
    version.cluster = cluster
    this.#changed(version)
    this.#transaction.undo(() => {
      version.cluster = before
      // Where its node is was decided anew while it was in the other cluster.
      place(version.node)
    })
    this.#count(version, cluster, 1)
  }

  /** Removes a version for good; a path without any version left is forgotten. */
  removeVersion(version: Version): void {
    const { node } = version
    const before = node.versions
    node.versions = before.filter((other) => other !== version)
    this.#changed(version)
    this.#transaction.undo(() => {
      node.versions = before
      place(node)
    })
    this.#count(version, version.cluster, -1)
    place(node)
  }

  /** Says how it is with the map of a snapshot. */
  updateMap(version: Version, changes: Partial<Pick<Version, 'available' | 'mapCheck'>>): void {
    Object.assign(version, changes)
    this.#changed(version)
  }

  /** Live versions count in the sums of their container and can be found by more than their path. */
  #count(version: Version, cluster: Cluster, sign: 1 | -1): void {
    const { node } = version
    if (cluster !== 'normal' || !(node instanceof ObjectNode)) return
    const { container } = node
    const before = container.statistics
    const after = { ...before, mtime: this.time() }
    const back = sign === 1 ? -1 : 1
    this.#note(container.account, after.mtime)
    this.countLive(version, sign, after)
    this.#changed({ counted: container })
    this.#transaction.undo(() => {
      this.countLive(version, back, before)
      container.statistics = before
      this.#modified.delete(container.account)
    })
  }

  /** Adds a live version of an object to all sums and indexes, or takes it out. */
  countLive(version: Version, sign: 1 | -1, { count, bytes, mtime }: Statistics): void {
    const node = version.node as ObjectNode
    const { container } = node
    const { account, metaKeys } = container
    container.statistics = { count: count + sign, bytes: bytes + sign * version.size, mtime }
    account.bytes += sign * version.size
    for (const key of metaOf(version, 'pithos').keys()) {
      const uses = (metaKeys.get(key) ?? 0) + sign
      if (uses > 0) metaKeys.set(key, uses)
      else metaKeys.delete(key)
    }
    if (sign === 1) this.index.add(version, node)
    else this.index.remove(version, node)
  }

  #note(account: Account, time: number): void {
    const known = this.#modified.get(account)
    if (known !== undefined && time > known) this.#modified.set(account, time)
  }
}

const MOST_TYPES = 1000

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** The same string without what it was cut out of, which would stay in memory with it. */
function compact(text: string): string {
  const copy = decoder.decode(encoder.encode(text))
  // Half a surrogate pair does not survive this.
  return copy === text ? copy : text
}
