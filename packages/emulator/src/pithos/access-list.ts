import type { Permissions } from './model.ts'
import { NameMap } from './name-map.ts'
import type { Transaction } from './transaction.ts'

const NOBODY: Readonly<Permissions> = { read: [], write: [] }

/** A path (`account/container/object`) that holds permissions. */
export interface SharedPath {
  readonly name: string
  readonly permissions: Readonly<Permissions>
}

/** A path that is published. */
export interface PublicPath {
  readonly name: string
  readonly id: string
}

/** Who is told which path has other permissions or another public identifier. */
export interface AccessListener {
  sharing(path: string): void
  published(path: string): void
}

/** Permissions and publications of paths. */
export class AccessList {
  readonly #transaction: Transaction
  #listener: AccessListener | undefined
  readonly #shared: NameMap<SharedPath> = new NameMap()
  /** Paths by those whom their permissions name. */
  readonly #granted: Map<string, NameMap<SharedPath>> = new Map()
  readonly #public: NameMap<PublicPath> = new NameMap()
  readonly #byPublicId: Map<string, string> = new Map()
  /** `owner:group` of every group that a user is in. */
  readonly #groupsOf: (user: string) => string[]

  constructor(transaction: Transaction, groupsOf: (user: string) => string[]) {
    this.#transaction = transaction
    this.#groupsOf = groupsOf
  }

  /** Has somebody told of every change. */
  listen(listener: AccessListener): void {
    this.#listener = listener
  }

  get shared(): NameMap<SharedPath> {
    return this.#shared
  }

  get published(): NameMap<PublicPath> {
    return this.#public
  }

  /** The permissions that a path holds itself. */
  own(path: string): Readonly<Permissions> | undefined {
    return this.#shared.get(path)?.permissions
  }

  set(path: string, permissions: Readonly<Permissions>): void {
    const before = this.own(path)
    this.put(path, permissions)
    this.#transaction.undo(() => this.put(path, before ?? NOBODY))
  }

  /** Sets permissions outside of a transaction. */
  put(path: string, permissions: Readonly<Permissions>): void {
    for (const name of namesIn(this.own(path) ?? NOBODY)) this.#granted.get(name)?.delete(path)
    const names = namesIn(permissions)
    const item = { name: path, permissions }
    if (names.size === 0) this.#shared.delete(path)
    else this.#shared.set(item)
    for (const name of names) {
      const paths = this.#granted.get(name) ?? new NameMap()
      paths.set(item)
      this.#granted.set(name, paths)
    }
    this.#listener?.sharing(path)
  }

  publicId(path: string): string | undefined {
    return this.#public.get(path)?.id
  }

  pathOfPublic(id: string): string | undefined {
    return this.#byPublicId.get(id)
  }

  /** Publishes a path, unless it is public already. */
  publish(path: string, newId: () => string): void {
    if (this.publicId(path) !== undefined) return
    this.putPublic(path, newId())
    this.#transaction.undo(() => this.putPublic(path, undefined))
  }

  unpublish(path: string): void {
    const id = this.publicId(path)
    if (id === undefined) return
    this.putPublic(path, undefined)
    this.#transaction.undo(() => this.putPublic(path, id))
  }

  /** Sets the public identifier outside of a transaction, or takes it away. */
  putPublic(path: string, id: string | undefined): void {
    const before = this.publicId(path)
    if (before !== undefined) this.#byPublicId.delete(before)
    if (id === undefined) this.#public.delete(path)
    else {
      this.#public.set({ name: path, id })
      this.#byPublicId.set(id, path)
    }
    this.#listener?.published(path)
  }

  /** Ends sharing and publication. */
  clear(path: string): void {
    if (this.own(path)) this.set(path, NOBODY)
    this.unpublish(path)
  }

  /** May `user` do this by the permissions that `path` itself holds? */
  allows(path: string | null, right: 'read' | 'write', user: string | null): boolean {
    const names = path === null ? undefined : this.own(path)?.[right]
    if (!names || names.length === 0) return false
    return this.#namesOf(user).some((name) => names.includes(name))
  }

  /** Paths above `path` (itself included) that hold permissions. */
  inherited(path: string): string[] {
    if (this.#shared.size === 0) return []
    const parts = path.replace(/\/+$/, '').split('/')
    const found: string[] = []
    for (let i = 2; i <= parts.length; i++) {
      const part = parts.slice(0, i).join('/')
      if (this.own(part)) found.push(part)
      if (part !== path && this.own(`${part}/`)) found.push(`${part}/`)
    }
    return found
  }

  /**
   * Where a search below `prefix` begins: below a shared directory everything is shared, and so it begins at the directory.
   */
  starts(prefix: string): string[] {
    const above = this.inherited(prefix)
    return above.length > 0 ? above : [prefix]
  }

  /** Paths that hold permissions. */
  sharedBelow(prefix: string): string[] {
    return [...new Set(this.starts(prefix).flatMap((start) => [...below(this.#shared, start)]))]
  }

  /** Paths that grant something to a user, directly, through a group or to everybody. */
  grantedBelow(user: string | null, prefix: string): string[] {
    const paths = this.#grantedTo(user)
    return [...new Set(this.starts(prefix).flatMap((start) => paths.flatMap((map) => [...below(map, start)])))]
  }

  /** Does any path that begins with `prefix` grant something to a user? */
  grantsBelow(user: string | null, prefix: string): boolean {
    return this.#grantedTo(user).some((map) => map.first(prefix)?.name.startsWith(prefix))
  }

  /** Does the path itself grant something to a user? */
  grants(user: string | null, path: string): boolean {
    return this.#grantedTo(user).some((map) => map.get(path) !== undefined)
  }

  /** What comes after `prefix`, up to the next slash, in paths that grant something to a user. */
  partsGrantedTo(user: string | null, prefix: string): string[] {
    return this.#grantedTo(user).flatMap((map) => [...partsBelow(map, prefix)])
  }

  /** What comes after `prefix`, up to the next slash, in paths that hold permissions. */
  partsShared(prefix: string): string[] {
    return [...partsBelow(this.#shared, prefix)]
  }

  /** What comes after `prefix`, up to the next slash, in published paths. */
  partsPublished(prefix: string): string[] {
    return [...partsBelow(this.#public, prefix)]
  }

  #namesOf(user: string | null): string[] {
    return user === null ? ['*'] : ['*', user, ...this.#groupsOf(user)]
  }

  #grantedTo(user: string | null): NameMap<SharedPath>[] {
    return this.#namesOf(user).flatMap((name) => this.#granted.get(name) ?? [])
  }
}

function namesIn({ read, write }: Readonly<Permissions>): ReadonlySet<string> {
  return new Set([...read, ...write])
}

/** Paths that begin with `prefix`, in order. */
function* below(map: NameMap<{ readonly name: string }>, prefix: string): Generator<string, void, undefined> {
  for (const { name } of map.from(prefix)) {
    if (!name.startsWith(prefix)) return
    yield name
  }
}

/** Each part once, without a walk through the paths that share it. */
function* partsBelow(map: NameMap<{ readonly name: string }>, prefix: string): Generator<string, void, undefined> {
  for (let from = prefix; ; ) {
    const name = map.first(from)?.name
    if (!name?.startsWith(prefix)) return
    const [part = ''] = name.slice(prefix.length).split('/', 1)
    yield part
    // What comes after all that begins with the part and a slash.
    from = `${prefix}${part}0`
  }
}
