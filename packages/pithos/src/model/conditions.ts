/** Preconditions of a read or a write. Each method says which of them the server looks at. */
export interface Conditions {
  /** Only if the object's ETag is this one, or one of these; `*`: only if it exists. */
  readonly ifMatch?: string | readonly string[] | undefined
  /**
   * Only if the object's ETag is none of these; `*`: only if it does not exist. A match is a NotModifiedError (304) when reading, a
   * PreconditionFailedError (412) when writing.
   */
  readonly ifNoneMatch?: string | readonly string[] | undefined
  /** Only if it changed after this time (whole seconds). */
  readonly ifModifiedSince?: Date | undefined
  /** Only if it did not change after this time (whole seconds). */
  readonly ifUnmodifiedSince?: Date | undefined
}

/** The preconditions on time, of accounts, containers and listings. */
export type TimeConditions = Pick<Conditions, 'ifModifiedSince' | 'ifUnmodifiedSince'>

/** Preconditions that a write looks at. */
export interface WriteConditions extends Pick<Conditions, 'ifMatch' | 'ifNoneMatch'> {
  /**
   * Only if there is no such object yet (`If-None-Match: *`); otherwise PreconditionFailedError. Two clients that create it at the same
   * time can both pass.
   */
  readonly ifNotExist?: boolean | undefined
}

/** A time in the past: a Date, or whole seconds since 1970. */
export type Until = Date | number

/**
 * A range of bytes: `first` to `last`, both included and counted from 0; without `last` to the end; or the last `suffix` bytes.
 */
export type ByteRange = { readonly first: number; readonly last?: number | undefined } | { readonly suffix: number }
