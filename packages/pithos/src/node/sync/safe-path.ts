import { readlinkSync } from 'node:fs'
import { mkdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { errno, isAbsent } from '../files/file-error.ts'
import { lookAt } from '../files/regular-file.ts'

/** Somewhere on the way to a path there is no directory, but something else. */
export class UnsafePathError extends Error {
  readonly reason: 'link' | 'in-the-way'

  constructor(path: string, isLink: boolean) {
    super(`${path} is ${isLink ? 'a symbolic link, or below one' : 'not a directory'}`)
    this.name = 'UnsafePathError'
    this.reason = isLink ? 'link' : 'in-the-way'
  }
}

/** Looks whether a real path still is one: a link that came meanwhile would lead elsewhere. What is not there leads nowhere. */
export async function checkRoot(root: string): Promise<void> {
  try {
    if ((await realpath(root)) === root) return
  } catch (error) {
    if (isAbsent(error)) return
    throw error
  }
  throw new UnsafePathError(root, true)
}

/**
 * Looks whether an open file is where a real path leads, and not where a link led that came meanwhile.
 *
 * @param isSeen whether it is the file that was found there before: maybe through that link.
 * @throws {UnsafePathError} if it is not.
 */
export async function checkOpened(fd: number, path: string, isSeen: boolean): Promise<void> {
  const opened = pathOfOpened(fd)
  if (opened === path || opened === `${path} (deleted)`) return
  // Elsewhere than on Linux to ask for each file costs too much; and a system may call its root otherwise.
  if (opened === undefined && isSeen) return
  if ((opened === undefined || isSeen) && (await realpath(path)) === path) return
  throw new UnsafePathError(path, true)
}

/** Where an open file was found, whatever its path leads to by now. Only Linux tells, and from memory. */
function pathOfOpened(fd: number): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`)
  } catch {
    return undefined
  }
}

/**
 * The full path of something below a directory (by its relative one, with `/` between its parts), after a look at each directory on the
 * way to it: they must be directories and no links; its own path must be a real one. With `create` they are created where they are missing.
 *
 * @throws {UnsafePathError} if one is something else.
 */
export async function safePath(root: string, relative: string, options: { create: boolean }): Promise<string> {
  const segments = relative.split('/')
  await checkRoot(root)
  let path = root
  for (const segment of segments.slice(0, -1)) {
    path = join(path, segment)
    await checkDirectory(path, options.create)
  }
  return join(root, ...segments)
}

/** Creates a directory, and those above it, unless it exists. */
export async function createDirectory(root: string, relative: string): Promise<string> {
  const path = await safePath(root, relative, { create: true })
  await checkDirectory(path, true)
  return path
}

async function checkDirectory(path: string, create: boolean): Promise<void> {
  let stats = await lookAt(path)
  if (stats === undefined && create) {
    try {
      await mkdir(path)
      return
    } catch (error) {
      // Another file's download may have created it.
      if (errno(error) !== 'EEXIST') throw error
      stats = await lookAt(path)
    }
  }
  if (stats?.isDirectory() !== true) throw new UnsafePathError(path, stats?.isSymbolicLink() === true)
}
