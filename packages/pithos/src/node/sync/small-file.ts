import { constants } from 'node:fs'
import { errno, ignoreUnsupported, isAbsent } from '../files/file-error.ts'
import {
  close,
  closeRead,
  fchmod,
  fstat,
  fsync,
  futimes,
  open,
  readOnce,
  rename,
  unlink,
  writeAll,
} from '../files/fs-calls.ts'
import { newPartPath, releasePart } from '../files/part-file.ts'
import { fileTime, fstatOpened } from '../files/regular-file.ts'
import { type FileIdentity, identityOf, type LocalFile, sameContentTime, sameIdentity } from './local-file.ts'
import { checkOpened } from './safe-path.ts'
import { Skip } from './sync-run.ts'

// Neither exists on Windows.
const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDONLY } = constants

/** A small file, all of it. */
export interface SmallFile {
  bytes: Uint8Array<ArrayBuffer>
  identity: FileIdentity
  mode: number
  /** Whether it is still there, with the same content. */
  isUnchanged(): boolean
}

/** A file that was looked at: its real path, and which file it was. */
export type SeenFile = Pick<LocalFile, 'real' | 'ino'>

/**
 * Reads a file that is a regular one of at most `limit` bytes, and passes it to `use` while it is open; undefined if it is another thing by
 * now, or changes while it is read.
 *
 * @throws {Skip} if it is not there any more, or is a link.
 * @throws {UnsafePathError} if a directory above it was replaced by a link.
 */
export async function withSmall<T>(
  { real: path, ino }: SeenFile,
  limit: number,
  use: (file: SmallFile) => T | Promise<T>,
): Promise<T | undefined> {
  let fd: number
  try {
    fd = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  } catch (error) {
    if (isAbsent(error)) throw new Skip('vanished')
    if (errno(error) === 'ELOOP') throw new Skip('link')
    throw error
  }
  try {
    const stats = fstatOpened(fd)
    const identity = identityOf(stats)
    if (!stats.isFile() || identity.size > limit) return undefined
    await checkOpened(fd, path, identity.ino === ino)
    // A byte more than there should be: some files (all in `/proc`) have content that their size does not tell of.
    const buffer = new Uint8Array(identity.size + 1)
    const length = await readOnce(fd, buffer)
    if (length !== identity.size || !sameIdentity(identityOf(fstatOpened(fd)), identity)) return undefined
    const isUnchanged = (): boolean => {
      const now = fstatOpened(fd)
      // What was replaced has no name any more.
      const isThere = now.nlink > 0n || stats.nlink === 0n
      return isThere && sameContentTime(identityOf(now), identity)
    }
    return await use({ bytes: buffer.subarray(0, length), identity, mode: Number(stats.mode) & 0o777, isUnchanged })
  } finally {
    closeRead(fd)
  }
}

/** What a small file is to be. */
export interface Placing {
  bytes: Uint8Array
  /** Permission bits. Default: what the umask leaves. */
  mode: number | undefined
  /** Seconds since 1970. Default: now. */
  mtime: number | undefined
  /** Looks whether the place is still what it was; throws if it is not. */
  check(): Promise<unknown>
}

/**
 * Writes a small file under a hidden name and then puts it in its place, so that either the old or the new one is seen, never half of one.
 * Returns what it is then. That its name lasts is up to whoever syncs the directory.
 */
export async function placeSmall(target: string, { bytes, mode, mtime, check }: Placing): Promise<FileIdentity> {
  const part = newPartPath(target)
  let fd: number | undefined
  try {
    // Where others may see less of it than of other files, nobody sees it before it is complete.
    fd = await open(part, 'wx', mode === undefined ? 0o666 : 0o600)
    await writeAll(fd, bytes)
    if (mode !== undefined) await ignoreUnsupported(fchmod(fd, mode))
    if (mtime !== undefined) await ignoreUnsupported(futimes(fd, fileTime(mtime), fileTime(mtime)))
    await fsync(fd)
    // To write it to the disk may have taken long: whoever changed the target meanwhile keeps that.
    await check()
    await rename(part, target)
    return identityOf(await fstat(fd))
  } catch (error) {
    await unlink(part).catch(() => undefined)
    throw error
  } finally {
    if (fd !== undefined) await close(fd)
    releasePart(part)
  }
}
