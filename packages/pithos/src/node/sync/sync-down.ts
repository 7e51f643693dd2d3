import { mkdir, realpath, rmdir, unlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { PithosContainer } from '../../handles/pithos-container.ts'
import { errno, isAbsent, withFileErrors } from '../files/file-error.ts'
import { partPrefix, prefixOfPart, removeParts } from '../files/part-file.ts'
import { lookAt } from '../files/regular-file.ts'
import { isCaseSensitive } from './case-sensitive.ts'
import { checkDeletions } from './deletions.ts'
import { type DownContext, downloadOne } from './download-one.ts'
import { type Filter, filterOf } from './filter.ts'
import { HashCache } from './hash-cache.ts'
import { hashFile } from './hash-file.ts'
import { identityOf, sameContentTime } from './local-file.ts'
import { mapNames } from './map-names.ts'
import { type DownStep, planDown, type Removal } from './plan-down.ts'
import { listRemote, versionMark } from './remote-tree.ts'
import { createDirectory, safePath } from './safe-path.ts'
import { emptyTree, type LocalTree, scan } from './scan.ts'
import { defaultStatePath } from './state-path.ts'
import { requireEnds, type SyncDownOptions, type SyncSettings, syncSettings } from './sync-options.ts'
import type { SyncReport } from './sync-report.ts'
import { runSync, Skip, type SyncRun } from './sync-run.ts'

/**
 * Brings a directory to the state of a container, or of what is below a prefix in it. The directory is created if need be.
 *
 * One list says what is there; a file whose size and hash are those of its object is left alone; of others only the blocks are fetched
 * that differ, each verified, and a file appears under its name when it is complete. Nothing is deleted unless `delete` is given. A sync that
 * was interrupted is simply started again.
 *
 *     const report = await syncDown(pithos.container('www'), 'site', { prefix: 'public/' })
 *     for (const { name, reason } of report.skipped) console.warn(`${name}: ${reason}`)
 *
 * Names of objects are not trusted: one that is not a path below the directory on this system, or would be the same file as another
 * one, is skipped and reported; nothing is written, and no link followed, out of the directory. (Other processes that put links into the
 * directory while a sync is under way are not guarded against.)
 *
 * Needs `HEAD` and `GET` of the container, then one `GET` a small file, and two or more a larger one.
 *
 * @throws {TransferError} if the directory cannot be written; or `delete` would empty it, or delete more than `maxDelete`.
 * @throws {SyncError} if some files failed, when all others are done; see `failures`.
 * @throws {NotFoundError} if there is no such container.
 */
export async function syncDown(
  container: PithosContainer,
  directory: string | URL,
  options: SyncDownOptions = {},
): Promise<SyncReport> {
  const path = requireEnds(directory, container, 'syncDown(container, directory, options)')
  const settings = syncSettings(options)
  return runSync(container, settings, (run) => syncTo(container, path, settings, run))
}

async function syncTo(
  container: PithosContainer,
  path: string,
  settings: SyncSettings<SyncDownOptions>,
  run: SyncRun,
): Promise<SyncReport> {
  const { report, request, signal } = run
  run.counter.begin('listing', 0, 0)
  const filter = filterOf(settings)
  const { blocks: format } = await container.info(request)
  const entries = await listRemote(container, settings.prefix, request)
  const { root, tree } = await withFileErrors('write', path, () =>
    openRoot(path, settings.dryRun === true, filter, signal),
  )
  report.skipped.push(...tree.skipped)
  report.failures.push(...tree.failures)
  const caseSensitive = settings.caseSensitive ?? (await isCaseSensitive(root, process.platform))
  const placement = mapNames(
    entries.filter((entry) => filter.allows(entry.path)),
    {
      platform: process.platform,
      caseSensitive,
      isThere: (each) => tree.files.has(each) || tree.directories.has(each),
    },
  )
  const plan = planDown(placement, tree, filter, { ...settings, caseSensitive })
  const kinds = [...placement.placed.values()].map(({ entry }) => entry.isDirectory)
  checkDeletions({
    deletions: [...plan.firstRemovals, ...plan.removals].map(({ action }) => action),
    source: {
      description: `container '${container.name}'${settings.prefix === '' ? '' : ` below '${settings.prefix}'`}`,
      files: kinds.filter((isDirectory) => !isDirectory).length,
      directories: kinds.filter((isDirectory) => isDirectory).length,
    },
    target: `'${root}'`,
    options: settings,
  })
  report.skipped.push(...plan.skipped)
  report.unchanged = plan.unchanged
  const file = settings.state === false ? undefined : (settings.state ?? defaultStatePath(root))
  const cache = await HashCache.open(file, format)
  const parts = groupParts(tree.parts)
  const context: DownContext = { run, root, container, format, cache, options: settings, parts }
  return run.whole(
    async () => {
      const changed = await run.compare(plan.toCompare, (step) => isSame(context, step))
      // One after the other, in order: a directory can go when what is in it is gone.
      await run.remove(plan.firstRemovals, 1, (step) => remove(root, step))
      const steps = [...plan.directories, ...plan.files, ...changed]
      steps.sort((a, b) => (a.action.path < b.action.path ? -1 : 1))
      await run.transfer(steps, cache, (step) =>
        step.action.kind === 'directory' ? createDirectory(root, step.segments) : downloadOne(context, step),
      )
      await run.remove(plan.removals, 1, (step) => remove(root, step))
      if (settings.dryRun !== true) await removeParts(uselessParts(context, [...placement.placed.keys()]))
      cache.prune((each) => placement.placed.has(each) || tree.files.has(each) || !filter.allows(each))
    },
    async () => {
      if (settings.dryRun === true) return
      await cache.save()
      await removeParts(tree.parts, oldMs)
    },
  )
}

/** Part files by what the paths of those of one target begin with. */
function groupParts(paths: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const path of paths) groups.set(prefixOfPart(path), [...(groups.get(prefixOfPart(path)) ?? []), path])
  return groups
}

