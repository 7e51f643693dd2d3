import { rm } from 'node:fs/promises'
import { NotFoundError, TransferError } from '@kamaki/core'
import type { ObjectInfo } from '../../codec/object-info.ts'
import type { PithosContainer } from '../../handles/pithos-container.ts'
import type { BlockFormat } from '../../hash/blocks.ts'
import { requestOf } from '../../request.ts'
import { saveDownload } from '../files/download-file.ts'
import { partPath } from '../files/part-file.ts'
import { readFileMetadata } from './file-metadata.ts'
import { FileProgress } from './file-progress.ts'
import { type HashMemory, isSettled, type Remembered } from './hash-cache.ts'
import { type ListedDownload, listedDownload, NotAsListedError, plainDownload } from './listed-download.ts'
import { type FileIdentity, identityOf, type LocalFile, sameContentTime } from './local-file.ts'
import { lookAgain, openRegular } from './open-regular.ts'
import type { DownStep } from './plan-down.ts'
import { versionMark } from './remote-tree.ts'
import { lookAt, pathInside } from './safe-path.ts'
import type { SyncDownOptions } from './sync-options.ts'
import { Skip, type SyncRun } from './sync-run.ts'

/** What downloads have in common. */
export interface DownContext {
  run: SyncRun
  /** Real path of the directory. */
  root: string
  container: PithosContainer
  format: BlockFormat
  memory: HashMemory
  options: SyncDownOptions
}

/** Downloads an object to its place, if that is still what it was when it was looked at. */
export async function getFile(context: DownContext, step: DownStep): Promise<void> {
  const { action, segments, entry } = step
  const target = await pathInside(context.root, segments, { make: true })
  await checkTarget(target, step.file)
  const object = context.container.object(action.name)
  const progress = new FileProgress(context.run.counter, action.path)
  const options = { ...requestOf(context.options), signal: context.run.signal, onProgress: progress.listener }
  const finish = async ({ download, info }: ListedDownload): Promise<void> => {
    const result = await saveDownload(download, target, { reuse: true, tidy: false })
    action.bytes = result.bytes
    if (!result.verified) action.unverified = true
    await settleFile(context, target, step, await info(), result.verified)
    progress.done(result.bytes)
  }
  try {
    const listed = listedDownload(object, entry, context.format, options)
    if (listed !== undefined) return await finish(listed)
  } catch (error) {
    const isGone = TransferError.isInstance(error) && NotFoundError.isInstance(error.cause)
    if (!(error instanceof NotAsListedError || isGone)) throw error
    // Nobody will ever finish it.
    await rm(partPath(target, entry.version), { force: true })
    progress.again()
  }
  try {
    await finish(plainDownload(object, options))
  } catch (error) {
    if (NotFoundError.isInstance(error)) throw new Skip('vanished')
    throw error
  }
}

/** Looks whether the place is free, or still holds what is to be replaced. */
async function checkTarget(target: string, file: LocalFile | undefined): Promise<void> {
  const now = await lookAt(target)
  if (now === undefined) return
  if (now.isSymbolicLink()) throw new Skip('link')
  if (now.isDirectory()) throw new Skip('in-the-way', 'there is a directory')
  if (!now.isFile()) throw new Skip('special')
  if (file === undefined) throw new Skip('changed-meanwhile', 'there is a file by now, or one of nearly the same name')
  if (!sameContentTime(identityOf(now), file)) throw new Skip('changed-meanwhile', 'the file was changed meanwhile')
}

/** Gives a file that has its content its time and permissions, and remembers its hash. */
async function settleFile(
  { memory, options }: DownContext,
  target: string,
  { action, file }: DownStep,
  info: ObjectInfo,
  verified: boolean,
): Promise<void> {
  const open = await openRegular(target)
  let identity: FileIdentity
  try {
    const { mtime, mode } = readFileMetadata(info.metadata)
    // What replaces a file is as accessible as that was.
    const permissions = options.modes === true ? (mode ?? file?.mode) : file?.mode
    if (permissions !== undefined && permissions !== open.mode) await open.handle.chmod(permissions)
    if (options.times !== false && mtime !== undefined) await open.handle.utimes(mtime, mtime)
    identity = await lookAgain(open)
  } finally {
    await open.handle.close()
  }
  const known = whatIsKnown(info, verified)
  const isCoarse = identity.ctimeNs % 1_000_000_000n === 0n
  // It is our own writing, so the times are those of this content, unless the clock of the file system is too slow to tell.
  if (known !== undefined && (!isCoarse || isSettled(identity, Date.now()))) memory.keep(action.path, identity, known)
  else memory.forget(action.path)
}

function whatIsKnown(info: ObjectInfo, verified: boolean): Remembered | undefined {
  if (verified) return { hash: info.hash }
  // The parts of a manifest change without it.
  return info.manifest === undefined ? { from: versionMark(info.uuid, info.version) } : undefined
}
