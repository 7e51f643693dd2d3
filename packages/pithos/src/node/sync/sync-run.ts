import { type RequestOptions, UnauthorizedError } from '@kamaki/core'
import { AbortScope, mapLimit, pickRequestOptions } from '@kamaki/core/toolkit'
import type { PithosContainer } from '../../handles/pithos-container.ts'
import { fileError } from '../files/file-error.ts'
import { partsOf } from '../handle-parts.ts'
import type { HashCache } from './hash-cache.ts'
import { UnsafePathError } from './safe-path.ts'
import { SyncError } from './sync-error.ts'
import type { SyncOptions, SyncSettings } from './sync-options.ts'
import { SyncCounter } from './sync-progress.ts'
import type { SyncAction, SyncReport, SyncSkip } from './sync-report.ts'

/** Files that are read to compare them, at a time. */
const comparesAtATime = 4

/** Larger files take many requests each: few of them at a time. */
const largeBytes = 4_194_304
const largeAtATime = 2

/** Thrown to skip a step without counting it as a failure. */
export class Skip extends Error {
  readonly reason: SyncSkip['reason']

  constructor(reason: SyncSkip['reason'], detail?: string) {
    super(detail)
    this.name = 'Skip'
    this.reason = reason
  }
}

/** A step of a sync, about one path. */
interface Step {
  action: SyncAction
}

/** A sync under way: does steps, collects what came of them. */
export class SyncRun {
  readonly report: SyncReport
  readonly counter: SyncCounter
  readonly options: SyncSettings<SyncOptions>
  /** For each request. */
  readonly request: RequestOptions
  /** Aborted by the caller, when the time is up, or after a failure that ends it all. */
  readonly signal: AbortSignal
  readonly #scope: AbortScope

  constructor(options: SyncSettings<SyncOptions>, request: RequestOptions) {
    this.options = options
    this.#scope = new AbortScope(request.signal)
    this.signal = this.#scope.signal
    this.request = { ...request, signal: this.signal }
    this.counter = new SyncCounter(options.onProgress, (error) => this.#scope.abort(error))
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

  /** Compares contents; returns the steps with something to do. What `same` throws is the file's failure. */
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
    cache: HashCache,
    work: (step: T) => Promise<void>,
  ): Promise<void> {
    this.counter.begin('transferring', steps.length, sum(steps))
    const isLarge = (step: T): boolean => step.action.bytes > largeBytes
    const all = (some: T[], concurrency: number): Promise<void> =>
      this.#each(some, concurrency, undefined, async (step) => {
        await work(step)
        await cache.saveSometimes()
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

  /** `work` returns whether the step is an action that was done. */
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
          if (error instanceof Skip || error instanceof UnsafePathError) {
            this.report.skipped.push({ path, name, reason: error.reason, detail: error.message || undefined })
          } else {
            const verb = action === 'upload' || what === 'compare' ? 'read' : 'write'
            this.report.failures.push({ path, name, action: what ?? action, error: fileError(error, verb, path) })
            // No other file would fare better.
            if (failures === 'stop' || UnauthorizedError.isInstance(error)) this.#scope.abort(new Stop())
          }
        }
        this.counter.file(path)
      },
      { signal },
    )
  }

  /** Calls a function of the caller's: what it throws, or rejects with, ends the sync. */
  async ask<R>(call: () => R | Promise<R>): Promise<R> {
    try {
      return await call()
    } catch (error) {
      this.#scope.abort(error)
      throw error
    }
  }

  /** Does all steps. Whatever ends them, `last` is done at the end. */
  async whole(work: () => Promise<void>, last: () => Promise<void>): Promise<SyncReport> {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof Stop)) throw error
    } finally {
      await last()
    }
    const report = this.#finish()
    await this.counter.settled()
    return report
  }

  /** Lets go of the caller's signal. */
  close(): void {
    this.#scope.close()
  }

  #finish(): SyncReport {
    this.report.transferred = this.counter.transferred
    for (const list of [this.report.failures, this.report.skipped]) list.sort((a, b) => (a.path < b.path ? -1 : 1))
    if (this.report.failures.length > 0 && this.options.failures !== 'report') throw new SyncError(this.report)
    this.counter.end()
    return this.report
  }
}

/** Runs a sync as one call: `timeoutMs` and `signal` bound all of it. */
export function runSync(
  container: PithosContainer,
  options: SyncSettings<SyncOptions>,
  sync: (run: SyncRun) => Promise<SyncReport>,
): Promise<SyncReport> {
  const { http } = partsOf(container)
  return http.composite(`sync with container '${container.name}'`, pickRequestOptions(options), async (request) => {
    const run = new SyncRun(options, request)
    try {
      return await sync(run)
    } finally {
      run.close()
    }
  })
}

/** Ends a sync before its end; what ended it is among the failures. */
class Stop extends Error {}

function sum(steps: readonly Step[]): number {
  return steps.reduce((bytes, step) => bytes + step.action.bytes, 0)
}
