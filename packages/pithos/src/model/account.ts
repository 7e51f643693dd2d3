import type { RequestOptions } from '@kamaki/core'
import type { TimeConditions, Until } from './conditions.ts'
import type { Metadata, MetadataChanges } from './metadata.ts'

/** Groups by name: the uuids of their members. */
export type Groups = Readonly<Record<string, readonly string[]>>

/** An account, as lists have it. */
export interface AccountSummary {
  /** Uuid of its owner. */
  readonly id: string
  readonly lastModified: Date | undefined
}

/** An account. Anybody but its owner sees only `id` and `lastModified`. */
export interface AccountInfo extends AccountSummary {
  readonly containerCount?: number | undefined
  /** Bytes in use, over all projects. */
  readonly bytesUsed?: number | undefined
  readonly quota?:
    | {
        /** Bytes, the sum over all projects; Infinity: no limit. */
        readonly total: number
        /** Bytes by project uuid. */
        readonly projects: Readonly<Record<string, number>>
      }
    | undefined
  readonly groups: Groups
  readonly metadata: Metadata
  readonly untilTimestamp?: Date | undefined
}

/** Changes of an account: what is not named stays. */
export interface AccountChanges {
  /** Null deletes an item. */
  readonly metadata?: MetadataChanges | undefined
  /**
   * The members of groups; a group without members is deleted. Names are lower case, without `-` and `_`; at most 32 groups of 32 members.
   */
  readonly groups?: Groups | undefined
}

/** Options of the `info` of an account or container: as of when, and on which conditions. */
export interface InfoOptions extends TimeConditions, RequestOptions {
  /** As it was at this time (whole seconds). Only the owner may look back. */
  readonly until?: Until | undefined
}
