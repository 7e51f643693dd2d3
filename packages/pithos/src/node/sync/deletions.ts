import { TransferError } from '@kamaki/core'
import type { SyncAction } from './sync-report.ts'
import type { Deletions, SourceCount } from './sync-steps.ts'

/** Something to delete. */
export interface Deletion {
  action: SyncAction
  /** What a file was when it was looked at. */
  file?: { size: number; mtimeNs: bigint } | undefined
}

/** What a sync is going to delete, once it has seen all of both sides: kept small, since it may be all that there is. */
export class DeletionList implements Deletions {
  readonly #prefix: string
  readonly #paths: string[] = []
  /** Kind of each, and whether its name has a slash at the end that its path does not. */
  readonly #flags: number[] = []
  readonly #sizes: number[] = []
  readonly #times: bigint[] = []
  #replaced = 0
  readonly #replacedPaths: string[] = []

  constructor(prefix: string) {
    this.#prefix = prefix
  }

  add({ path, name, kind, file }: Parameters<Deletions['add']>[0]): void {
    const isSlashed = name.length > this.#prefix.length + path.length
    this.#paths.push(path)
    this.#flags.push((kind === 'directory' ? 1 : 0) + (isSlashed ? 2 : 0))
    if (file === undefined) return
    const index = this.#paths.length - 1
    this.#sizes[index] = file.size
    this.#times[index] = file.mtimeNs
  }

  /** Content is going to be replaced by something without content, which is as good as a deletion. */
  addReplaced(path: string): void {
    this.#replaced += 1
    if (this.#replaced <= shown) this.#replacedPaths.push(path)
  }

  get count(): number {
    return this.#paths.length
  }

  /** What the limits are about. */
  get losses(): { count: number; files: number; first: string[] } {
    const files = this.#flags.reduce((sum, flag) => sum + ((flag & 1) === 0 ? 1 : 0), 0)
    const first = [...this.#paths.slice(0, shown), ...this.#replacedPaths].slice(0, shown)
    return { count: this.count + this.#replaced, files: files + this.#replaced, first }
  }

  /** Files, in the order in which they were found. */
  *files(): Generator<Deletion, void, undefined> {
    for (let index = 0; index < this.count; index++) if (!this.#isDirectory(index)) yield this.#at(index)
  }

  /** Directories, what is in them before them. */
  *directories(): Generator<Deletion, void, undefined> {
    for (let index = this.count - 1; index >= 0; index--) if (this.#isDirectory(index)) yield this.#at(index)
  }

  #isDirectory(index: number): boolean {
    return ((this.#flags[index] ?? 0) & 1) === 1
  }

  #at(index: number): Deletion {
    const path = this.#paths[index] ?? ''
    const name = `${this.#prefix}${path}${((this.#flags[index] ?? 0) & 2) === 0 ? '' : '/'}`
    const kind = this.#isDirectory(index) ? 'directory' : 'file'
    const [size, mtimeNs] = [this.#sizes[index], this.#times[index]]
    const file = size === undefined || mtimeNs === undefined ? undefined : { size, mtimeNs }
    return { action: { action: 'delete', path, name, kind, bytes: 0, reason: 'extra' }, file }
  }
}

/** Paths in a message. */
const shown = 3

/** What the deletions of a sync are judged by. */
export interface DeletionCheck {
  deletions: DeletionList
  /** The side that is read. */
  source: SourceCount & { description: string }
  target: string
  options: { allowEmpty?: boolean | undefined; maxDelete?: number | undefined }
}

/**
 * Stops a sync before it changes anything, if it would delete because one side came up empty (a mistyped prefix, a disk that is not
 * mounted, a list that lacks what is there), or more than the caller expects.
 */
export function checkDeletions({ deletions, source, target, options }: DeletionCheck): void {
  const { count, files, first } = deletions.losses
  if (count === 0) return
  const things = `${count} ${count === 1 ? 'file or directory' : 'files and directories'}`
  if (options.allowEmpty !== true && source.files === 0 && (files > 0 || source.directories === 0)) {
    throw new TransferError(
      `Nothing was changed: ${source.description} has no files, so ${things} in ${target} would be deleted. ` +
        'Check path and prefix, and whether the disk is mounted; pass allowEmpty: true to delete them',
    )
  }
  if (count <= (options.maxDelete ?? Number.POSITIVE_INFINITY)) return
  throw new TransferError(
    `Nothing was changed: ${things} in ${target} would be deleted, which is more than maxDelete (${options.maxDelete}): ` +
      `${first.map((path) => `'${path}'`).join(', ')}${count > first.length ? ' ...' : ''}. Look at them with dryRun: true and without maxDelete, then raise it`,
  )
}
