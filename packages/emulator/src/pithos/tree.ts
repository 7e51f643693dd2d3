import { compareCodePoints } from '../python/code-points.ts'
import type { Account, Cluster, Container, Node, ObjectNode, ObjectRef, Statistics, Version } from './model.ts'
import { liveVersion } from './model.ts'
import type { Transaction } from './transaction.ts'

/** What a new version is created of. */
export type VersionInit = Omit<Version, 'serial' | 'node' | 'mtime'>

/**
 * Accounts, containers and objects with all their versions, and the sums over them. Every change is noted in the transaction.
 */
export class Tree {
  readonly accounts: Map<string, Account> = new Map()
  readonly #transaction: Transaction
  readonly #now: () => number
  readonly #versions: Map<number, Version> = new Map()
  /** Live objects by uuid. */
  readonly #byUuid: Map<string, Set<ObjectNode>> = new Map()
  #lastNode = 0
  #lastSerial = 0
  #lastTime = 0

  /** `now` returns milliseconds, with a fraction. */
  constructor(transaction: Transaction, now: () => number) {
    this.#transaction = transaction
    this.#now = now
  }

  /** Microseconds since 1970, never the same twice. */
  time(): number {
    this.#lastTime = Math.max(Math.round(this.#now() * 1000), this.#lastTime + 1)
    return this.#lastTime
  }

  container(account: string, name: string): Container | undefined {
    return this.accounts.get(account)?.containers.get(name)
  }

  object({ account, container, name }: ObjectRef): ObjectNode | undefined {
    return this.container(account, container)?.objects.get(name)
  }

  version(serial: number): Version | undefined {
    return this.#versions.get(serial)
  }

  /** The live object with this uuid (the latest of several, which a copy over itself can make). */
  byUuid(uuid: string): ObjectNode | undefined {
    let best: ObjectNode | undefined
    for (const node of this.#byUuid.get(uuid) ?? [])
      if (!best || (liveVersion(node)?.serial ?? 0) > (liveVersion(best)?.serial ?? 0)) best = node
    return best
  }

  addAccount(name: string): Account {
    const account: Account = { ...this.#node(name, name), containers: new Map(), groups: new Map() }
    this.accounts.set(name, account)
    this.#transaction.undo(() => this.accounts.delete(name))
    return account
  }

  addContainer(account: Account, name: string): Container {
    const container: Container = {
      ...this.#node(`${account.path}/${name}`, name),
      account,
      policy: { quota: '0', versioning: 'auto', project: account.name },
      charged: new Map(),
      objects: new Map(),
      statistics: { count: 0, bytes: 0, mtime: 0 },
      sorted: [],
    }
    account.containers.set(name, container)
    this.#transaction.undo(() => account.containers.delete(name))
    return container
  }

  removeContainer(container: Container): void {
    const { account, name } = container
    account.containers.delete(name)
    for (const version of container.versions) this.#forget(version)
    this.#transaction.undo(() => account.containers.set(name, container))
  }

  addObject(container: Container, name: string): ObjectNode {
    const node: ObjectNode = { ...this.#node(`${container.path}/${name}`, name), container }
    this.#link(node)
    this.#transaction.undo(() => this.#unlink(node))
    return node
  }

  /** Names of the objects of a container (live or not) in code point order. */
  sortedNames(container: Container): readonly string[] {
    container.sorted ??= [...container.objects.keys()].sort(compareCodePoints)
    return container.sorted
  }

  addVersion(node: Node | ObjectNode, init: VersionInit): Version {
    const version: Version = { ...init, serial: ++this.#lastSerial, node, mtime: this.time() }
    node.versions.push(version)
    this.#versions.set(version.serial, version)
    this.#transaction.undo(() => {
      node.versions = node.versions.filter((other) => other !== version)
      this.#versions.delete(version.serial)
    })
    this.#count(version, version.cluster, 1)
    return version
  }

  recluster(version: Version, cluster: Cluster): void {
    const before = version.cluster
    if (before === cluster) return
    this.#count(version, before, -1)
    version.cluster = cluster
    this.#transaction.undo(() => {
      version.cluster = before
    })
    this.#count(version, cluster, 1)
  }

  /** Removes a version for good; a path without any version left is forgotten. */
  removeVersion(version: Version): void {
    const { node } = version
    const before = node.versions
    node.versions = before.filter((other) => other !== version)
    this.#transaction.undo(() => {
      node.versions = before
    })
    this.#forget(version)
    this.#count(version, version.cluster, -1)
    if (node.versions.length === 0 && 'container' in node) {
      this.#unlink(node as ObjectNode)
      this.#transaction.undo(() => this.#link(node as ObjectNode))
    }
  }

  #node(path: string, name: string): Node {
    return { id: ++this.#lastNode, path, name, versions: [] }
  }

  #forget(version: Version): void {
    this.#versions.delete(version.serial)
    this.#transaction.undo(() => this.#versions.set(version.serial, version))
  }

  #link(node: ObjectNode): void {
    node.container.objects.set(node.name, node)
    node.container.sorted = undefined
  }

  #unlink(node: ObjectNode): void {
    node.container.objects.delete(node.name)
    node.container.sorted = undefined
  }

  /** Live versions count in the sums of their container and can be found by uuid. */
  #count(version: Version, cluster: Cluster, sign: 1 | -1): void {
    if (cluster !== 'normal' || !('container' in version.node)) return
    const node = version.node as ObjectNode
    const { container } = node
    const before: Statistics = container.statistics
    container.statistics = {
      count: Math.max(0, before.count + sign),
      bytes: before.bytes + sign * version.size,
      mtime: this.time(),
    }
    this.#index(version.uuid, node, sign)
    this.#transaction.undo(() => {
      container.statistics = before
      this.#index(version.uuid, node, sign === 1 ? -1 : 1)
    })
  }

  #index(uuid: string, node: ObjectNode, sign: 1 | -1): void {
    const nodes = this.#byUuid.get(uuid) ?? new Set()
    if (sign === 1) nodes.add(node)
    else nodes.delete(node)
    if (nodes.size > 0) this.#byUuid.set(uuid, nodes)
    else this.#byUuid.delete(uuid)
  }
}
