import { compareCodePoints } from '../python/code-points.ts'
import type { Permissions } from './model.ts'
import type { Transaction } from './transaction.ts'

const NOBODY: Readonly<Permissions> = { read: [], write: [] }

/** Permissions and publications of paths (`account/container/object`), and the groups of accounts. */
export class AccessList {
  readonly #transaction: Transaction
  readonly #permissions: Map<string, Readonly<Permissions>> = new Map()
  readonly #publicIds: Map<string, string> = new Map()
  readonly #publicPaths: Map<string, string> = new Map()
  /** `owner:group` of every group that a user is in. */
  readonly #groupsOf: (user: string) => string[]

  constructor(transaction: Transaction, groupsOf: (user: string) => string[]) {
    this.#transaction = transaction
    this.#groupsOf = groupsOf
  }

  /** The permissions that a path holds itself. */
  own(path: string): Readonly<Permissions> | undefined {
    return this.#permissions.get(path)
  }

  set(path: string, permissions: Readonly<Permissions>): void {
    const before = this.#permissions.get(path)
    const none = permissions.read.length === 0 && permissions.write.length === 0
    this.#put(this.#permissions, path, none ? undefined : permissions, before)
  }

  publicId(path: string): string | undefined {
    return this.#publicIds.get(path)
  }

  pathOfPublic(id: string): string | undefined {
    return this.#publicPaths.get(id)
  }

  /** Publishes a path, unless it is public already. */
  publish(path: string, newId: () => string): void {
    if (this.#publicIds.has(path)) return
    const id = newId()
    this.#put(this.#publicIds, path, id, undefined)
    this.#put(this.#publicPaths, id, path, undefined)
  }

  unpublish(path: string): void {
    const id = this.#publicIds.get(path)
    if (id === undefined) return
    this.#put(this.#publicIds, path, undefined, id)
    this.#put(this.#publicPaths, id, undefined, path)
  }

  /** Ends sharing and publication. */
  clear(path: string): void {
    this.set(path, NOBODY)
    this.unpublish(path)
  }

  /** May `user` do this by the permissions that `path` itself holds? */
  allows(path: string | null, right: 'read' | 'write', user: string | null): boolean {
    const names = path === null ? undefined : this.#permissions.get(path)?.[right]
    if (!names || names.length === 0) return false
    if (names.includes('*') || (user !== null && names.includes(user))) return true
    return user !== null && this.#groupsOf(user).some((group) => names.includes(group))
  }

  /** Paths above `path` (itself included) that hold permissions. */
  inherited(path: string): string[] {
    const parts = path.replace(/\/+$/, '').split('/')
    const found: string[] = []
    for (let i = 2; i <= parts.length; i++) {
      const part = parts.slice(0, i).join('/')
      if (this.#permissions.has(part)) found.push(part)
      if (part !== path && this.#permissions.has(`${part}/`)) found.push(`${part}/`)
    }
    return found
  }

  /** Paths that grant something to a user, directly, through a group or to everybody. */
  grantedTo(user: string | null, prefix = ''): string[] {
    const starts = this.#starts(prefix)
    const names = new Set(['*', ...(user === null ? [] : [user, ...this.#groupsOf(user)])])
    const out: string[] = []
    for (const [path, { read, write }] of this.#permissions) {
      if (!starts.some((start) => path.startsWith(start))) continue
      if (read.some((name) => names.has(name)) || write.some((name) => names.has(name))) out.push(path)
    }
    return out
  }

  /** Paths that hold permissions. */
  shared(prefix: string): string[] {
    const starts = this.#starts(prefix)
    return [...this.#permissions.keys()]
      .filter((path) => starts.some((start) => path.startsWith(start)))
      .sort(compareCodePoints)
  }

  /** Published paths and their identifiers. */
  published(prefix: string): [path: string, id: string][] {
    return [...this.#publicIds].filter(([path]) => path.startsWith(prefix))
  }

  // Below a shared directory everything is shared: then the search begins at the directory.
  #starts(prefix: string): string[] {
    if (prefix === '') return ['']
    const above = this.inherited(prefix)
    return above.length > 0 ? above : [prefix]
  }

  #put<V>(map: Map<string, V>, key: string, value: V | undefined, before: V | undefined): void {
    const write = (item: V | undefined) => (item === undefined ? map.delete(key) : map.set(key, item))
    write(value)
    this.#transaction.undo(() => write(before))
  }
}
