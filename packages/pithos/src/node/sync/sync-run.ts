import { UnauthorizedError } from '@kamaki/core'
import { mapLimit } from '@kamaki/core/toolkit'
import { fileError } from '../files/file-error.ts'
import type { HashMemory } from './hash-cache.ts'
import { NotInsideError } from './safe-path.ts'
import { SyncError } from './sync-error.ts'
import type { Settled, SyncOptions } from './sync-options.ts'
import { SyncCounter } from './sync-progress.ts'
import type { SyncAction, SyncReport, SyncSkip } from './sync-report.ts'

/** Files that are read to compare them, at a time. */
const comparesAtATime = 4

/** Larger files take many requests each: few of them at a time. */
const largeBytes = 4_194_304
const largeAtATime = 2

/** Something that turns out not to be possible, for a reason that is no failure. */
export class Skip extends Error {
  readonly reason: SyncSkip['reason']

  constructor(reason: SyncSkip['reason'], detail?: string) {
    super(detail)
    this.name = 'Skip'
    this.reason = reason
  }
}

/** What is about one path. */
interface Step {
  action: SyncAction
}

/** A sync under way: does steps, collects what came of them. */
export class SyncRun {
  readonly report: SyncReport
  readonly counter: SyncCounter
  readonly options: Settled<SyncOptions>
  /** Ends when the caller says so, or after a failure that ends it all. */
  readonly signal: AbortSignal
  readonly #stop = new AbortController()

  constructor(options: Settled<SyncOptions>) {
    this.options = options
    const { signal } = options
    this.signal = signal === undefined ? this.#stop.signal : AbortSignal.any([signal, this.#stop.signal])
    this.counter = new SyncCounter(options.onProgress)
    this.report = {
      dryRun: options.dryRun === true,
      actions: [],
      unchanged: 0,
      hashed: 0,
      skipped: [],
      failures: [],
      transferred: 0,
    }
  }

  /** Compares contents; gives the steps that there is something to do for. `same` tells, or throws what is then the file's failure. */
  async compare<T extends Step>(steps: readonly T[], same: (step: T) => Promise<boolean>): Promise<T[]> {
    this.counter.begin('comparing', steps.length, sum(steps))
    const changed: T[] = []
    await this.#each(steps, comparesAtATime, 'compare', async (step) => {
      if (await same(step)) this.report.unchanged += 1
      else changed.push(step)
      this.counter.step(step.action.path, step.action.bytes, 0)
      return false
    })
    return changed
  }

  /** Does steps, large files apart from small ones; in a dry run it only lists them. */
  async transfer<T extends Step>(
    steps: readonly T[],
    memory: HashMemory,
    work: (step: T) => Promise<void>,
  ): Promise<void> {
    this.counter.begin('transferring', steps.length, sum(steps))
    const isLarge = (step: T): boolean => step.action.bytes > largeBytes
    const all = (some: T[], concurrency: number): Promise<void> =>
      this.#each(some, concurrency, undefined, async (step) => {
        await work(step)
        await memory.saveSometimes()
        return true
      })
    const small = steps.filter((step) => !isLarge(step))
    const large = all(steps.filter(isLarge), largeAtATime)
    const outcomes = await Promise.allSettled([all(small, this.options.concurrency), large])
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  }

  /** Deletes. Nothing at all once something has failed: what should have replaced it may be what failed. */
  async remove<T extends Step>(
    steps: readonly T[],
    concurrency: number,
    work: (step: T) => Promise<void>,
  ): Promise<void> {
    if (steps.length === 0) return
    this.counter.begin('deleting', steps.length, 0)
    if (this.report.failures.length > 0) {
      const detail = 'nothing is deleted when something has failed'
      for (const { action } of steps) {
        this.report.skipped.push({ path: action.path, name: action.name, reason: 'not-deleted', detail })
      }
      return
    }
    await this.#each(steps, concurrency, undefined, async (step) => {
      await work(step)
      return true
    })
  }

  /** `work` gives whether the step is an action that was done. */
  async #each<T extends Step>(
    steps: readonly T[],
    concurrency: number,
    what: 'compare' | undefined,
    work: (step: T) => Promise<boolean>,
  ): Promise<void> {
    const { failures, dryRun } = this.options
    const { signal } = this
    await mapLimit(
      steps,
      concurrency,
      async (step) => {
        const { path, name, action } = step.action
        try {
          if (what === undefined && dryRun === true) this.report.actions.push(step.action)
          else if (await work(step)) this.report.actions.push(step.action)
        } catch (error) {
          signal.throwIfAborted()
          this.counter.rethrow()
          if (error instanceof Skip || error instanceof NotInsideError) {
            this.report.skipped.push({ path, name, reason: error.reason, detail: error.message || undefined })
          } else {
            const verb = action === 'upload' || what === 'compare' ? 'read' : 'write'
            this.report.failures.push({ path, name, action: what ?? action, error: fileError(error, verb, path) })
            // No other file would fare better.
            if (failures === 'stop' || UnauthorizedError.isInstance(error)) this.#stop.abort(new Stop())
          }
        }
        this.counter.file(path)
      },
      { signal },
    )
  }

  /** Does all of a sync. Whatever ends it, `last` is done at its end. */
  async whole(work: () => Promise<void>, last: () => Promise<void>): Promise<SyncReport> {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof Stop)) throw error
    } finally {
      await last()
    }
    return this.#finish()
  }

  #finish(): SyncReport {
    this.report.transferred = this.counter.transferred
    for (const list of [this.report.failures, this.report.skipped]) list.sort((a, b) => (a.path < b.path ? -1 : 1))
    if (this.report.failures.length > 0 && this.options.failures !== 'report') throw new SyncError(this.report)
    this.counter.end()
    return this.report
  }
}

/** Ends a sync before its end; what ended it is among the failures. */
class Stop extends Error {}

function sum(steps: readonly Step[]): number {
  return steps.reduce((bytes, step) => bytes + step.action.bytes, 0)
}
