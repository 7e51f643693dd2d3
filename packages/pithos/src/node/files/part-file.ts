import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, lstat, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

// Names of part files can be told beforehand: none may be a link to somewhere else. (Windows has no such flag.)
const { O_NOFOLLOW = 0, O_RDWR } = constants

/** Where the parts of a download wait until it is complete: beside its target, named for target and version. */
export function partPath(target: string, version: number | undefined): string {
  return join(dirname(target), `${partPrefix(target)}${version ?? 'x'}.part`)
}

/** What the names of all part files of a target begin with. Names are hashed: they may be as long as a name can be. */
function partPrefix(target: string): string {
  const hash = createHash('sha256').update(basename(target)).digest('hex').slice(0, 16)
  return `.kamaki-${hash}-`
}

/** Opens a part file, the one left by a download that was interrupted, or a new one. */
export async function openPart(path: string): Promise<{ handle: FileHandle; isNew: boolean }> {
  try {
    return { handle: await open(path, 'wx+'), isNew: true }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return { handle: await open(path, O_RDWR | O_NOFOLLOW), isNew: false }
  }
}

/**
 * Puts a complete part file in the place of its target, so that either the old or the new one is seen, never half of one. With `tidy` it
 * looks through the directory for what interrupted downloads of other versions left behind.
 */
export async function putInPlace(part: string, target: string, tidy: boolean): Promise<void> {
  await rename(part, target)
  await syncDirectory(dirname(target))
  if (tidy) await removeParts(target)
}

/** The name of a file that was made lasts only once its directory is on disk. Not every system lets directories be opened. */
async function syncDirectory(directory: string): Promise<void> {
  try {
    const handle = await open(directory, 'r')
    await handle.sync().finally(() => handle.close())
  } catch {
    // Windows: nothing to do.
  }
}

/** Parts that were not written to for so long are nobody's any more. */
const staleMs = 3_600_000

/** Removes what interrupted downloads of other versions left behind. */
async function removeParts(target: string): Promise<void> {
  const directory = dirname(target)
  const prefix = partPrefix(target)
  const names = await readdir(directory).catch(() => [] as string[])
  for (const name of names) {
    if (!name.startsWith(prefix) || !name.endsWith('.part')) continue
    await removeIfStale(join(directory, name))
  }
}

/** Removes a part file, unless a download may be writing to it. */
export async function removeIfStale(part: string): Promise<void> {
  const { mtimeMs } = await lstat(part).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
  if (Date.now() - mtimeMs > staleMs) await rm(part, { force: true })
}
