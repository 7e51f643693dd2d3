import type { BigIntStats } from 'node:fs'
import { NotFoundError, TransferError } from '@kamaki/core'
import type { PithosContainer } from '../../handles/pithos-container.ts'
import type { BlockFormat } from '../../model/hashmap.ts'
import type { ObjectInfo } from '../../model/object.ts'
import { findParts, partPrefix, removeParts } from '../files/part-file.ts'
import { lookAt } from '../files/regular-file.ts'
import { saveDownload } from '../files/save-download.ts'
import { readFileMetadata } from './file-metadata.ts'
import { FileProgress } from './file-progress.ts'
import { type HashCache, isSettled, type Remembered } from './hash-cache.ts'
import { hashFile } from './hash-file.ts'
import { type ListedDownload, listedDownload, NotAsListedError, plainDownload } from './listed-download.ts'
import { identityOf, type LocalFile, sameContentTime } from './local-file.ts'
import type { DownStep } from './plan-down.ts'
import { versionMark } from './remote-tree.ts'
import { safePath } from './safe-path.ts'
import type { SyncDownOptions } from './sync-options.ts'
import { Skip, type SyncRun } from './sync-run.ts'

/** What downloads have in common. */
export interface DownContext {
  run: SyncRun
  /** Real path of the directory. */
  root: string
  container: PithosContainer
  format: BlockFormat
  cache: HashCache
  options: SyncDownOptions
  /** Part files that were there at first, by what the paths of those of a target begin with. */
  parts: ReadonlyMap<string, readonly string[]>
}

/** Downloads an object to its place, if that is still what it was when it was looked at. */
export async function downloadOne(context: DownContext, step: DownStep): Promise<void> {
  const { action, segments } = step
  const target = await safePath(context.root, segments, { create: true })
  const progress = new FileProgress(context.run.counter, action.path)
  try {
    await checkTarget(target, step.file)
    await fetchTo(target, context, step, progress)
  } catch (error) {
    if (!(await isPlaced(context, step, target, error))) throw error
    await removeParts(await findParts(target))
    progress.done(action.bytes)
  }
}

/** Downloads as was listed, or if that no longer holds, as it is now. */
async function fetchTo(target: string, context: DownContext, step: DownStep, progress: FileProgress): Promise<void> {
  const { action, entry } = step
  const object = context.container.object(action.name)
  const { unverified } = context.options
  const options = { ...context.run.request, unverified, onProgress: progress.listener }
  const finish = (listed: ListedDownload): Promise<void> => save(context, step, target, listed, progress)
  try {
    const listed = listedDownload(object, entry, context.format, options)
    if (listed !== undefined) return await finish(listed)
  } catch (error) {
    const isGone = TransferError.isInstance(error) && NotFoundError.isInstance(error.cause)
    if (!(error instanceof NotAsListedError || isGone)) throw error
    progress.again()
  }
  try {
    await finish(plainDownload(object, options))
  } catch (error) {
    if (NotFoundError.isInstance(error)) throw new Skip('vanished')
    throw error
  }
}

async function save(
  { cache, options, parts }: DownContext,
  { action, file }: DownStep,
  target: string,
  { download, info }: ListedDownload,
  progress: FileProgress,
): Promise<void> {
  let known: Remembered | undefined
  const { result, stats } = await saveDownload(download, target, {
    reuse: true,
    parts: parts.get(partPrefix(target)) ?? [],
    present: () => checkTarget(target, file),
    async attributes({ verified }) {
      const found = await info()
      known = whatIsKnown(found, verified)
      const { mtime, mode } = readFileMetadata(found.metadata)
      return { mode: options.modes === true ? mode : undefined, mtime: options.times === false ? undefined : mtime }
    },
  })
  action.bytes = result.bytes
  if (!result.verified) action.unverified = true
  const identity = stats === undefined ? undefined : identityOf(stats)
  const isCoarse = identity !== undefined && identity.ctimeNs % 1_000_000_000n === 0n
  // It is our own writing, so the times are those of this content, unless the clock of the file system is too slow to tell.
  if (identity !== undefined && known !== undefined && (!isCoarse || isSettled(identity, Date.now())))
    cache.keep(action.path, identity, known)
  else cache.forget(action.path)
  progress.done(result.bytes)
}

/** Looks whether the place is free, or still holds what is to be replaced. */
async function checkTarget(target: string, file: LocalFile | undefined): Promise<BigIntStats | undefined> {
  const now = await lookAt(target)
  if (now === undefined) return undefined
  if (now.isSymbolicLink()) throw new Skip('link')
  if (now.isDirectory()) throw new Skip('in-the-way', 'there is a directory')
  if (!now.isFile()) throw new Skip('special')
  if (file === undefined) throw new Skip('changed-meanwhile', 'there is a file by now, or one of nearly the same name')
  if (!sameContentTime(identityOf(now), file)) throw new Skip('changed-meanwhile', 'the file was changed meanwhile')
  return now
}

/** Whether what came meanwhile is just what was to come: another sync of the same directory was faster. */
async function isPlaced(
  { format, cache, run }: DownContext,
  { action, entry }: DownStep,
  target: string,
  error: unknown,
): Promise<boolean> {
  if (!(error instanceof Skip) || error.reason !== 'changed-meanwhile' || entry.hash === undefined) return false
  // A third sync may replace it while it is read.
  for (let attempt = 1; attempt <= 3; attempt++) {
    const now = await lookAt(target)
    if (now === undefined || Number(now.size) !== entry.bytes) return false
    const file = { path: action.path, real: target, mode: 0, ...identityOf(now) }
    const hash = await hashFile(file, format, cache, run.signal)
    if (hash !== undefined) return hash === entry.hash
  }
  return false
}

function whatIsKnown(info: ObjectInfo, verified: boolean): Remembered | undefined {
  if (verified) return { hash: info.hash }
  // The parts of a manifest change without it.
  return info.manifest === undefined ? { from: versionMark(info.uuid, info.version) } : undefined
}
