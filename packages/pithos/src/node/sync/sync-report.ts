import type { NameProblem } from './local-path.ts'

/** A step of a sync; in a dry run, what would be one. */
export interface SyncAction {
  readonly action: 'upload' | 'download' | 'create-directory' | 'delete'
  /** Where, relative to the directory, with `/` between its parts. */
  readonly path: string
  /** Name of the object. */
  readonly name: string
  /** A directory in the cloud is an empty object of type `application/directory`. */
  readonly kind: 'file' | 'directory'
  /** Bytes of the content; 0 for directories and deletions. */
  readonly bytes: number
  /**
   * `missing`: it is not there yet. `size`, `content`: it is another one. `kind`: a directory is where a file should be, or the other way
   * round. `extra`: it is on this side only.
   */
  readonly reason: 'missing' | 'size' | 'content' | 'kind' | 'extra'
  /** The content could not be checked: the object was truncated in the cloud, or is a manifest. */
  readonly unverified?: true | undefined
}

/** An action whose outcome is still to be filled in. */
export type PlannedAction = { -readonly [K in keyof SyncAction]: SyncAction[K] }

/** Why something is left alone. */
export type SkipReason =
  | NameProblem
  /** On this disk it would be the same file as another object: see `detail`. */
  | 'clash'
  /** An object is named like a directory that others are in. */
  | 'needed-as-directory'
  /** A file is where a directory is needed, or the other way round, on the side that is written to; with `delete` it is replaced. */
  | 'in-the-way'
  /** A symbolic link, here or in the place of a directory above. */
  | 'link'
  /** A symbolic link to something outside the directory, or to nothing. */
  | 'link-out-of-tree'
  /** A symbolic link to a directory that it is in. */
  | 'link-loop'
  /** A device, a socket, a pipe. */
  | 'special'
  /** A name that no object can have: too long, with a line feed, or not valid Unicode. */
  | 'name-not-storable'
  /** The object's content is not there (a snapshot that is being written, or that failed). */
  | 'not-available'
  /** It was removed after it had been listed. */
  | 'vanished'
  /** It was changed on disk after it had been looked at, and so is not overwritten or deleted. */
  | 'changed-meanwhile'
  /** A directory to delete that still has something in it. */
  | 'not-empty'
  /** It would have been deleted, had nothing failed before: nothing is then. */
  | 'not-deleted'

/** Something that is left alone, and why. */
export interface SyncSkip {
  readonly path: string
  /** Name of the object, if it is about one. */
  readonly name?: string | undefined
  readonly reason: SkipReason
  /** More about it, in words. */
  readonly detail?: string | undefined
}

/** Something that failed. */
export interface SyncFailure {
  readonly path: string
  readonly name?: string | undefined
  /** What was tried: an action, to look into a directory, or to compare a file. */
  readonly action: SyncAction['action'] | 'scan' | 'compare'
  readonly error: unknown
}

/** How much a sync did; in a dry run, how much there is to do. */
export interface SyncCounts {
  /** Files uploaded. */
  uploaded: number
  /** Files downloaded. */
  downloaded: number
  /** Directories created: here, or as objects. */
  created: number
  /** Files and directories deleted. */
  deleted: number
  /** Files and directories that were left alone for a reason. */
  skipped: number
  /** Files and directories that failed. */
  failed: number
}

/**
 * What a sync did. The lists hold no more than `reportLimit` items each, 10000 by default; `counts` counts all of them, and `onAction`,
 * `onSkip` and `onFailure` are called for each.
 */
export interface SyncReport {
  dryRun: boolean
  counts: SyncCounts
  /** Files and directories that were right already. */
  unchanged: number
  /** Files that had to be read to find out whether they are. */
  hashed: number
  /** Bytes of content transferred. */
  transferred: number
  /** What was done, in the order in which it ended; in a dry run what would be done, in the order of paths, deletions last. */
  actions: SyncAction[]
  skipped: SyncSkip[]
  failures: SyncFailure[]
}