/** A part file of what this sync knows nothing of may be wanted by a download that is started again; not after so long. */
const oldMs = 3_600_000

/** Part files of what is in place now. */
function uselessParts({ root, parts, run }: DownContext, paths: readonly string[]): string[] {
  const failed = new Set(run.report.failures.map(({ path }) => path))
  return paths
    .filter((path) => !failed.has(path))
    .flatMap((path) => parts.get(partPrefix(join(root, ...path.split('/')))) ?? [])
}

/** The directory's real path, and what is in it. */
async function openRoot(
  path: string,
  dryRun: boolean,
  filter: Filter,
  signal: AbortSignal,
): Promise<{ root: string; tree: LocalTree }> {
  if (!dryRun) {
    // With `recursive` Node says ENOENT where the file system is read-only.
    await mkdir(path, { recursive: true }).catch((error) => (isAbsent(error) ? mkdir(path) : Promise.reject(error)))
  }
  let root: string
  try {
    root = await realpath(path)
  } catch (error) {
    if (!isAbsent(error)) throw error
    return { root: resolve(path), tree: emptyTree() }
  }
  return { root, tree: await scan(root, { follow: false, filter, signal }) }
}

async function isSame({ run, format, cache, options }: DownContext, { entry, file }: DownStep): Promise<boolean> {
  if (file === undefined) return false
  const known = cache.recall(file.path, file)
  // Of some objects the hash is not that of their content: what was made of the same version is still right.
  const isKnown = known.from !== undefined && known.from === versionMark(entry.uuid, entry.version)
  if (options.compare !== 'hash' && isKnown) return true
  if (options.compare !== 'hash' && known.hash !== undefined) return known.hash === entry.hash
  run.report.hashed += 1
  try {
    return (await hashFile(file, format, cache, run.signal)) === entry.hash
  } catch (error) {
    if (isAbsent(error)) return false
    throw error
  }
}

/** Deletes a file that is still what it was when it was looked at, or an empty directory. */
async function remove(root: string, { action, file }: Removal): Promise<void> {
  const path = await safePath(root, action.path.split('/'), { create: false })
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
