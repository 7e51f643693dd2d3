import { type BigIntStats, constants, fstatSync } from 'node:fs'
import { type FileHandle, lstat, open, stat } from 'node:fs/promises'
import { TransferError } from '@kamaki/core'
import { isAbsent } from './file-error.ts'

// Neither exists on Windows.
const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDONLY } = constants

/** A file that is open for reading, and what it was then. */
export interface OpenFile {
  handle: FileHandle
  stats: BigIntStats
}

/** A time as Node takes it. */
export type FileTime = number | string

/** Seconds since 1970. Of a negative number, but not of the same as a string, Node makes the present time. */
export const fileTime = (seconds: number): FileTime => (seconds < 0 ? String(seconds) : seconds)

/** What is under a name, no link followed; undefined if nothing is. */
export async function lookAt(path: string): Promise<BigIntStats | undefined> {
  try {
    return await lstat(path, { bigint: true })
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}

/** What a file is, in words. */
export function describeKind(stats: BigIntStats): string {
  if (stats.isFile()) return 'a regular file'
  if (stats.isDirectory()) return 'a directory'
  if (stats.isSymbolicLink()) return 'a symbolic link'
  if (stats.isFIFO()) return 'a FIFO'
  return stats.isSocket() ? 'a socket' : 'a device'
}

/** @throws {TransferError} for what is not a regular file. */
function requireRegular(stats: BigIntStats, name: string): void {
  if (stats.isFile()) return
  const cure = stats.isDirectory()
    ? 'Upload what is in it with syncUp(directory, container)'
    : 'Upload what can only be read once as a stream: object.upload(createReadStream(path))'
  throw new TransferError(`${name} is ${describeKind(stats)}, not a regular file. ${cure}`)
}

/**
 * Opens a regular file and nothing else: a FIFO without a writer would wait for one for ever, and opening some devices has effects.
 * Links are followed only if asked for; otherwise they are the system's ELOOP.
 */
export async function openRegular(path: string, options: { follow?: boolean } = {}): Promise<OpenFile> {
  const follow = options.follow === true
  const before = await (follow ? stat : lstat)(path, { bigint: true })
  if (!before.isSymbolicLink()) requireRegular(before, `'${path}'`)
  // What is under the name may change in between, so that this must not block either.
  const handle = await open(path, O_RDONLY | O_NONBLOCK | (follow ? 0 : O_NOFOLLOW))
  try {
    return { handle, stats: regularStats(handle, `'${path}'`) }
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** What an open file is, if it is a regular one. */
export function regularStats(handle: FileHandle, name: string): BigIntStats {
  const stats = fstatOpened(handle.fd)
  requireRegular(stats, name)
  return stats
}

/**
 * Of a file that has just been opened, read or written: what is known of it is in memory then, and no disk is waited for. To have a thread of
 * the pool ask for it takes ten times as long.
 */
export function fstatOpened(fd: number): BigIntStats {
  // A handle that its owner closed meanwhile.
  if (fd < 0) throw Object.assign(new Error('EBADF: bad file descriptor, fstat'), { code: 'EBADF', syscall: 'fstat' })
  return fstatSync(fd, { bigint: true })
}
