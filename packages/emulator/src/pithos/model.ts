/** 1 the data is there, 0 not yet (a snapshot being written), -1 broken. */
export type Available = 1 | 0 | -1

/** Are these content types those of directories, whose permissions hold for all below them? */
export function isDirectory(type: string): boolean {
  const bare = (type.split(';')[0] ?? '').trim()
  return bare === 'application/directory' || bare === 'application/folder'
}

/** Where an object is. */
export interface ObjectRef {
  readonly account: string
  readonly container: string
  readonly name: string
}

/** `account/container/object` */
export function pathOf({ account, container, name }: ObjectRef): string {
  return `${account}/${container}/${name}`
}

/** Who may read and who may write: user uuids, `<account>:<group>`, or `*`. */
export interface Permissions {
  read: string[]
  write: string[]
}

/** A live object as other services see it, at the time of the call. */
export interface PithosObject extends ObjectRef {
  readonly uuid: string
  /** `account/container/name` */
  readonly path: string
  /** Merkle root in hex; of a snapshot, the name of its map. */
  readonly hash: string
  readonly hashes: readonly string[]
  readonly bytes: number
  readonly type: string
  /** MD5, or ''. */
  readonly checksum: string
  readonly version: number
  /** Milliseconds since 1970; when this version was created. */
  readonly modified: number
  readonly modifiedBy: string
  /** Milliseconds since 1970; when the object's first version that is still kept was created. */
  readonly created: number
  readonly available: Available
  readonly isSnapshot: boolean
  /** Those that the object itself holds. */
  readonly permissions: Readonly<Permissions>
  /** Public identifier, if it is published. */
  readonly publicId: string | undefined
  meta(domain: string): Record<string, string>
}

/** Where an object is to be, and what is told about it. */
export interface NewObject extends ObjectRef {
  type: string
  /** Metadata and the domain that it belongs to (`pithos`: headers). */
  domain?: string
  meta?: Readonly<Record<string, string>>
  permissions?: Partial<Permissions>
}

/**
 * What other services ask of the object store. All is synchronous; a call that throws a `Fault` (worded as Pithos words
 * it) has changed nothing. Objects are returned as they are at the time: look again after a change.
 */
export interface Pithos {
  /** A live object; nobody's rights are looked at. */
  findObject(object: ObjectRef): PithosObject | undefined
  /** A live object by the uuid that it keeps through updates and moves; nobody's rights are looked at. */
  objectByUuid(uuid: string): PithosObject | undefined
  /** Live objects with metadata of a domain other than that of headers, by path; with `user`, those that they own or that are shared with them. */
  objectsOfDomain(domain: string, user?: string): PithosObject[]
  /** May the user read it: as owner, by permissions (also of directories and groups), or because it is public? */
  canRead(user: string, object: ObjectRef): boolean
  /** May the user write it: as owner or by permissions? */
  canWrite(user: string, object: ObjectRef): boolean
  /**
   * Creates a version with other metadata in one domain; all other domains stay.
   * @param replace false: merged, an empty value deletes; true: the domain is these items, none removes the object from it
   * @returns number of the new version
   * @throws {Fault} 403, 404; 400 beyond 32 items
   */
  updateObjectMeta(
    user: string,
    object: ObjectRef,
    domain: string,
    meta: Readonly<Record<string, string>>,
    replace: boolean,
  ): number
  /** Replaces the permissions that the object itself holds; the order of names is kept. @throws {Fault} 403, 404 */
  updatePermissions(user: string, object: ObjectRef, permissions: Partial<Permissions>): void
  /** Creates a container unless it is there. @throws {Fault} 400 */
  ensureContainer(account: string, container: string): void
  /**
   * Registers a volume snapshot: an object whose data (`map` names it) is not available yet. Creates the container if
   * need be; charges `pithos.diskspace` of the container's project.
   * @throws {Fault} 403, 413
   */
  registerMap(user: string, object: NewObject & { size: number; map: string; available?: Available }): PithosObject
  /** Says whether the data of a snapshot is there. */
  setAvailable(uuid: string, available: Available): void
  /** Creates or replaces an object with this (small) content, followed by zero bytes up to `bytes`. @throws {Fault} 400, 403, 404, 413 */
  createObject(user: string, object: NewObject & { content: Uint8Array; bytes?: number }): PithosObject
  /** Deletes an object; its history stays, its space is given back. @throws {Fault} 403, 404 */
  deleteObject(user: string, object: ObjectRef): void
}
