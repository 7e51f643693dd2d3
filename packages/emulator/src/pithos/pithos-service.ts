import type { Cloud } from '../cloud.ts'
import { keepAccess } from './access-records.ts'
import { putContainer } from './containers.ts'
import { deleteObject } from './delete.ts'
import { blockHashSync, EMPTY_HASH } from './hash.ts'
import { KeyedMutex } from './keyed-mutex.ts'
import type { Available, NewObject, ObjectRef, Permissions, Pithos, PithosObject } from './model.ts'
import { liveVersion, type ObjectNode } from './nodes.ts'
import { ObjectStore } from './object-store.ts'
import { domainObjects, view } from './object-view.ts'
import { registerMap, writeObject } from './object-write.ts'
import { updateObjectMeta, updateObjectPermissions } from './objects.ts'
import { QuotaCharges } from './quota-charges.ts'
import { Transaction } from './transaction.ts'
import { Tree } from './tree.ts'
import { keepTree } from './tree-records.ts'

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

/**
 * Accounts, containers, objects and blocks. What other services need of it is synchronous; a call that throws a `Fault`
 * (worded as Pithos words it) has changed nothing. Objects are handed out as they are at the time: look again after a
 * change.
 */
export class PithosService implements Pithos {
  readonly cloud: Cloud
  /** What the HTTP side works on. */
  readonly store: ObjectStore
  /** Data updates of one object, one after the other. */
  readonly locks: KeyedMutex = new KeyedMutex()

  constructor(cloud: Cloud) {
    this.cloud = cloud
    const transaction = new Transaction()
    const tree = new Tree(transaction, () => cloud.clock.now())
    this.store = new ObjectStore({
      transaction,
      tree,
      charges: new QuotaCharges(cloud.quota, transaction, tree, (uuid) => cloud.users.byUuid(uuid) !== undefined),
      blockSize: cloud.options.blockSize,
      listLimit: cloud.options.listLimit,
      newUuid: () => cloud.random.uuid(),
      newPublicId: () => cloud.random.text(20 + cloud.random.below(3), ALPHABET),
    })
    keepTree(cloud.records, tree)
    keepAccess(cloud.records, this.store.access)
  }

  findObject(object: ObjectRef): PithosObject | undefined {
    const node = this.store.tree.object(object)
    return node && view(this.store, node)
  }

  objectByUuid(uuid: string): PithosObject | undefined {
    const node = this.store.tree.index.withUuid(uuid)
    return node && view(this.store, node)
  }

  objectsOfDomain(domain: string, user?: string): PithosObject[] {
    return domainObjects(this.store, domain, user)
  }

  canRead(user: string, object: ObjectRef): boolean {
    return holds(() => this.store.checkRead(user, object))
  }

  canWrite(user: string, object: ObjectRef): boolean {
    return holds(() => this.store.checkWrite(user, object))
  }

  updateObjectMeta(
    user: string,
    object: ObjectRef,
    domain: string,
    meta: Readonly<Record<string, string>>,
    replace: boolean,
  ): number {
    const changes = new Map(Object.entries(meta))
    return this.#change(() => updateObjectMeta(this.store, user, object, domain, changes, replace))
  }

  updatePermissions(user: string, object: ObjectRef, permissions: Partial<Permissions>): void {
    this.#change(() => updateObjectPermissions(this.store, user, object, complete(permissions)))
  }

  ensureContainer(account: string, container: string): void {
    this.#change(() => putContainer(this.store, account, account, container))
  }

  registerMap(user: string, object: NewObject & { size: number; map: string; available?: Available }): PithosObject {
    const { size, map, available } = object
    return this.#change(() => {
      const write = { ...this.#described(object), size, map, ...(available !== undefined && { available }) }
      return this.#made(registerMap(this.store, user, write).node as ObjectNode)
    })
  }

  createObject(user: string, object: NewObject & { content: Uint8Array; bytes?: number }): PithosObject {
    const { content, bytes = content.length } = object
    const { blockSize } = this.store
    const hashes = Array<string>(Math.ceil(bytes / blockSize)).fill(EMPTY_HASH)
    for (let at = 0; at < content.length; at += blockSize) {
      const block = content.slice(at, at + blockSize)
      const hash = blockHashSync(block)
      void this.cloud.blocks.put(hash, block)
      hashes[at / blockSize] = hash
    }
    const write = { ...this.#described(object), size: bytes, hashes, checksum: '', replaceMeta: true }
    return this.#change(() => {
      const done = writeObject(this.store, user, write, () => [])
      if ('missing' in done) throw new Error('unreachable')
      return this.#made(done.version.node as ObjectNode)
    })
  }

  setAvailable(uuid: string, available: Available): void {
    const node = this.store.tree.index.withUuid(uuid)
    const version = node && liveVersion(node)
    if (version) this.store.tree.updateMap(version, { available })
  }

  deleteObject(user: string, object: ObjectRef): void {
    this.#change(() => deleteObject(this.store, user, object))
  }

  #change<T>(run: () => T): T {
    return this.store.transaction.run(run)
  }

  #described({ account, container, name, type, domain = 'pithos', meta = {}, permissions }: NewObject) {
    const full = permissions && complete(permissions)
    return { account, container, name, type, domain, meta: new Map(Object.entries(meta)), permissions: full }
  }

  #made(node: ObjectNode): PithosObject {
    const object = view(this.store, node)
    if (!object) throw new Error('just made and not there')
    return object
  }
}

const complete = ({ read = [], write = [] }: Partial<Permissions>): Permissions => ({ read, write })

function holds(check: () => void): boolean {
  try {
    check()
    return true
  } catch {
    return false
  }
}
