import { TransferError } from '@kamaki/core'
import { reasonOf } from '@kamaki/core/toolkit'
import type { SyncFailure, SyncReport } from './sync-report.ts'

function describe({ action, path, error }: SyncFailure): string {
  return `${action} ${path || '.'}: ${reasonOf(error)}`
}

/** Some of the files of a sync failed; all that could be done was done. `cause` is the first failure's error. */
export class SyncError extends TransferError {
  static override readonly errorName: string = 'SyncError'

  /** What failed. */
  readonly failures: readonly SyncFailure[]
  readonly #report: SyncReport

  constructor(report: SyncReport) {
    const { failures, counts, transferred } = report
    const shown = failures.slice(0, 3).map(describe).join('; ')
    const more = counts.failed > 3 && shown !== '' ? `; and ${counts.failed - 3} more` : ''
    const steps = counts.failed + counts.uploaded + counts.downloaded + counts.created + counts.deleted
    const message = `${counts.failed} of ${steps} steps failed${shown === '' ? '' : `: ${shown}`}${more}`
    super(message, { transferredBytes: transferred }, { cause: failures[0]?.error })
    this.failures = failures
    this.#report = report
  }

  /** Everything that the sync did and did not do. */
  get report(): SyncReport {
    return this.#report
  }
}
