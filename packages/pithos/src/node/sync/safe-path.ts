import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { errno } from '../files/file-error.ts'
import { lookAt } from '../files/regular-file.ts'

/** Somewhere on the way to a path there is no directory, but something else. */
export class NotInsideError extends Error {
  readonly reason: 'link' | 'in-the-way'

  constructor(path: string, isLink: boolean) {
    super(`${path} is ${isLink ? 'a symbolic link' : 'no directory'}`)
    this.name = 'NotInsideError'
    this.reason = isLink ? 'link' : 'in-the-way'
  }
}

/**
 * The full path of something below a directory, after a look at each directory on the way to it: they must be directories and no links.
 * With `make` they are made where they are not there.
 *
 * @throws {NotInsideError} if one is something else.
 */
export async function pathInside(
  root: string,
  segments: readonly string[],
  options: { make: boolean },
): Promise<string> {
  let path = root
  for (const segment of segments.slice(0, -1)) {
    path = join(path, segment)
    await checkDirectory(path, options.make)
  }
  return join(root, ...segments)
}

/** Makes a directory itself, when all above it are right. Whether it was not there before. */
export async function makeDirectoryInside(root: string, segments: readonly string[]): Promise<void> {
  const path = await pathInside(root, segments, { make: true })
  await checkDirectory(path, true)
}

async function checkDirectory(path: string, make: boolean): Promise<void> {
  let stats = await lookAt(path)
  if (stats === undefined && make) {
    try {
      await mkdir(path)
      return
    } catch (error) {
      // Another file's download may have made it.
      if (errno(error) !== 'EEXIST') throw error
      stats = await lookAt(path)
    }
  }
  if (stats?.isDirectory() !== true) throw new NotInsideError(path, stats?.isSymbolicLink() === true)
}
