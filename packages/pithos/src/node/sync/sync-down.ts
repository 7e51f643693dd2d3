import { realpath, rmdir, unlink } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { PithosContainer } from '../../handles/pithos-container.ts'
import { errno, isAbsent, withFileErrors } from '../files/file-error.ts'
import { makeDirectory } from '../files/make-directory.ts'
import { lookAt } from '../files/regular-file.ts'
import type { Deletion } from './deletions.ts'
import { type DownContext, downloadOne } from './download-one.ts'
import { filterOf } from './filter.ts'
import { hasHash } from './hash-file.ts'
import { identityOf, sameContentTime } from './local-file.ts'
import { LocalWalk } from './local-walk.ts'
import { PartsLeft } from './parts-left.ts'
import { DownPlan } from './plan-down.ts'
import { runTrees } from './run-trees.ts'
import { createDirectory, safePath } from './safe-path.ts'
import { requireEnds, type SyncDownOptions, type SyncSettings, syncDownNames, syncSettings } from './sync-options.ts'
import type { SyncReport } from './sync-report.ts'
import { runSync, Skip, type SyncRun } from './sync-run.ts'
import type { Step } from './sync-steps.ts'
import { TargetDirectories } from './target-directories.ts'

/**
 * Brings a directory to the state of a container, or of what is below a prefix in it. The directory is created if need be.
 *
 * Both sides are gone through once, in the order of names, and what differs is downloaded as it is found: a file whose size and hash are
 * those of its object is left alone; of others only the blocks are fetched that differ, each verified, and a file appears under its name
 * when it is complete. Nothing is deleted unless `delete` is given. A sync that was interrupted is simply started again.
 *
 *     const report = await syncDown(pithos.container('www'), 'site', { prefix: 'public/' })
 *     for (const { name, reason } of report.skipped) console.warn(`${name}: ${reason}`)
 *
 * Names of objects are not trusted: one that is not a path below the directory on this system, or would be the same file as another
 * one, is skipped and reported; nothing is written, and no link followed, out of the directory. (Other processes that put links into the
 * directory while a sync is under way are not guarded against.)
 *
 * Needs `GET` of the container, then one `GET` a small file, and two or more a larger one.
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
  const settings = syncSettings(options, syncDownNames)
  return runSync(container, settings, (run) => syncTo(container, path, settings, run))
}

async function syncTo(
  container: PithosContainer,
  path: string,
  settings: SyncSettings<SyncDownOptions>,
  run: SyncRun,
): Promise<void> {
  const filter = filterOf(settings)
  const emptyDirectories = settings.emptyDirectories !== false
  const isDryRun = settings.dryRun === true
  const parts = new PartsLeft()
  let directories: TargetDirectories | undefined
  await runTrees({
    ...{ run, container, filter, emptyDirectories, state: settings.state, caseSensitive: settings.caseSensitive },
    opensFirst: false,
    async open() {
      const root = await withFileErrors('write', path, () => openRoot(path, isDryRun))
      if (root === undefined) return { root: resolve(path), walk: undefined }
      const onPart = (part: string): void => parts.add(part)
      const walk = new LocalWalk(root, { follow: false, filter, signal: run.signal, report: run, onPart })
      await withFileErrors('write', path, () => walk.open())
      return { root, walk }
    },
    onUnfit: (skip) => run.skip(skip),
    direction({ root, format }) {
      directories ??= new TargetDirectories(root)
      const context: DownContext = { run, directories, container, format, options: settings, parts }
      return {
        isSame: (step) => isSame(context, step),
        async transfer(step) {
          if (step.action.kind === 'directory') await createDirectory(root, step.action.path)
          else {
            await downloadOne(context, step).catch((error) => {
              parts.keep(root, step.action.path)
              throw error
            })
          }
          return true
        },
        remove: (deletion) => remove(root, deletion),
        // In order: a directory can go when what is in it is gone.
        removesAtATime: 1,
        source: `container '${container.name}'${settings.prefix === '' ? '' : ` below '${settings.prefix}'`}`,
        target: `'${root}'`,
      }
    },
    plan({ state, pass, trees, root }) {
      const common = { filter, emptyDirectories, prefix: settings.prefix, contested: trees.contested }
      const options = { ...common, delete: settings.delete === true, remembers: settings.compare !== 'hash' }
      const onPlace = (each: string): void => parts.inPlace(root, each)
      return new DownPlan({ ...options, onPlace }, state, pass)
    },
    async last(isComplete) {
      await directories?.close()
      if (!isDryRun) await parts.clean(isComplete)
    },
  })
}

/** The directory's real path, after it has been created; undefined if it is not there, and must not be. */
async function openRoot(path: string, isDryRun: boolean): Promise<string | undefined> {
  if (!isDryRun) await makeDirectory(path)
  try {
    return await realpath(path)
  } catch (error) {
    if (!isAbsent(error)) throw error
    return undefined
  }
}

async function isSame({ run, format }: DownContext, { entry, file, slot }: Step): Promise<boolean> {
  if (file === undefined || entry === undefined) return false
  try {
    return (await hasHash(file, entry.hash, format, run.signal, slot)) === true
  } catch (error) {
    if (isAbsent(error) || error instanceof Skip) return false
    throw error
  }
}

/** Deletes a file that is still what it was when it was looked at, or an empty directory. */
async function remove(root: string, { action, file }: Deletion): Promise<void> {
  try {
    const path = await safePath(root, action.path, { create: false })
    const now = await lookAt(path)
    if (now === undefined) return
    if (file === undefined ? !now.isDirectory() : !now.isFile() || !sameContentTime(identityOf(now), file))
      throw new Skip('changed-meanwhile')
    await (file === undefined ? rmdir(path) : unlink(path))
  } catch (error) {
    if (errno(error) === 'ENOTEMPTY' || errno(error) === 'EEXIST') throw new Skip('not-empty')
    // Gone is gone.
    if (!isAbsent(error)) throw error
  }
}
