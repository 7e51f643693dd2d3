import { badRequest, forbidden, itemNotFound } from '../http/fault.ts'
import { codePointLength, compareCodePoints } from '../python/code-points.ts'
import { pythonInt } from '../python/int.ts'
import { AccessList } from './access-list.ts'
import { isDirectory, type ObjectRef, pathOf } from './model.ts'
import {
  type Account,
  type Container,
  liveVersion,
  type ObjectNode,
  type Version,
  type VersionInit,
  versionWith,
} from './nodes.ts'
import type { QuotaCharges } from './quota-charges.ts'
import type { Transaction } from './transaction.ts'
import type { Tree } from './tree.ts'

/** Who asks: the uuid of a user, or null for somebody without a token. */
export type Who = string | null

export interface ObjectStoreParts {
  transaction: Transaction
  tree: Tree
  charges: QuotaCharges
  blockSize: number
  listLimit: number
  newUuid(): string
  newPublicId(): string
}

/** The parts of the store, and what all operations on it share: looking things up and checking rights. */
export class ObjectStore {
  readonly transaction: Transaction
  readonly tree: Tree
  readonly charges: QuotaCharges
  readonly access: AccessList
  readonly blockSize: number
  /** How many entries a listing has at most. */
  readonly listLimit: number
  readonly newUuid: () => string
  readonly newPublicId: () => string

  constructor(parts: ObjectStoreParts) {
    this.transaction = parts.transaction
    this.tree = parts.tree
    this.charges = parts.charges
    this.blockSize = parts.blockSize
    this.listLimit = parts.listLimit
    this.newUuid = () => parts.newUuid()
    this.newPublicId = () => parts.newPublicId()
    this.access = new AccessList(parts.transaction, (user) => this.tree.groupsOf(user))
  }

  /** The account, created on first contact of its owner. */
  ensureAccount(name: string): Account {
    const found = this.tree.accounts.get(name)
    if (found) return found
    if (codePointLength(name) > 256) throw badRequest('User identifier should be at most 256 characters long.')
    const account = this.tree.addAccount(name)
    this.tree.addVersion(account, this.emptyVersion(name))
    return account
  }

  /** What the first version of an account or a container is created from. */
  emptyVersion(user: string): VersionInit {
    return {
      hash: null,
      size: 0,
      type: '',
      muser: user,
      uuid: this.newUuid(),
      checksum: '',
      isSnapshot: false,
      hashes: [],
      meta: new Map(),
      cluster: 'normal',
      available: 1,
      mapCheck: null,
    }
  }

  /** @throws {Fault} 404 */
  requireContainer(account: string, name: string): Container {
    const container = this.tree.container(account, name)
    if (!container) throw itemNotFound('Container does not exist')
    return container
  }

  /** The path of an object, live or not. @throws {Fault} 404 */
  requireObject(ref: ObjectRef): ObjectNode {
    const node = this.tree.object(ref)
    if (!node) throw itemNotFound('Object does not exist')
    return node
  }

  /** A version of an object, by default the live one. @throws {Fault} 404 */
  requireVersion(node: ObjectNode, serial?: string): Version {
    if (serial === undefined) {
      const live = liveVersion(node)
      if (!live) throw itemNotFound('Object does not exist')
      return live
    }
    const number = pythonInt(serial)
    const version = number === undefined ? undefined : versionWith(node, Number(number))
    if (!version || version.cluster === 'deleted') throw itemNotFound('Version does not exist')
    return version
  }

  /** The path whose permissions hold for an object: its own, or those of the nearest directory above that has some. */
  permissionsPath(ref: ObjectRef): string | null {
    const path = pathOf(ref)
    const candidates = this.access.inherited(path).sort((a, b) => compareCodePoints(b, a))
    for (const candidate of candidates) {
      if (candidate === path) return candidate
      const above = candidate.slice(ref.account.length + ref.container.length + 2)
      const node = above === '' ? undefined : this.tree.object({ ...ref, name: above })
      const live = node && liveVersion(node)
      if (live && isDirectory(live.type)) return candidate
    }
    return null
  }

  allowedAccounts(user: Who): string[] {
    return unique(this.access.partsGrantedTo(user, ''))
  }

  allowedContainers(user: Who, account: string): string[] {
    return unique(this.access.partsGrantedTo(user, `${account}/`))
  }

  checkReadAccount(user: Who, account: string): void {
    if (user !== account && !this.access.grantsBelow(user, `${account}/`))
      throw forbidden('User does not have read access to the account')
  }

  checkWriteAccount(user: Who, account: string): void {
    if (user !== account) throw forbidden('User does not have write access to the account')
  }

  checkReadContainer(user: Who, account: string, container: string): void {
    // A container with a slash in its name is taken for one whose name ends there.
    if (user !== account && (container.includes('/') || !this.access.grantsBelow(user, `${account}/${container}/`)))
      throw forbidden('User does not have read access to the container')
  }

  checkWriteContainer(user: Who, account: string): void {
    if (user !== account) throw forbidden('User does not have write access to the container')
  }

  checkRead(user: Who, ref: ObjectRef): void {
    if (user === ref.account || this.access.publicId(pathOf(ref)) !== undefined) return
    const path = this.permissionsPath(ref)
    if (path === null) throw forbidden('User does not have access to the object')
    if (!this.access.allows(path, 'read', user) && !this.access.allows(path, 'write', user))
      throw forbidden('User does not have read access to the object')
  }

  checkWrite(user: Who, ref: ObjectRef): void {
    if (user === ref.account) return
    const path = this.permissionsPath(ref)
    if (path === null) throw forbidden('User does not have access to the object')
    if (!this.access.allows(path, 'write', user)) throw forbidden('User does not have write access to the object')
  }
}

const unique = (names: readonly string[]): string[] => [...new Set(names)].sort(compareCodePoints)
