import { NotFoundError, type RequestOptions, UnauthorizedError } from '@kamaki/core'
import { AbortScope, onAbort, pickRequestOptions } from '@kamaki/core/toolkit'
import { isQuotaRace } from '../../api/call-options.ts'
import type { PithosContainer } from '../../handles/pithos-container.ts'
import { ListenerCalls } from '../../transfer/progress.ts'
import { fileError } from '../files/file-error.ts'
import { partsOf } from '../handle-parts.ts'
import { UnsafePathError } from './safe-path.ts'
import { SyncError } from './sync-error.ts'
import type { SyncOptions, SyncSettings } from './sync-options.ts'
import { SyncCounter } from './sync-progress.ts'
import type { SyncAction, SyncFailure, SyncReport, SyncSkip } from './sync-report.ts'

/** Thrown to skip a step without counting it as a failure. */
export class Skip extends Error {
  readonly reason: SyncSkip['reason']

  constructor(reason: SyncSkip['reason'], detail?: string) {
    super(detail)
    this.name = 'Skip'
    this.reason = reason
  }
}

/** Ends a sync before its end; what ended it is among the failures. */
class Stop extends Error {}

const counted = {
  upload: 'uploaded',
  download: 'downloaded',
  'create-directory': 'created',
  delete: 'deleted',
} as const

/** Whether no other file would fare better: the token is not valid any more, or the container has been deleted. */
function isFinal({ action, error }: SyncFailure): boolean {
  return (
    UnauthorizedError.isInstance(error) ||
    (action === 'upload' && NotFoundError.isInstance(error) && !isQuotaRace(error))
  )
}

/** A sync under way: what came of its steps, and what it tells of them. */
export class SyncRun {
  readonly report: SyncReport
  readonly counter: SyncCounter
  readonly options: SyncSettings<SyncOptions>
  /** For each request. */
  readonly request: RequestOptions
  /** Aborted by the caller, when the time is up, or by what ends it all. */
  readonly signal: AbortSignal
  readonly #scope: AbortScope
  readonly #actions: ListenerCalls<SyncAction>
  readonly #skips: ListenerCalls<SyncSkip>
  readonly #failures: ListenerCalls<SyncFailure>
  readonly #onEnd: (() => void)[] = []

  constructor(options: SyncSettings<SyncOptions>, request: RequestOptions) {
    this.options = options
    this.#scope = new AbortScope(request.signal)
    this.signal = this.#scope.signal
    this.request = { ...request, signal: this.signal }
    this.counter = new SyncCounter(options.onProgress, (error) => this.end(error))
    this.#actions = this.#listener(options.onAction)
    this.#skips = this.#listener(options.onSkip)
    this.#failures = this.#listener(options.onFailure)
    this.report = {
      dryRun: options.dryRun === true,
      counts: { uploaded: 0, downloaded: 0, created: 0, deleted: 0, skipped: 0, failed: 0 },
      unchanged: 0,
      hashed: 0,
      transferred: 0,
      actions: [],
      skipped: [],
      failures: [],
    }
  }

  /** Ends the sync with an error. */
  end(error: unknown): void {
    this.#scope.abort(error)
  }

  /** Calls back when the sync is ended. */
  onEnd(callback: () => void): void {
    this.#onEnd.push(onAbort(this.signal, callback))
  }

  /** Calls a function of the caller's: what it throws, or rejects with, ends the sync. */
  async ask<R>(call: () => R | Promise<R>): Promise<R> {
    try {
      return await call()
    } catch (error) {
      this.end(error)
      throw error
    }
  }

  skip(skip: SyncSkip): void {
    this.report.counts.skipped += 1
    this.#note(this.report.skipped, skip, this.#skips)
  }

  fail(failure: SyncFailure): void {
    this.report.counts.failed += 1
    this.#note(this.report.failures, failure, this.#failures)
    if (this.options.failures === 'stop' || isFinal(failure)) this.end(new Stop())
  }

  /**
   * Does a step. `work` returns whether it was done; what it throws is the step's failure, or why it is skipped. (`what`: it is not done
   * yet, but looked into.) Does not reject.
   */
  async attempt(step: { action: SyncAction }, work: () => Promise<boolean>, what?: 'compare'): Promise<void> {
    const { path, name, action } = step.action
    try {
      if (this.signal.aborted) return
      if (await work()) this.#done(step.action)
    } catch (error) {
      if (this.signal.aborted) return
      if (error instanceof Skip || error instanceof UnsafePathError) {
        this.skip({ path, name, reason: error.reason, detail: error.message || undefined })
      } else {
        const verb = action === 'upload' || what === 'compare' ? 'read' : 'write'
        this.fail({ path, name, action: what ?? action, error: fileError(error, verb, path) })
      }
    }
  }

  #done(action: SyncAction): void {
    this.report.counts[counted[action.action]] += 1
    this.#note(this.report.actions, action, this.#actions)
  }

  /** What has been found out is found out again. */
  beginAgain(): void {
    const { report } = this
    report.unchanged = 0
    report.skipped = []
    report.failures = []
    Object.assign(report.counts, { skipped: 0, failed: 0 })
    if (report.dryRun) {
      report.actions = []
      Object.assign(report.counts, { uploaded: 0, downloaded: 0, created: 0, deleted: 0 })
    }
    this.counter.beginAgain()
  }

  /** The report; whatever ended the sync is thrown. */
  async finish(): Promise<SyncReport> {
    const { report } = this
    report.transferred = this.counter.transferred
    for (const list of [report.failures, report.skipped]) list.sort((a, b) => (a.path < b.path ? -1 : 1))
    this.#throwIfEnded()
    if (report.counts.failed === 0 || this.options.failures === 'report') this.counter.end()
    for (const calls of [this.counter, this.#actions, this.#skips, this.#failures]) await calls.settled()
    this.#throwIfEnded()
    if (report.counts.failed > 0 && this.options.failures !== 'report') throw new SyncError(report)
    return report
  }

  /** Lets go of the caller's signal. */
  close(): void {
    for (const forget of this.#onEnd) forget()
    this.#scope.close()
  }

  #throwIfEnded(): void {
    if (this.signal.aborted && !this.isStopped) throw this.signal.reason
  }

  /** Whether one of the failures ended it. */
  get isStopped(): boolean {
    return this.signal.reason instanceof Stop
  }

  #note<T>(list: T[], item: T, calls: ListenerCalls<T>): void {
    if (list.length < this.options.reportLimit) list.push(item)
    if (calls.isEmpty) return
    try {
      calls.call(item)
    } catch (error) {
      this.end(error)
    }
  }

  #listener<T>(listener: ((item: T) => void) | undefined): ListenerCalls<T> {
    const calls = new ListenerCalls(listener)
    calls.onRejection = (error) => this.end(error)
    return calls
  }
}

/** Runs a sync as one call: `timeoutMs` and `signal` bound all of it. */
export function runSync(
  container: PithosContainer,
  options: SyncSettings<SyncOptions>,
  sync: (run: SyncRun) => Promise<void>,
): Promise<SyncReport> {
  const { http } = partsOf(container)
  return http.composite(`sync with container '${container.name}'`, pickRequestOptions(options), async (request) => {
    const run = new SyncRun(options, request)
    try {
      try {
        await sync(run)
      } catch (error) {
        // What ends it all is the reason of whatever fails then.
        if (!run.signal.aborted) throw error
      }
      return await run.finish()
    } finally {
      run.close()
    }
  })
}
