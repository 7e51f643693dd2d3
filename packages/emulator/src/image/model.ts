/** An image or a snapshot: a Pithos object with metadata in the domain `plankton`. A picture of the moment; ask again after a change. */
export interface Image {
  /** The uuid of the object. */
  readonly id: string
  readonly name: string | undefined
  /** AVAILABLE, UNAVAILABLE or ERROR, or whatever text an update stored over it. */
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
