import { realpath } from 'node:fs/promises'
import { NotFoundError } from '@kamaki/core'
import type { PithosContainer } from '../../handles/pithos-container.ts'
import { isAbsent, withFileErrors } from '../files/file-error.ts'
import type { Deletion } from './deletions.ts'
import { filterOf } from './filter.ts'
import { hasHash } from './hash-file.ts'
import { LocalWalk } from './local-walk.ts'
import { UpPlan } from './plan-up.ts'
import { putMarker } from './put-marker.ts'
import { runTrees } from './run-trees.ts'
import { requireEnds, type SyncSettings, type SyncUpOptions, syncSettings, syncUpNames } from './sync-options.ts'
import type { SyncReport } from './sync-report.ts'
import { runSync, Skip, type SyncRun } from './sync-run.ts'
import type { Step } from './sync-steps.ts'
import { type UpContext, uploadOne } from './upload-one.ts'

/**
 * Brings a container, or what is below a prefix in it, to the state of a directory.
 *
 * Both sides are gone through once, in the order of names, and what differs is uploaded as it is found: a file whose size and hash are those
 * of its object is left alone; of others only the blocks are sent that the cloud lacks, and a small file takes one request. Nothing is deleted
 * unless `delete` is given. A sync that was interrupted is simply started again.
 *
 *     const report = await syncUp('site', pithos.container('www'), { prefix: 'public/', exclude: ['*.tmp'], delete: true })
 *
 * Needs `GET` of the container, then one `PUT` a small file (and a `HEAD` where it replaces another one).
 *
 * @throws {TransferError} if the directory cannot be read; or `delete` would empty the container, or delete more than `maxDelete`.
 * @throws {SyncError} if some files failed, when all others are done; see `failures`.
 * @throws {NotFoundError} if there is no such container.
 */
export async function syncUp(
  directory: string | URL,
  container: PithosContainer,
  options: SyncUpOptions = {},
): Promise<SyncReport> {
  const path = requireEnds(directory, container, 'syncUp(directory, container, options)')
  const settings = syncSettings(options, syncUpNames)
  return runSync(container, settings, (run) => syncFrom(path, container, settings, run))
}

async function syncFrom(
  path: string,
  container: PithosContainer,
  settings: SyncSettings<SyncUpOptions>,
  run: SyncRun,
): Promise<void> {
  const filter = filterOf(settings)
  const emptyDirectories = settings.emptyDirectories !== false
  await runTrees({
    ...{ run, container, filter, emptyDirectories, state: settings.state },
    // What is not there, or no directory, is told before the cloud is asked.
    opensFirst: true,
    async open() {
      const root = await withFileErrors('read', path, () => realpath(path))
      const follow = settings.symlinks === 'follow'
      const walk = new LocalWalk(root, { follow, filter, signal: run.signal, report: run, onPart: () => undefined })
      await withFileErrors('read', path, () => walk.open())
      return { root, walk }
    },
    onUnfit(skip) {
      // Without, nothing on this side is about them.
      if (settings.delete === true && skip.reason !== 'part-file') run.skip(skip)
    },
    direction({ root, format, listing }) {
      const context: UpContext = { run, container, format, listing, options: settings }
      return {
        isSame: (step) => isSame(context, step),
        transfer: (step) => (step.action.kind === 'directory' ? putMarker(context, step) : uploadOne(context, step)),
        remove: (deletion) => removeObject(context, deletion),
        removesAtATime: settings.concurrency ?? 8,
        source: `'${root}'`,
        target: `container '${container.name}'`,
      }
    },
    plan({ state, pass }) {
      const common = { filter, emptyDirectories, prefix: settings.prefix }
      const options = { ...common, delete: settings.delete === true, remembers: settings.compare !== 'hash' }
      return new UpPlan(options, state, pass)
    },
  })
}

async function isSame({ run, format }: UpContext, { file, entry, slot }: Step): Promise<boolean> {
  if (file === undefined || entry === undefined) return false
  try {
    return (await hasHash(file, entry.hash, format, run.signal, slot)) === true
  } catch (error) {
    if (isAbsent(error)) throw new Skip('vanished')
    throw error
  }
}

async function removeObject({ run, container }: UpContext, { action }: Deletion): Promise<void> {
  try {
    await container.object(action.name).delete(run.request)
  } catch (error) {
    // Gone is gone.
    if (!NotFoundError.isInstance(error)) throw error
  }
}
