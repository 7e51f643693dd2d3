import type { BigIntStats } from 'node:fs'
import { NotFoundError, TransferError } from '@kamaki/core'
import type { PithosContainer } from '../../handles/pithos-container.ts'
import type { BlockFormat } from '../../model/hashmap.ts'
import type { ObjectInfo } from '../../model/object.ts'
import { isAbsent } from '../files/file-error.ts'
import { findParts, removeParts } from '../files/part-file.ts'
import { lookAt } from '../files/regular-file.ts'
import { saveDownload } from '../files/save-download.ts'
import { fetchSmall } from './download-small.ts'
import { readFileMetadata } from './file-metadata.ts'
import { FileProgress } from './file-progress.ts'
import { hasHash, isSmall } from './hash-file.ts'
import { type ListedDownload, listedDownload, NotAsListedError, plainDownload } from './listed-download.ts'
import {
  type FileIdentity,
  identityOf,
  isSettled,
  type LocalFile,
  type Remembered,
  sameContentTime,
} from './local-file.ts'
import type { PartsLeft } from './parts-left.ts'
import { versionMark } from './remote-listing.ts'
import { placeSmall } from './small-file.ts'
import type { StateSlot } from './state-file.ts'
import type { SyncDownOptions } from './sync-options.ts'
import { Skip, type SyncRun } from './sync-run.ts'
import type { Step } from './sync-steps.ts'
import type { TargetDirectories } from './target-directories.ts'

/** What downloads have in common. */
export interface DownContext {
  run: SyncRun
  directories: TargetDirectories
  container: PithosContainer
  format: BlockFormat
  options: SyncDownOptions
  /** Part files that were there at first. */
  parts: PartsLeft
}

/** Downloads an object to its place, if that is still what it was when it was looked at. */
export async function downloadOne(context: DownContext, step: Step): Promise<void> {
  const { action } = step
  const target = await context.directories.pathOf(action.path)
  const progress = new FileProgress(context.run.counter, action.path)
  try {
    const old = await checkTarget(target, step.file)
    if (!(await downloadSmall(context, step, target, old, progress))) await fetchTo(target, context, step, progress)
  } catch (error) {
    if (!(await isPlaced(context, step, target, error))) throw error
    await removeParts(await findParts(target))
    progress.done(action.bytes)
  }
}

/** Returns false if the object is not a small one, or not what was listed any more. */
async function downloadSmall(
  context: DownContext,
  { action, entry, file, slot }: Step,
  target: string,
  old: BigIntStats | undefined,
  progress: FileProgress,
): Promise<boolean> {
  const { format, options, directories } = context
  if (entry?.hash === undefined || !isSmall(entry.bytes, format) || !isOurs(old)) return false
  const found = await fetchSmall(context, entry)
  if (found === undefined) return false
  const { bytes, info } = found
  const { mtime, mode } = readFileMetadata(info.metadata)
  const kept = old === undefined ? undefined : Number(old.mode) & 0o777
  const place = (path: string): Promise<FileIdentity> =>
    placeSmall(path, {
      bytes,
      mode: options.modes === true ? (mode ?? kept) : kept,
      mtime: options.times === false ? undefined : mtime,
      check: () => checkTarget(path, file),
    })
  const identity = await place(target).catch(async (error) => {
    // Another sync may have removed the directory.
    if (!isAbsent(error)) throw error
    return place(await directories.pathOf(action.path))
  })
  await directories.placed(action.path)
  keep(slot, identity, { hash: info.hash })
  progress.transferred(bytes.length)
  return true
}

/** Whether what is replaced belongs to whom a new file would belong to. */
function isOurs(old: BigIntStats | undefined): boolean {
  return old === undefined || (Number(old.uid) === process.geteuid?.() && Number(old.gid) === process.getegid?.())
}

/** It is our own writing, so the times are those of this content, unless the clock of the file system is too slow to tell. */
function keep(slot: StateSlot | undefined, identity: FileIdentity, known: Remembered): void {
  const isCoarse = identity.ctimeNs % 1_000_000_000n === 0n
  if (!isCoarse || isSettled(identity, Date.now())) slot?.keep(identity, known)
}

/** Downloads as was listed, or if that no longer holds, as it is now. */
async function fetchTo(target: string, context: DownContext, step: Step, progress: FileProgress): Promise<void> {
  const { action, entry } = step
  const object = context.container.object(action.name)
  const { unverified } = context.options
  const options = { ...context.run.request, unverified, onProgress: progress.listener }
  let parts: readonly string[] | undefined = context.parts.of(target)
  const finish = (listed: ListedDownload): Promise<void> => save(context, step, target, listed, progress, parts)
  try {
    const listed = entry === undefined ? undefined : listedDownload(object, entry, context.format, options)
    if (listed !== undefined) return await finish(listed)
  } catch (error) {
    const isGone = TransferError.isInstance(error) && NotFoundError.isInstance(error.cause)
    if (!(error instanceof NotAsListedError || isGone)) throw error
    progress.again()
    // One that was taken over has another name by now.
    parts = undefined
  }
  try {
    await finish(plainDownload(object, options))
  } catch (error) {
    if (NotFoundError.isInstance(error)) throw new Skip('vanished')
    throw error
  }
}

async function save(
  { options }: DownContext,
  { action, file, slot }: Step,
  target: string,
  { download, info }: ListedDownload,
  progress: FileProgress,
  parts: readonly string[] | undefined,
): Promise<void> {
  let known: Remembered | undefined
  const { result, stats } = await saveDownload(download, target, {
    reuse: true,
    parts,
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
  if (stats !== undefined && known !== undefined) keep(slot, identityOf(stats), known)
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
  { format, run }: DownContext,
  { entry, slot }: Step,
  target: string,
  error: unknown,
): Promise<boolean> {
  if (!(error instanceof Skip) || error.reason !== 'changed-meanwhile' || entry?.hash === undefined) return false
  // A third sync may replace it while it is read.
  for (let attempt = 1; attempt <= 3; attempt++) {
    const now = await lookAt(target)
    if (now === undefined || Number(now.size) !== entry.bytes) return false
    const isSame = await hasHash({ real: target, ...identityOf(now) }, entry.hash, format, run.signal, slot)
    if (isSame !== undefined) return isSame
  }
  return false
}

function whatIsKnown(info: ObjectInfo, verified: boolean): Remembered | undefined {
  if (verified) return { hash: info.hash }
  // The parts of a manifest change without it.
  return info.manifest === undefined ? { from: versionMark(info.uuid, info.version) } : undefined
}
