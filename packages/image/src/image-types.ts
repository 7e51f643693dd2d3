import type { MediaType, Version } from '@kamaki/core'
import type { LiteralUnion } from '@kamaki/core/toolkit'

/** How the disk is stored. */
export type DiskFormat = LiteralUnion<'diskdump' | 'extdump' | 'ntfsdump'>

export type ContainerFormat = LiteralUnion<'aki' | 'ari' | 'ami' | 'bare' | 'ovf'>

/** The state of an image. SAVING: a snapshot that is being taken. UNKNOWN: any state that the registry has no word for. */
export type ImageStatus = LiteralUnion<'AVAILABLE' | 'SAVING' | 'ERROR' | 'DELETED' | 'UNKNOWN'>

/** What {@link Images.listSummaries} shows of an image. Strings are empty where the registry has no value. */
export interface ImageSummary {
  /** Uuid of the object behind it: the image keeps it through new versions and names of the object. */
  id: string
  name: string
  status: ImageStatus
  diskFormat: DiskFormat
  containerFormat: ContainerFormat
  /** Bytes. */
  size: number
}

/** An image: the same in lists as by itself. */
export interface Image extends ImageSummary {
  /** Empty unless it is a snapshot that has one. */
  description: string
  /** `pithos://account/container/object`, its parts percent-encoded: `parseLocation` takes it apart. */
  location: string
  /** The object's Merkle root (of a snapshot, the name of its map), not an MD5. */
  checksum: string
  /** When it was last changed: the server reports the same as in `updatedAt`. */
  createdAt: Date
  updatedAt: Date
  isPublic: boolean
  isSnapshot: boolean
  /** Uuid of the account of the object. */
  owner: string
  /** By name, with underscores. */
  properties: Record<string, string>
}

/** Properties of an image: `os`, `osfamily`, `root_partition`, `users`, `kernel`, or any other. */
export type Properties = Readonly<Record<string, string>>

/** Where the file of an image is, in Pithos. */
export interface ImageLocation {
  /** Uuid of the account. */
  readonly account: string
  readonly container: string
  /** Name of the object; it may have slashes. */
  readonly object: string
}

/** A file in Pithos as its handle has it: what `container(...).object(...)` of a PithosClient returns. */
export interface ImageFile {
  /** Uuid of the account. */
  readonly account: string
  readonly container: string
  /** Name of the object. */
  readonly name: string
}

/** An image to register. */
export interface NewImage {
  /** At most 256 characters. */
  readonly name: string
  /** The user's own file in Pithos: its handle in `@kamaki/pithos`, `pithos://<account>/<container>/<object>`, not encoded, or its parts. */
  readonly location: string | ImageFile | ImageLocation | readonly [account: string, container: string, object: string]
  /** Default: diskdump. */
  readonly diskFormat?: DiskFormat | undefined
  /** Default: bare. */
  readonly containerFormat?: ContainerFormat | undefined
  /** Whether all users may see and use it. Default: false. */
  readonly isPublic?: boolean | undefined
  /** The Merkle root that the file must have; otherwise it is not registered. */
  readonly checksum?: string | undefined
  /** Names lose case, and punctuation becomes `_`. At most 28 properties, 93 characters a name, 256 a value. */
  readonly properties?: Properties | undefined
}

/** What to change of an image. What is omitted stays. */
export interface ImageChanges {
  readonly name?: string | undefined
  readonly diskFormat?: DiskFormat | undefined
  readonly containerFormat?: ContainerFormat | undefined
  /** Only the owner may change this. */
  readonly isPublic?: boolean | undefined
  /** Merged with those that are there; an empty value removes a property. */
  readonly properties?: Properties | undefined
}

/** A version of the registry's API. There are two, `v1.0` and its other name `v1`. */
export interface ImageVersion extends Version {
  media_types: MediaType[]
}
