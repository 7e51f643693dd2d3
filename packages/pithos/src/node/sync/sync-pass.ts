import { checkDeletions, type Deletion, DeletionList } from './deletions.ts'
import { type InFlight, Lane, TunedInFlight } from './lane.ts'
import { comparePaths } from './path-order.ts'
import type { SyncRun } from './sync-run.ts'
import type { SourceCount, Step, StepSink } from './sync-steps.ts'

/** Files that are read to compare them, at a time. */
const comparesAtATime = 4

/** Larger files take many requests each: few of them at a time. */
const largeBytes = 4_194_304
const largeAtATime = 2

/** Steps that wait at most before no more are looked for; of large files fewer, since each takes long. */
const mostWaiting = 2_000
const mostLarge = 200

/** Steps that are kept until all deletions have been counted. If there are more, all is gone through a second time. */
const mostHeld = 20_000

/** What the two directions do. */
export interface Direction {
  /** Whether a file is its object's content. */
  isSame(step: Step): Promise<boolean>
  /** Uploads, downloads, or creates a directory. Returns false if there was nothing to do after all. */
  transfer(step: Step): Promise<boolean>
  remove(deletion: Deletion): Promise<void>
  /** Directories on disk are deleted one after the other. */
  removesAtATime: number
  source: string
  target: string
}

/** What is found while both sides are gone through once, and doing it. */
export class SyncPass implements StepSink {
  readonly deletions: DeletionList
  readonly #run: SyncRun
  readonly #direction: Direction
  readonly #compares: Lane<Step>
  readonly #small: Lane<Step>
  readonly #large: Lane<Step>
  /** For the time after all deletions. */
  readonly #later: Step[] = []
  #held: (() => void)[] = []
  /** Until the whole source has been seen, or a file of it. */
  #holds: 'all' | 'until a file' | 'nothing'
  #isTooMuch = false

