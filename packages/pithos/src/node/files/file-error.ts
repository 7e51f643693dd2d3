import { fileURLToPath } from 'node:url'
import { KamakiError, TransferError } from '@kamaki/core'
import { formatValue, rejectArgument } from '@kamaki/core/toolkit'

/** The code of an error of the file system, `ENOENT` say. */
export function errno(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}

/** Whether an error says that there is nothing of that name. */
export function isAbsent(error: unknown): boolean {
  return errno(error) === 'ENOENT' || errno(error) === 'ENOTDIR'
}

/** What codes mean, and what to do. */
const meanings: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist. Check the path',
  ENOTDIR: 'it, or a part of its path, is not a directory. Check the path',
  EEXIST: 'something else than a directory has this name. Check the path',
  EISDIR: 'it is a directory',
  ELOOP: 'it is a symbolic link, or its path has a loop of them. Name the file that it leads to',
  ENAMETOOLONG: 'the path is too long for this file system. Use shorter names',
  EACCES: 'this user has no permission. Check the permissions of the file and its directories',
  EPERM: 'this user has no permission. Check the permissions of the file and its directories',
  EROFS: 'the file system is read-only. Choose another directory, or mount it for writing',
  ENOSPC: 'the disk is full. Free some space and start again: what has arrived is kept',
  EDQUOT: 'the disk quota is used up. Free some space and start again: what has arrived is kept',
  EFBIG: 'the file would be larger than the file system, or ulimit -f, allows',
  EMFILE: 'too many files are open. Lower `concurrency`, or raise ulimit -n',
  ENFILE: 'too many files are open on this system. Lower `concurrency`, or start again later',
  ERR_ACCESS_DENIED:
    'this process has no permission. Start Node with --allow-fs-read and --allow-fs-write for its directory',
  EBADF: 'it is closed, or not open for reading',
  EIO: 'the disk failed. Check its health, then start again',
}

/** A file in a message: by its path, or if it has none it is a handle. */
function nameOf(path: string | undefined): string {
  return path === undefined ? 'the file handle' : `'${path}'`
}

/** The same where a sentence begins with it. */
export function subjectOf(path: string | undefined): string {
  return path === undefined ? 'The file handle' : `'${path}'`
}

/**
 * The error of the file system as a TransferError that says what to do; the original is its `cause`. Other errors stay as they are.
 */
export function fileError(error: unknown, verb: 'read' | 'write', path: string | undefined): unknown {
  const code = errno(error)
  // What Node's permission model denies does not come to the system.
  const isSystem = error instanceof Error && code !== undefined && ('syscall' in error || code === 'ERR_ACCESS_DENIED')
  if (!isSystem || KamakiError.isInstance(error)) return error
  const meaning = meanings[code] ?? error.message
  return new TransferError(`Cannot ${verb} ${nameOf(path)} (${code}): ${meaning}`, {}, { cause: error })
}

/** What a change fails with where it cannot be made: Node's permission model, say, lets nobody change permissions. */
const unsupported = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EINVAL', 'ERR_ACCESS_DENIED']

/** Waits for a change that not every file system can make (permissions, owners), which then does not count as a failure. */
export async function ignoreUnsupported(change: Promise<void>): Promise<boolean> {
  try {
    await change
    return true
  } catch (error) {
    if (unsupported.includes(errno(error) ?? '')) return false
    throw error
  }
}

/** Does something with a file; errors of the file system are TransferErrors then. */
export async function withFileErrors<T>(
  verb: 'read' | 'write',
  path: string | undefined,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw fileError(error, verb, path)
  }
}

/** The path of an argument that is a path or a `file:` URL. */
export function requirePath(value: string | URL, parameter: string): string {
  const problem = (got: string): never => rejectArgument(parameter, `must be a path or a file: URL; got ${got}`)
  let path: unknown = value
  if (value instanceof URL) {
    try {
      path = fileURLToPath(value)
    } catch {
      problem(`a URL that is not one of a file here (${value.protocol})`)
    }
  }
  if (typeof path !== 'string' || path === '') return problem(formatValue(path))
  return path.includes('\0') ? rejectArgument(parameter, 'must not contain a zero byte') : path
}
