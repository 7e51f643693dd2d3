import { mkdir, realpath, rmdir, unlink } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PithosContainer } from '../../handles/pithos-container.ts'
import { invalid } from '../../invalid.ts'
import { requestOf } from '../../request.ts'
import { removeIfStale } from '../files/part-file.ts'
import { isCaseSensitive } from './case-sensitive.ts'
import { type DownContext, getFile } from './download-one.ts'
import { errno, isAbsent } from './errno.ts'
import { type Filter, filterOf } from './filter.ts'
import { HashMemory } from './hash-cache.ts'
import { hashFile } from './hash-file.ts'
import { identityOf, sameContentTime } from './local-file.ts'
import { placeNames } from './map-names.ts'
import { type DownStep, planDown, type Removal } from './plan-down.ts'
import { listRemote, versionMark } from './remote-tree.ts'
import { lookAt, makeDirectoryInside, pathInside } from './safe-path.ts'
import { emptyTree, type LocalTree, scan } from './scan.ts'
import { defaultStatePath } from './state-path.ts'
import { type SyncDownOptions, settleSyncOptions } from './sync-options.ts'
import type { SyncReport } from './sync-report.ts'
import { Skip, SyncRun } from './sync-run.ts'

/**
 * Makes a directory the same as what is in a container, or below a prefix in it. The directory is made if need be.
 *
 * One listing tells what is there; a file whose size and hash are those of its object is left alone; of others only the blocks travel that
 * differ, each verified, and a file appears under its name when it is complete. Nothing is deleted unless `delete` is given. A sync that
 * was interrupted is simply started again.
 *
 *     const report = await syncDown(pithos.container('www'), 'site', { prefix: 'public/' })
 *     for (const { name, reason } of report.skipped) console.warn(`${name}: ${reason}`)
 *
 * Names of objects are not trusted: one that is no path below the directory on this system, or would be the same file as another one, is
 * left out and reported; nothing is written, and no link followed, out of the directory. (Other processes that put links into the
 * directory while a sync is under way are not guarded against.)
 *
 * Needs `HEAD` and `GET` of the container, then one `GET` a small file, and two or more a larger one.
 *
 * @throws {SyncError} if some files failed, when all others are done; see `failures`.
 * @throws {NotFoundError} if there is no such container.
 */
export async function syncDown(
  container: PithosContainer,
  directory: string | URL,
  options: SyncDownOptions = {},
): Promise<SyncReport> {
  const settled = settleSyncOptions(options)
  settled.signal?.throwIfAborted()
  const run = new SyncRun(settled)
  const { report, signal } = run
  const path = directory instanceof URL ? fileURLToPath(directory) : directory
  if (path === '') throw invalid('directory', 'directory must be a path')
  run.counter.begin('listing', 0, 0)
  const filter = filterOf(settled)
  const { blocks: format } = await container.info(requestOf(settled))
  const entries = await listRemote(container, settled.prefix, settled)
  const { root, tree } = await openRoot(path, settled.dryRun === true, filter, signal)
  report.skipped.push(...tree.skipped)
  report.failures.push(...tree.failures)
  const caseSensitive = settled.caseSensitive ?? (await isCaseSensitive(root, process.platform))
  const placement = placeNames(
    entries.filter((entry) => filter.allows(entry.path)),
    {
      platform: process.platform,
      caseSensitive,
      isThere: (each) => tree.files.has(each) || tree.directories.has(each),
    },
  )
  const plan = planDown(placement, tree, filter, { ...settled, caseSensitive })
  report.skipped.push(...plan.skipped)
  report.unchanged = plan.unchanged
  const file = settled.state === false ? undefined : (settled.state ?? defaultStatePath(root))
  const memory = await HashMemory.open(file, format)
  const context: DownContext = { run, root, container, format, memory, options: settled }
  return run.whole(
    async () => {
      const changed = await run.compare(plan.toCompare, (step) => isSame(context, step))
      // One after the other, in order: a directory can go when what is in it is gone.
      await run.remove(plan.firstRemovals, 1, (step) => remove(root, step))
      const steps = [...plan.directories, ...plan.files, ...changed]
      steps.sort((a, b) => (a.action.path < b.action.path ? -1 : 1))
      await run.transfer(steps, memory, (step) =>
        step.action.kind === 'directory' ? makeDirectoryInside(root, step.segments) : getFile(context, step),
      )
      await run.remove(plan.removals, 1, (step) => remove(root, step))
      memory.prune((each) => placement.placed.has(each) || tree.files.has(each) || !filter.allows(each))
    },
    async () => {
      if (settled.dryRun === true) return
      await memory.save()
      for (const part of tree.parts) await removeIfStale(part)
    },
  )
}

/** The directory's real path, and what is in it. */
async function openRoot(
  path: string,
  dryRun: boolean,
  filter: Filter,
  signal: AbortSignal,
): Promise<{ root: string; tree: LocalTree }> {
  if (!dryRun) await mkdir(path, { recursive: true })
  let root: string
  try {
    root = await realpath(path)
  } catch (error) {
    if (!isAbsent(error)) throw error
    return { root: resolve(path), tree: emptyTree() }
  }
  return { root, tree: await scan(root, { follow: false, filter, signal }) }
}

async function isSame({ run, format, memory, options }: DownContext, { entry, file }: DownStep): Promise<boolean> {
  if (file === undefined) return false
  const known = memory.recall(file.path, file)
  // Of some objects the hash is not that of their content: what was made of the same version is still right.
  const isKnown = known.from !== undefined && known.from === versionMark(entry.uuid, entry.version)
  if (options.compare !== 'hash' && isKnown) return true
  if (options.compare !== 'hash' && known.hash !== undefined) return known.hash === entry.hash
  run.report.hashed += 1
  try {
    return (await hashFile(file, format, memory, run.signal)) === entry.hash
  } catch (error) {
    if (isAbsent(error)) return false
    throw error
  }
}

/** Deletes a file that is still what it was when it was looked at, or an empty directory. */
async function remove(root: string, { action, file }: Removal): Promise<void> {
  const path = await pathInside(root, action.path.split('/'), { make: false })
  const now = await lookAt(path)
  if (now === undefined) return
  if (file !== undefined) {
    if (!now.isFile() || !sameContentTime(identityOf(now), file)) throw new Skip('changed-meanwhile')
    return unlink(path)
  }
  if (!now.isDirectory()) throw new Skip('changed-meanwhile')
  try {
    await rmdir(path)
  } catch (error) {
    if (errno(error) === 'ENOTEMPTY' || errno(error) === 'EEXIST') throw new Skip('not-empty')
    throw error
  }
}
