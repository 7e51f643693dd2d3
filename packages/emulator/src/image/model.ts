import type { User } from '../identity/model.ts'

/** An image or a snapshot: a Pithos object with metadata in the domain `plankton`. As it is at the time; ask again after a change. */
export interface Image {
  /** The uuid of the object. */
  readonly id: string
  readonly name: string | undefined
  /** AVAILABLE, UNAVAILABLE or ERROR, or whatever string an update stored over it. */
  readonly status: string
  readonly owner: string
  readonly isPublic: boolean
  readonly isSnapshot: boolean
  /** `pithos://account/container/object`, percent-encoded. */
  readonly location: string
  /** Bytes. */
  readonly size: number
  /** The object's Merkle root, or the map of a snapshot. */
  readonly checksum: string
  /** Milliseconds since 1970: the time of the object's version, both. */
  readonly createdAt: number
  readonly updatedAt: number
  readonly diskFormat: string | undefined
  readonly containerFormat: string | undefined
  readonly description: string | undefined
  /** The volume that a snapshot was taken of. */
  readonly volumeId: string | undefined
  readonly properties: Readonly<Record<string, string>>
  /** Who may read it, `*` left out. */
  readonly users: readonly string[]
}

export interface SnapshotInit {
  name: string
  /** Name of the object, the snapshot's if it is left out. */
  file?: string
  description: string
  volumeId: string
  /** Bytes. */
  size: number
  map?: string
  properties?: Readonly<Record<string, string>>
}

/** What other services ask the image registry. */
export interface Images {
  /** All that a user sees: own, shared with them, and public ones; snapshots too. Newest first. */
  list(user: User): Image[]
  /** @throws {Fault} 400 not a uuid, 403 the user may not read it, 404 no such object, or it is not an image */
  get(user: User, id: string): Image
  /** An image whoever asks; undefined if there is none. */
  peek(id: string): Image | undefined
  /** Merges properties into an image; an empty string deletes one. @throws {Fault} 400, 403, 404 */
  setProperties(user: User, id: string, properties: Readonly<Record<string, string>>): void
  /** Properties instead of all metadata, the name included: it is not an image any more (what PUT of metadata does). @throws {Fault} 400, 403, 404 */
  replaceDomain(user: User, id: string, properties?: Readonly<Record<string, string>>): void
  /** Takes the image metadata off the object; the object and its sharing stay. @throws {Fault} 400, 403, 404 */
  unregister(user: User, id: string): void
  /** Registers a snapshot that is being taken: a map of blocks in the container `snapshots`. @throws {Fault} 400, 413 */
  registerSnapshot(user: User, init: SnapshotInit): string
  /** What has become of a snapshot. */
  setStatus(id: string, status: 'AVAILABLE' | 'ERROR'): void
  /** What will have become of a snapshot after the time that background work takes. */
  planStatus(id: string, status: 'AVAILABLE' | 'ERROR'): void
  /** Sets name or description. @throws {Fault} 400, 403, 404 */
  rename(user: User, id: string, changes: { name?: string; description?: string }): void
  /** Deletes the object behind an image or a snapshot. @throws {Fault} 400, 403, 404 */
  deleteFile(user: User, id: string): void
}
