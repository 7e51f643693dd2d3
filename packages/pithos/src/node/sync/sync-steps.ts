import type { LocalFile } from './local-file.ts'
import type { RemoteEntry } from './remote-listing.ts'
import type { StateSlot } from './state-file.ts'
import type { PlannedAction, SyncAction, SyncSkip } from './sync-report.ts'

/** Something to do about one path. */
export interface Step {
  action: PlannedAction
  /** The file to upload, or that is replaced. */
  file?: LocalFile | undefined
  /** The object to download, or that is replaced. */
  entry?: RemoteEntry | undefined
  /** Where what becomes known of the file is kept. */
  slot?: StateSlot | undefined
}

/** What a sync is about to delete. */
export interface Deletions {
  add(deletion: { path: string; name: string; kind: SyncAction['kind']; file?: LocalFile | undefined }): void
}

/** Where a plan goes while it is being made. */
export interface StepSink {
  readonly deletions: Deletions
  /** A file whose size is that of its object: to be compared first. */
  compare(step: Step): void
  transfer(step: Step): void
  /** For the time when what is in its place has been deleted. */
  replace(step: Step): void
  unchanged(): void
  skip(skip: SyncSkip): void
}

/** How much takes part on the side that is read. */
export interface SourceCount {
  files: number
  directories: number
}

/** What is the same for all below a path: of which one side has a file, and the other one a directory, or what takes no part. */
export class Below<T> {
  #path: string | undefined
  #what: T | undefined

  /** What holds at a path. */
  at(path: string): T | undefined {
    const above = this.#path
    if (above === undefined) return undefined
    if (path.length > above.length && path.charCodeAt(above.length) === 0x2f && path.startsWith(above))
      return this.#what
    this.#path = undefined
    this.#what = undefined
    return undefined
  }

  begin(path: string, what: T): void {
    this.#path = path
    this.#what = what
  }
}
