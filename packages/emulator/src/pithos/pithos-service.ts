import type { Cloud } from '../cloud.ts'
import { putContainer } from './containers.ts'
import { deleteObject } from './delete.ts'
import { blockHashSync, EMPTY_HASH } from './hash.ts'
import { KeyedMutex } from './keyed-mutex.ts'
import {
  type Available,
  liveVersion,
  type NewObject,
  type ObjectNode,
  type ObjectRef,
  type Permissions,
  type Pithos,
  type PithosObject,
} from './model.ts'
import { ObjectStore } from './object-store.ts'
import { domainObjects, view } from './object-view.ts'
import { registerMap, writeObject } from './object-write.ts'
import { updateObjectMeta, updateObjectPermissions } from './objects.ts'
import { QuotaCharges } from './quota-charges.ts'
import { Transaction } from './transaction.ts'
import { Tree } from './tree.ts'

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

/**
 * Accounts, containers, objects and blocks. What other services need of it is synchronous; a call that throws a `Fault`
 * (worded as Pithos words it) has changed nothing. Objects are handed out as they are at the time: look again after a
 * change.
 */
export class PithosService implements Pithos {
  readonly cloud: Cloud
  /** What the HTTP side works on. */
  readonly backend: ObjectStore
  /** Data updates of one object, one after the other. */
  readonly locks: KeyedMutex = new KeyedMutex()

  constructor(cloud: Cloud) {
    this.cloud = cloud
    const journal = new Transaction()
    this.backend = new ObjectStore({
      journal,
      tree: new Tree(journal, () => cloud.clock.now()),
      ledger: new QuotaCharges(cloud.quota, journal, (uuid) => cloud.users.byUuid(uuid) !== undefined),
      blockSize: cloud.options.blockSize,
      newUuid: () => cloud.random.uuid(),
      newPublicId: () => cloud.random.text(16, ALPHABET),
    })
  }

  /** A live object; nobody's rights are looked at. */
  findObject(account: string, container: string, name: string): PithosObject | undefined {
    const node = this.backend.tree.object(account, container, name)
    return node && view(this.backend, node)
  }

  /** A live object by the uuid that it keeps through updates and moves; nobody's rights are looked at. */
  objectByUuid(uuid: string): PithosObject | undefined {
    const node = this.backend.tree.byUuid(uuid)
    return node && view(this.backend, node)
  }

  /** Live objects with metadata of a domain, by path; with `user`, those that he owns or that are shared with him. */
  objectsOfDomain(domain: string, user?: string): PithosObject[] {
    return domainObjects(this.backend, domain, user)
  }

  /** May the user read it: as owner, by permissions (also of directories and groups), or because it is public? */
  canRead(user: string, { account, container, name }: ObjectRef): boolean {
    return holds(() => this.backend.checkRead(user, account, container, name))
  }

  /** May the user write it: as owner or by permissions? */
  canWrite(user: string, { account, container, name }: ObjectRef): boolean {
    return holds(() => this.backend.checkWrite(user, account, container, name))
  }

  /**
   * Makes a version with other metadata in one domain; all other domains stay.
   * @param replace false: merged, an empty value deletes; true: the domain is these items, none removes the object from it
   * @returns number of the new version
   * @throws {Fault} 403, 404; 400 beyond 32 items
   */
  updateObjectMeta(
    user: string,
    { account, container, name }: ObjectRef,
    domain: string,
    meta: Readonly<Record<string, string>>,
    replace: boolean,
  ): number {
    const changes = new Map(Object.entries(meta))
    return this.#change(() => updateObjectMeta(this.backend, user, account, container, name, domain, changes, replace))
  }

  /** Replaces the permissions that the object itself holds; the order of names is kept. @throws {Fault} 403, 404 */
  updatePermissions(user: string, { account, container, name }: ObjectRef, permissions: Partial<Permissions>): void {
    this.#change(() => updateObjectPermissions(this.backend, user, account, container, name, complete(permissions)))
  }

  /** Makes a container unless it is there. @throws {Fault} 400 */
  ensureContainer(account: string, container: string): void {
    this.#change(() => putContainer(this.backend, account, account, container))
  }

  /**
   * Registers a volume snapshot: an object whose data (`map` names it) is not available yet. Makes the container if need
   * be; charges `pithos.diskspace` of the container's project.
   * @throws {Fault} 403, 413
   */
  registerMap(user: string, object: NewObject & { size: number; map: string; available?: Available }): PithosObject {
    const { size, map, available } = object
    return this.#change(() => {
      const write = { ...this.#described(object), size, map, ...(available !== undefined && { available }) }
      return this.#made(registerMap(this.backend, user, write).node as ObjectNode)
    })
  }

  createObject(user: string, object: NewObject & { content: Uint8Array; bytes?: number }): PithosObject {
    const { content, bytes = content.length } = object
    const { blockSize } = this.backend
    const hashes = Array<string>(Math.ceil(bytes / blockSize)).fill(EMPTY_HASH)
    for (let at = 0; at < content.length; at += blockSize) {
      const block = content.slice(at, at + blockSize)
      const hash = blockHashSync(block)
      void this.cloud.blocks.put(hash, block)
      hashes[at / blockSize] = hash
    }
    const write = { ...this.#described(object), size: bytes, hashes, checksum: '', replaceMeta: true }
    return this.#change(() => {
      const done = writeObject(this.backend, user, write, () => [])
      if ('missing' in done) throw new Error('unreachable')
      return this.#made(done.version.node as ObjectNode)
    })
  }

  /** Says whether the data of a snapshot is there. */
  setAvailable(uuid: string, available: Available): void {
    const node = this.backend.tree.byUuid(uuid)
    const version = node && liveVersion(node)
    if (version) version.available = available
  }

  /** Deletes an object; its history stays, its space is given back. @throws {Fault} 403, 404 */
  deleteObject(user: string, { account, container, name }: ObjectRef): void {
    this.#change(() => deleteObject(this.backend, user, account, container, name))
  }

  #change<T>(run: () => T): T {
    return this.backend.journal.run(run)
  }

  #described({ account, container, name, type, domain = 'pithos', meta = {}, permissions }: NewObject) {
    const full = permissions && complete(permissions)
    return { account, container, name, type, domain, meta: new Map(Object.entries(meta)), permissions: full }
  }

  #made(node: ObjectNode): PithosObject {
    const object = view(this.backend, node)
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
