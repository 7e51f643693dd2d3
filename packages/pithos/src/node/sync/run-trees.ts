import type { PithosContainer } from '../../handles/pithos-container.ts'
import type { BlockFormat } from '../../model/hashmap.ts'
import { partsOf } from '../handle-parts.ts'
import { isCaseSensitive } from './case-sensitive.ts'
import type { Filter } from './filter.ts'
import type { LocalNode } from './local-file.ts'
import type { LocalWalk } from './local-walk.ts'
import { RemoteListing, UnorderedListError } from './remote-listing.ts'
import type { RemoteNode } from './remote-tree.ts'
import type { StateFile } from './state-file.ts'
import { defaultStatePath } from './state-path.ts'
import { requireNamedState } from './state-runs.ts'
import { type Direction, SyncPass } from './sync-pass.ts'
import type { SyncSkip } from './sync-report.ts'
import type { SyncRun } from './sync-run.ts'
import type { SourceCount } from './sync-steps.ts'
import { SyncTrees } from './sync-trees.ts'

/** Finds out what to do, from what both sides have under one path after the other. */
interface Plan {
  readonly source: SourceCount
  visit(local: LocalNode | undefined, remote: RemoteNode | undefined): void
  /** Nothing comes any more. */
  end?(): void
}

/** What has been opened. */
interface Opened {
  root: string
  format: BlockFormat
  listing: RemoteListing
}

/** How a direction goes through both sides. */
export interface RunTreesOptions {
  run: SyncRun
  container: PithosContainer
  filter: Filter
  emptyDirectories: boolean
  caseSensitive?: boolean | undefined
  state: string | false | undefined
  /** Whether the directory is opened before the cloud is asked. */
  opensFirst: boolean
  /** The directory's real path, and how to go through it, if it is there. */
  open(): Promise<{ root: string; walk: LocalWalk | undefined }>
  /** Called for objects that cannot be on this disk. */
  onUnfit(skip: SyncSkip): void
  direction(opened: Opened): Direction
  plan(made: { state: StateFile; pass: SyncPass; trees: SyncTrees; root: string }): Plan
  /** Called at the end, whatever it is. */
  last?(isComplete: boolean): Promise<void>
}

/** Goes through both sides, and does what is to be done. */
export async function runTrees(options: RunTreesOptions): Promise<void> {
  options.run.counter.begin('comparing')
  if (typeof options.state === 'string') await requireNamedState(options.state, options.run.options.dryRun === true)
  let isUnordered = false
  let isSecond = false
  for (;;) {
    try {
      if (await onePass(options, isUnordered, isSecond)) return
      isSecond = true
    } catch (error) {
      if (!(error instanceof UnorderedListError)) throw error
      isUnordered = true
    }
    options.run.beginAgain()
  }
}

/** Returns false if there is too much to be done, so that it has to be found out a second time. */
async function onePass(options: RunTreesOptions, isUnordered: boolean, isSecond: boolean): Promise<boolean> {
  const { run, container, filter, emptyDirectories, onUnfit } = options
  const { http, at } = partsOf(container)
  const first = options.opensFirst ? await options.open() : undefined
  const listing = new RemoteListing(http, at, run.options.prefix, run.request)
  let pass: SyncPass | undefined
  let state: StateFile | undefined
  let outcome: Parameters<StateFile['close']>[0] = 'broken off'
  try {
    const format = await listing.format()
    const { root, walk } = first ?? (await options.open())
    const caseSensitive = options.caseSensitive ?? (await isCaseSensitive(root, process.platform))
    listing.isSortedHere = isUnordered || !caseSensitive
    const trees = new SyncTrees({ run, listing, filter, emptyDirectories, caseSensitive, onUnfit })
    const file = options.state === false ? undefined : (options.state ?? defaultStatePath(root))
    state = await trees.openState(file, format)
    const current = new SyncPass(run, options.direction({ root, format, listing }), isSecond)
    pass = current
    const plan = options.plan({ state, pass, trees, root })
    await trees.merge(walk, state, plan, (source) => current.pause(source))
    plan.end?.()
    const isDone = await current.end(plan.source)
    outcome = isDone ? 'complete' : 'begun again'
    return isDone
  } catch (error) {
    if (error instanceof UnorderedListError) outcome = 'begun again'
    throw error
  } finally {
    await pass?.stop()
    await state?.close(outcome)
    if (outcome !== 'begun again') await options.last?.(outcome === 'complete')
    listing.close()
  }
}
