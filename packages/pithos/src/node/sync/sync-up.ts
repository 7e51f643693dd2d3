import { realpath } from 'node:fs/promises'
import { NotFoundError } from '@kamaki/core'
import type { PithosContainer } from '../../handles/pithos-container.ts'
import { isAbsent, withFileErrors } from '../files/file-error.ts'
import { isCaseSensitive } from './case-sensitive.ts'
import { checkDeletions } from './deletions.ts'
import { filterOf } from './filter.ts'
import { HashCache } from './hash-cache.ts'
import { hashFile } from './hash-file.ts'
import { planUp, type UpStep } from './plan-up.ts'
import { listRemote } from './remote-tree.ts'
import { scan } from './scan.ts'
import { defaultStatePath } from './state-path.ts'
import { requireEnds, type SyncSettings, type SyncUpOptions, syncSettings } from './sync-options.ts'
import type { SyncAction, SyncReport } from './sync-report.ts'
import { runSync, Skip, type SyncRun } from './sync-run.ts'
import { type UpContext, uploadOne } from './upload-one.ts'

/**
 * Brings a container, or what is below a prefix in it, to the state of a directory.
 *
 * One list says what is there; a file whose size and hash are those of its object is left alone; of others only the blocks are sent that
 * the cloud lacks, and a small file takes one request. Nothing is deleted unless `delete` is given. A sync that was interrupted is simply
 * started again.
 *
 *     const report = await syncUp('site', pithos.container('www'), { prefix: 'public/', exclude: ['*.tmp'], delete: true })
 *
 * Needs `HEAD` and `GET` of the container, then one `PUT` a small file (and a `HEAD` where it replaces another one).
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
  const settings = syncSettings(options)
  return runSync(container, settings, (run) => syncFrom(path, container, settings, run))
}

async function syncFrom(
  path: string,
  container: PithosContainer,
  settings: SyncSettings<SyncUpOptions>,
  run: SyncRun,
): Promise<SyncReport> {
  const { report, request } = run
  run.counter.begin('listing', 0, 0)
  const filter = filterOf(settings)
  const { root, tree } = await withFileErrors('read', path, async () => {
    const real = await realpath(path)
    const follow = settings.symlinks === 'follow'
    return { root: real, tree: await scan(real, { follow, filter, signal: run.signal }) }
  })
  report.skipped.push(...tree.skipped)
  report.failures.push(...tree.failures)
  const { blocks: format } = await container.info(request)
  const entries = await listRemote(container, settings.prefix, request)
  const caseSensitive = await isCaseSensitive(root, process.platform)
  const plan = planUp(tree, entries, filter, { ...settings, caseSensitive })
  checkDeletions({
    deletions: [...plan.deletions, ...plan.steps.map(({ action }) => action).filter(replacesContent)],
    source: { description: `'${root}'`, files: tree.files.size, directories: tree.directories.size },
    target: `container '${container.name}'`,
    options: settings,
  })
  report.skipped.push(...plan.skipped)
  report.unchanged = plan.unchanged
  const file = settings.state === false ? undefined : (settings.state ?? defaultStatePath(root))
  const cache = await HashCache.open(file, format)
  const context: UpContext = { run, container, format, cache, options: settings }
  return run.whole(
    async () => {
      const changed = await run.compare(plan.toCompare, (step) => isSame(context, step))
      const steps = [...plan.steps, ...changed].sort((a, b) => (a.action.path < b.action.path ? -1 : 1))
      await run.transfer(steps, cache, (step) =>
        step.action.kind === 'directory' ? putDirectory(context, step) : uploadOne(context, step),
      )
      const removals = plan.deletions.map((action) => ({ action }))
      await run.remove(removals, settings.concurrency, (step) => removeObject(context, step))
      cache.prune((each) => tree.files.has(each) || !filter.allows(each))
    },
    async () => {
      if (settings.dryRun !== true) await cache.save()
    },
  )
}

/** Whether the marker of a directory comes in the place of an object with content. */
function replacesContent({ action, reason }: SyncAction): boolean {
  return action === 'create-directory' && reason === 'kind'
}

async function isSame({ run, format, cache, options }: UpContext, { file, remote }: UpStep): Promise<boolean> {
  if (file === undefined || remote === undefined) return false
  const known = options.compare === 'hash' ? undefined : cache.recall(file.path, file).hash
  if (known !== undefined) return known === remote.hash
  run.report.hashed += 1
  try {
    return (await hashFile(file, format, cache, run.signal)) === remote.hash
  } catch (error) {
    if (isAbsent(error)) throw new Skip('vanished')
    throw error
  }
}

async function putDirectory({ run, container }: UpContext, { action }: UpStep): Promise<void> {
  await container.object(action.name).createDirectory(run.request)
}

async function removeObject({ run, container }: UpContext, { action }: UpStep): Promise<void> {
  try {
    await container.object(action.name).delete(run.request)
  } catch (error) {
    // Gone is gone.
    if (!NotFoundError.isInstance(error)) throw error
  }
}