  /** @param isSecond what is to be deleted has been counted before. */
  constructor(run: SyncRun, direction: Direction, isSecond: boolean) {
    this.#run = run
    this.#direction = direction
    const { prefix, concurrency, delete: remove, maxDelete, allowEmpty } = run.options
    this.deletions = new DeletionList(prefix)
    const isLimited = maxDelete !== undefined && maxDelete !== Number.POSITIVE_INFINITY && !isSecond
    this.#holds = remove !== true ? 'nothing' : isLimited ? 'all' : allowEmpty === true ? 'nothing' : 'until a file'
    const inFlight: InFlight = concurrency === undefined ? new TunedInFlight() : { limit: concurrency }
    this.#compares = new Lane({ limit: comparesAtATime }, (step) => this.#compare(step))
    this.#small = new Lane(inFlight, (step) => this.#transfer(step))
    this.#large = new Lane({ limit: largeAtATime }, (step) => this.#transfer(step))
    run.onEnd(() => this.#stop())
  }

  compare(step: Step): void {
    this.#hold(() => this.#compares.push(step))
  }

  transfer(step: Step): void {
    this.#hold(() => this.#start(step))
  }

  replace(step: Step): void {
    const { action, path } = step.action
    // What had content is then empty.
    if (action === 'create-directory' && step.entry !== undefined) this.deletions.addReplaced(path)
    this.#later.push(step)
  }

  unchanged(): void {
    this.#run.report.unchanged += 1
  }

  skip(skip: Parameters<StepSink['skip']>[0]): void {
    this.#run.skip(skip)
  }

  /** Goes on when not too much waits to be done. */
  async pause({ files }: SourceCount): Promise<void> {
    if (this.#holds === 'until a file' && files > 0) this.#release()
    await this.#small.until(mostWaiting)
    await this.#compares.until(mostWaiting)
    await this.#large.until(mostLarge)
    this.#run.signal.throwIfAborted()
  }

  /**
   * Does the rest, when both sides have been gone through: first what is still to be transferred, then the deletions, unless something
   * failed, and then what takes their place. Returns false if nothing was done, since there is too much of it to be kept.
   */
  async end(source: SourceCount): Promise<boolean> {
    const { target, source: description } = this.#direction
    const { counter, report, options } = this.#run
    if (options.delete === true)
      checkDeletions({ deletions: this.deletions, source: { ...source, description }, target, options })
    if (this.#isTooMuch) return false
    this.#release()
    counter.begin('transferring')
    await this.#idle()
    if (report.dryRun) report.actions.sort((a, b) => comparePaths(a.path, b.path))
    await this.#remove()
    await this.#replace()
    return true
  }

  /** Ends when nothing is being done any more, whatever ended the sync. */
  async stop(): Promise<void> {
    this.#stop()
    await this.#settle()
  }

  #stop(): void {
    for (const lane of [this.#compares, this.#small, this.#large]) lane.stop()
  }

  async #settle(): Promise<void> {
    // What is compared may be transferred then.
    for (const lane of [this.#compares, this.#small, this.#large]) await lane.until(0)
  }

  async #idle(): Promise<void> {
    await this.#settle()
    this.#run.signal.throwIfAborted()
  }

  #hold(start: () => void): void {
    if (this.#holds === 'nothing') start()
    else if (this.#held.length < mostHeld || this.#holds === 'until a file') this.#held.push(start)
    else {
      this.#isTooMuch = true
      this.#held = []
    }
  }

  #release(): void {
    this.#holds = 'nothing'
    for (const start of this.#held) start()
    this.#held = []
  }

  #start(step: Step): void {
    this.#run.counter.found(step.action.bytes)
    if (step.action.bytes > largeBytes) this.#large.push(step)
    else this.#small.push(step)
  }

  async #compare(step: Step): Promise<void> {
    let isChanged = false
    const look = async (): Promise<boolean> => {
      this.#run.report.hashed += 1
      isChanged = !(await this.#direction.isSame(step))
      if (!isChanged) this.unchanged()
      return false
    }
    await this.#run.attempt(step, look, 'compare')
    if (isChanged) this.#start(step)
    else step.slot?.drop()
  }

  async #transfer(step: Step): Promise<void> {
    const { path } = step.action
    await this.#run.attempt(step, async () => {
      const isDone = this.#run.report.dryRun || (await this.#direction.transfer(step))
      if (!isDone) this.unchanged()
      return isDone
    })
    step.slot?.drop()
    this.#run.counter.file(path)
  }

  async #remove(): Promise<void> {
    const { count } = this.deletions
    if (count === 0) return
    this.#run.counter.begin('deleting', count)
    const deletions = this.deletions
    if (this.#run.report.counts.failed > 0) {
      for (const { action } of deletions.files()) this.#run.skip(notDeleted(action))
      for (const { action } of deletions.directories()) this.#run.skip(notDeleted(action))
      return
    }
    await this.#removeAll(deletions.files())
    await this.#removeAll(deletions.directories())
  }

  async #removeAll(deletions: Iterable<Deletion>): Promise<void> {
    const { removesAtATime } = this.#direction
    const lane = new Lane<Deletion>({ limit: removesAtATime }, async (deletion) => {
      await this.#run.attempt(deletion, async () => {
        if (!this.#run.report.dryRun) await this.#direction.remove(deletion)
        return true
      })
      this.#run.counter.file(deletion.action.path)
    })
    for (const deletion of deletions) {
      if (this.#run.signal.aborted) break
      lane.push(deletion)
      if (lane.waiting > removesAtATime) await lane.until(removesAtATime)
    }
    await lane.until(0)
    this.#run.signal.throwIfAborted()
  }

  async #replace(): Promise<void> {
    if (this.#later.length === 0) return
    this.#run.counter.begin('transferring', 0)
    const isKept = this.#run.report.counts.failed > 0
    for (const step of this.#later) {
      const { path, name } = step.action
      if (isKept) {
        const detail = 'what is in its place is not deleted when something has failed'
        this.#run.skip({ path, name, reason: 'in-the-way', detail })
      } else this.#start(step)
    }
    await this.#idle()
  }
}

function notDeleted({ path, name }: Deletion['action']): Parameters<StepSink['skip']>[0] {
  return { path, name, reason: 'not-deleted', detail: 'nothing is deleted when something has failed' }
}
