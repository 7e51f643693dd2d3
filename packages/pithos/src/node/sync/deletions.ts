import { TransferError } from '@kamaki/core'
import type { SyncAction } from './sync-report.ts'

/** What the deletions of a sync are judged by. */
export interface DeletionCheck {
  deletions: readonly SyncAction[]
  /** Files that take part on the side that is read, and directories. */
  source: { description: string; files: number; directories: number }
  target: string
  options: { allowEmpty?: boolean | undefined; maxDelete?: number | undefined }
}

/**
 * Stops a sync before it does anything, if it would delete because one side came up empty (a mistyped prefix, a disk that is not
 * mounted, a list that lacks what is there), or more than the caller expects.
 */
export function checkDeletions({ deletions, source, target, options }: DeletionCheck): void {
  const count = deletions.length
  if (count === 0) return
  const things = `${count} ${count === 1 ? 'file or directory' : 'files and directories'}`
  const losesFiles = deletions.some(({ kind, reason }) => kind === 'file' || reason === 'kind')
  if (options.allowEmpty !== true && source.files === 0 && (losesFiles || source.directories === 0)) {
    throw new TransferError(
      `Nothing was changed: ${source.description} has no files, so ${things} in ${target} would be deleted. ` +
        'Check path and prefix, and whether the disk is mounted; pass allowEmpty: true to delete them',
    )
  }
  if (count <= (options.maxDelete ?? Number.POSITIVE_INFINITY)) return
  const shown = deletions.slice(0, 3).map(({ path }) => `'${path}'`)
  throw new TransferError(
    `Nothing was changed: ${things} in ${target} would be deleted, which is more than maxDelete (${options.maxDelete}): ` +
      `${shown.join(', ')}${count > 3 ? ' ...' : ''}. Look at them with dryRun: true and without maxDelete, then raise it`,
  )
}
