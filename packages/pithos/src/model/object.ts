import type { LiteralUnion } from '@kamaki/core/toolkit'
import type { Metadata } from './metadata.ts'

/** Who may read and who may write an object, as it is. */
export interface Access {
  readonly read: readonly string[]
  readonly write: readonly string[]
}

/**
 * Who is to read and who is to write an object. A principal is a user's uuid, `<account uuid>:<group>` or `*` (everybody who is logged
 * in). Who may write may read as well. The server lower-cases principals and does not check that they exist.
 */
export type Permissions = { readonly [K in keyof Access]?: Access[K] | undefined }

/** The content of an object, public or not. */
export interface ContentInfo {
  /** Bytes of the content; of a manifest, the sum of its parts. */
  readonly bytes: number
  /** Type as it was stored. */
  readonly contentType: string
  /** Without quotes: the Merkle root, or MD5 where the cloud computes it. */
  readonly etag: string
  /** Time of the newest version, even when an older one is asked for. */
  readonly lastModified: Date | undefined
  /** Whether the data is there: `pending` while a snapshot is being written, `broken` if that failed. */
  readonly availability: LiteralUnion<'available' | 'pending' | 'broken'>
  readonly contentEncoding?: string | undefined
  readonly contentDisposition?: string | undefined
}

/** An object, as lists have it. */
export interface ObjectSummary extends Pick<ContentInfo, 'bytes' | 'contentType' | 'lastModified' | 'availability'> {
  readonly name: string
  /** Merkle root of the block hashes; of a snapshot the name of its map. */
  readonly hash: string | undefined
  /** Survives updates and moves; a copy gets another. */
  readonly uuid: string
  /** Version that was read; undefined where the cloud does not say. */
  readonly version: number | undefined
  /** When that version was created. */
  readonly versionTimestamp: Date | undefined
  /** Uuid of the user who created that version. */
  readonly modifiedBy: string
  /** Who else has access: in a list by permissions of this very object, in a single read also inherited. Only of the current version. */
  readonly sharing?: Access | undefined
  /** `account/container/object` that the permissions come from, when that is not the object itself. */
  readonly sharedBy?: string | undefined
  /** What the caller may do; only when not the owner. */
  readonly allowedTo?: LiteralUnion<'read' | 'write'> | undefined
  /** Where anybody can read it; visible to the owner alone, and only of the current version. */
  readonly publicUrl?: string | undefined
  readonly subdir?: undefined
}

/** An object. */
export interface ObjectInfo extends ObjectSummary, ContentInfo {
  readonly hash: string
  /** User metadata; names in lower case. */
  readonly metadata: Metadata
  /** `<container>/<prefix>` of the parts that the object consists of. */
  readonly manifest?: string | undefined
}

/** A virtual directory of a list: what the names below it have in common, up to and with the delimiter. */
export interface SubdirEntry {
  readonly subdir: string
  readonly name?: undefined
}

/** A version of an object. */
export interface ObjectVersion {
  readonly version: number
  readonly created: Date
}

/** Where the parts of a manifest are: objects of a container whose names start with a prefix, in the order of their names. */
export interface ManifestParts {
  readonly container: string
  readonly prefix: string
}

/** What an object is given besides its content. */
export interface ObjectProperties {
  /** Type of the content, ASCII, at most 256 characters. */
  readonly contentType?: string | undefined
  readonly contentEncoding?: string | undefined
  /** What browsers do with it, `attachment; filename="a.pdf"` say. At most 256 characters. */
  readonly contentDisposition?: string | undefined
  /** Makes the object a manifest of these parts. */
  readonly manifest?: ManifestParts | undefined
  /** User metadata: all of it, where the object is written anew. */
  readonly metadata?: Metadata | undefined
  /** Who else may read and write it. Only its account's owner may say so. Omitted: as it was. */
  readonly sharing?: Permissions | undefined
  /** Whether anybody may read it by its public URL. Omitted: as it was. */
  readonly public?: boolean | undefined
}

/** What a write responds. */
export interface WriteResult {
  /** The new content's ETag, where the server sends it. */
  readonly etag: string | undefined
  /** The version that was created; undefined if none was, or the server does not say. */
  readonly version: number | undefined
}
