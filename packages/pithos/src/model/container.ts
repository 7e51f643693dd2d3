import type { RequestOptions } from '@kamaki/core'
import type { LiteralUnion } from '@kamaki/core/toolkit'
import type { TimeConditions, Until } from './conditions.ts'
import type { BlockFormat } from './hashmap.ts'
import type { PageOptions } from './listing.ts'
import type { Metadata, MetadataChanges } from './metadata.ts'

/** Settings of a container that its owner may choose. */
export interface ContainerPolicy {
  /** Bytes; Infinity: no limit of its own (0 on the wire). */
  readonly quota: number
  /** `auto` keeps replaced and deleted versions until they are purged, `none` drops them at once. */
  readonly versioning: LiteralUnion<'auto' | 'none'>
  /** Uuid of the project that pays for the space; by default the account's own uuid. */
  readonly project: string
}

/** Some of a container's settings. */
export type PolicyChanges = { readonly [K in keyof ContainerPolicy]?: ContainerPolicy[K] | undefined }

/** A container, as lists have it. What is optional only its owner sees. */
export interface ContainerSummary {
  readonly name: string
  readonly objectCount?: number | undefined
  readonly bytesUsed?: number | undefined
  readonly policy?: ContainerPolicy | undefined
  /** The latest change, also where `until` asks for an earlier time. */
  readonly lastModified: Date | undefined
  readonly untilTimestamp?: Date | undefined
}

/** A container. */
export interface ContainerInfo extends ContainerSummary {
  /** How content is cut and hashed. */
  readonly blocks: BlockFormat
  readonly metadata: Metadata
  /** Names of metadata found on the container's objects. */
  readonly objectMetadataNames: readonly string[]
}

/** A container to create in the plain dialect. */
export interface NewContainer {
  readonly metadata?: Metadata | undefined
}

/** A container to create. What is not given gets the server's default: no quota, `auto`, the account's own project. */
export interface NewPithosContainer extends NewContainer, PolicyChanges {}

/** Changes of a container: what is not named stays. */
export interface ContainerChanges extends PolicyChanges {
  /** Null deletes an item. */
  readonly metadata?: MetadataChanges | undefined
}

/** Which containers to list. */
export interface ListContainersOptions extends PageOptions, TimeConditions, RequestOptions {
  /** Only containers with objects that are shared. With `public`: these as well. */
  readonly shared?: boolean | undefined
  /** Only containers with objects that are published. Only the owner may ask. */
  readonly public?: boolean | undefined
  /** As it was at this time (whole seconds). Only the owner may look back. */
  readonly until?: Until | undefined
}
