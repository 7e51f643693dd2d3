import { type BigIntStats, readFileSync } from 'node:fs'
import { type FileHandle, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { TransferError } from '@kamaki/core'
import type { Download } from '../../transfer/download/download.ts'
import type { DownloadResult } from '../../transfer/download/options.ts'
import { ignoreUnsupported } from './file-error.ts'
import { FileSink } from './file-sink.ts'
import { type PartFile, syncDirectory } from './part-file.ts'
import { fileTime, fstatOpened, lookAt, openRegular } from './regular-file.ts'

/** What a file has beside its content. */
interface FileAttributes {
  /** Permission bits. Default: those of the file that is replaced, else what the umask leaves. */
  mode?: number | undefined
  /** Seconds since 1970. Default: now. */
  mtime?: number | undefined
}

export interface SaveOptions {
  reuse: boolean
  /** The part files that are known to be there; by default the directory is looked through. */
  parts?: readonly string[] | undefined
  /** What is to be replaced, looked at just before it is; throws if that must not be. */
  present(): Promise<BigIntStats | undefined>
  /** Asked for when all of the content is there. */
  attributes?(result: DownloadResult): Promise<FileAttributes>
}

/**
 * Does a download that has not begun, to a file. `stats` are those of the file as it was put in place; undefined if somebody else has
 * replaced it since.
 */
export async function saveDownload(
  download: Download,
  target: string,
  options: SaveOptions,
): Promise<{ result: DownloadResult; stats: BigIntStats | undefined }> {
  const sink = new FileSink(target, options)
  let outcome: 'placed' | 'failed' = 'failed'
  try {
    const result = await download.to(sink)
    const attributes = (await options.attributes?.(result)) ?? {}
    const part = await sink.finish()
    const stats =
      part === undefined ? await touch(target, attributes) : await putInPlace(part, target, attributes, options)
    outcome = 'placed'
    return { result, stats }
  } finally {
    await sink.close(outcome)
  }
}

/** Sets the attributes of a file that has the right content. */
async function touch(target: string, attributes: FileAttributes): Promise<BigIntStats> {
  const { handle, stats } = await openRegular(target)
  try {
    await setAttributes(handle, stats, attributes)
    return fstatOpened(handle.fd)
  } finally {
    await handle.close()
  }
}

/** Puts a complete part file in the place of its target, so that either the old or the new one is seen, never half of one. */
async function putInPlace(
  part: PartFile,
  target: string,
  { mode, mtime }: FileAttributes,
  options: SaveOptions,
): Promise<BigIntStats | undefined> {
  const { handle, path } = part
  const old = await options.present()
  const made = fstatOpened(handle.fd)
  const permissions = await keepOwner(handle, made, old, mode ?? (old === undefined ? defaultMode() : modeOf(old)))
  await setAttributes(handle, made, { mode: permissions, mtime })
  await handle.sync()
  const found = await lookAt(path)
  if (found?.ino !== made.ino || found.dev !== made.dev) {
    throw new TransferError(`The part file of '${target}' was removed while it was being written. Start again`)
  }
  // To write what is cached to the disk may have taken long: whoever changed the target meanwhile keeps that.
  await options.present()
  // Some systems do not rename what is open.
  await handle.close()
  await rename(path, target)
  await syncDirectory(dirname(target))
  const placed = await lookAt(target)
  return placed?.ino === made.ino && placed.dev === made.dev ? placed : undefined
}

async function setAttributes(handle: FileHandle, stats: BigIntStats, { mode, mtime }: FileAttributes): Promise<void> {
  if (mode !== undefined && mode !== modeOf(stats)) await ignoreUnsupported(handle.chmod(mode))
  if (mtime !== undefined) await ignoreUnsupported(handle.utimes(fileTime(mtime), fileTime(mtime)))
}

const modeOf = (stats: BigIntStats): number => Number(stats.mode) & 0o777

/** Keeps owner and group of what is replaced, as far as that is allowed. Returns the mode: another group gets no more than all others. */
async function keepOwner(
  handle: FileHandle,
  made: BigIntStats,
  old: BigIntStats | undefined,
  mode: number,
): Promise<number> {
  if (old === undefined || (old.uid === made.uid && old.gid === made.gid)) return mode
  if (await ignoreUnsupported(handle.chown(Number(old.uid), Number(old.gid)))) return mode
  if (old.gid === made.gid || (await ignoreUnsupported(handle.chown(Number(made.uid), Number(old.gid))))) return mode
  return mode & (0o707 | ((mode & 7) << 3))
}

/** What the umask leaves of the permissions of a new file. To ask the process for it sets it, for a short time, for all threads. */
function defaultMode(): number {
  let umask: number | undefined
  try {
    const digits = /^Umask:\s*([0-7]+)$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1]
    if (digits !== undefined) umask = Number.parseInt(digits, 8)
  } catch {
    // Only Linux has it.
  }
  return 0o666 & ~(umask ?? process.umask())
}
