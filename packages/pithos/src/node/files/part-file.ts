import { createHash } from 'node:crypto'
import { type BigIntStats, constants } from 'node:fs'
import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { ignoreUnsupported } from './file-error.ts'
import { close, fsync, open as openFd } from './fs-calls.ts'
import { isGone, newOwner, releaseOwner } from './part-owner.ts'
import { lookAt } from './regular-file.ts'

// Neither exists on Windows.
const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDWR } = constants

/** Where what arrives waits until all of it is there: a hidden file beside the target that one download alone writes to. */
export interface PartFile {
  path: string
  handle: FileHandle
  /** Whether it is empty, and not one that an earlier download left. */
  isNew: boolean
}

const pattern = /^\.kamaki-[0-9a-f]{16}-([0-9a-z-]+)\.part$/i

/** Whether a file's name is that of a part file, which is nobody's content. */
export function isPartFile(basename: string): boolean {
  return pattern.test(basename)
}

/**
 * What the paths of all part files of a target begin with. Names are hashed: they may be as long as a name can be. Nothing that the
 * cloud says is part of it.
 */
export function partPrefix(target: string): string {
  const hash = createHash('sha256').update(basename(target)).digest('hex').slice(0, 16)
  return join(dirname(target), `.kamaki-${hash}-`)
}

/** The {@link partPrefix} that a part file's path begins with. */
export function prefixOfPart(part: string): string {
  return join(dirname(part), basename(part).slice(0, '.kamaki-'.length + 17))
}

/**
 * Opens a part file for a target: one that an interrupted download left, or a new one. `candidates` are the part files that are known to
 * be there; by default the directory is looked through.
 */
export async function openPart(target: string, candidates?: readonly string[]): Promise<PartFile> {
  const path = newPartPath(target)
  try {
    for (const left of await freeParts(candidates ?? (await findParts(target)))) {
      const handle = await adopt(left, path)
      if (handle !== undefined) return { path, handle, isNew: false }
    }
    const handle = await open(path, 'wx+', 0o600)
    return { path, handle, isNew: true }
  } catch (error) {
    releasePart(path)
    throw error
  }
}

/** The path of a new part file, whose name says that it is being written to; to be released at the end. */
export function newPartPath(target: string): string {
  return `${partPrefix(target)}${newOwner()}.part`
}

/** Nobody writes to a part file any more: it may be taken over if it is still there. */
export function releasePart(path: string): void {
  releaseOwner(ownerOf(path))
}

/** Ends the use of a part file, which may then be taken over if it was left there. */
export async function closePart({ path, handle }: PartFile, isLeft: boolean): Promise<void> {
  await handle.close().catch(() => undefined)
  releasePart(path)
  if (!isLeft) return
  leavings++
  lately = undefined
}

/** The directory that was read last, and its part files. */
let lately: { readonly directory: string; readonly until: number; readonly parts: readonly string[] } | undefined

/** How often part files were left in a directory. */
let leavings = 0

/** What was read is used so many times longer than reading took. */
const worthwhile = 20

/** All part files of a target. */
export async function findParts(target: string): Promise<string[]> {
  const prefix = partPrefix(target)
  return (await partsIn(dirname(target))).filter((path) => path.startsWith(prefix))
}

/** Of many downloads to a large directory each would read all of it: not more than a twentieth of the time is spent so. */
async function partsIn(directory: string): Promise<readonly string[]> {
  const start = performance.now()
  const before = leavings
  if (lately?.directory === directory && start < lately.until) return lately.parts
  // A directory that cannot be read may still be one to write to.
  const names = await readdir(directory).catch(() => [] as string[])
  const parts = names.filter(isPartFile).map((name) => join(directory, name))
  const end = performance.now()
  if (before === leavings) lately = { directory, parts, until: end + worthwhile * (end - start) }
  return parts
}

/** Removes those part files that are nobody's any more, and were last written to so long ago. */
export async function removeParts(paths: readonly string[], olderThanMs: number = 0): Promise<void> {
  for (const path of await freeParts(paths)) {
    const stats = await lookAt(path)
    const quietMs = stats === undefined ? 0 : Math.abs(Date.now() - Number(stats.mtimeMs))
    if (quietMs >= olderThanMs) await rm(path, { force: true })
  }
}

/** The name of a new file lasts only once its directory is on disk. Not every system lets directories be opened. */
export async function syncDirectory(directory: string): Promise<void> {
  try {
    const fd = await openFd(directory, constants.O_RDONLY | (constants.O_DIRECTORY ?? 0) | O_NONBLOCK)
    await fsync(fd).finally(() => close(fd))
  } catch {
    // Windows: nothing to do.
  }
}

function ownerOf(path: string): string {
  return pattern.exec(basename(path))?.[1] ?? ''
}

/** Whether it is a file that this user made, and nobody can reach under another name. */
function isOurs(stats: BigIntStats): boolean {
  const user = process.geteuid?.()
  return stats.isFile() && stats.nlink === 1n && (user === undefined || stats.uid === BigInt(user))
}

/** Those that are safe to take over and whose owner is gone, the latest first. */
async function freeParts(paths: readonly string[]): Promise<string[]> {
  const free: { path: string; mtimeMs: number }[] = []
  for (const path of paths) {
    const stats = await lookAt(path)
    if (stats === undefined || !isOurs(stats)) continue
    const mtimeMs = Number(stats.mtimeMs)
    if (isGone(ownerOf(path), mtimeMs)) free.push({ path, mtimeMs })
  }
  return free.sort((a, b) => b.mtimeMs - a.mtimeMs).map(({ path }) => path)
}

/**
 * Takes a part file over, by renaming it: only one of several can. Undefined if it cannot be had; it is opened first, so that one that
 * cannot be opened now (too many files are open, say) is left to the next download.
 */
async function adopt(left: string, path: string): Promise<FileHandle | undefined> {
  let handle: FileHandle | undefined
  try {
    handle = await open(left, O_RDWR | O_NOFOLLOW | O_NONBLOCK)
    const stats = await handle.stat({ bigint: true })
    if (!isOurs(stats)) throw new Error('it was exchanged')
    await rename(left, path)
    const renamed = await lookAt(path)
    if (renamed?.ino !== stats.ino || renamed.dev !== stats.dev) {
      await rm(path, { force: true })
      throw new Error('it was exchanged')
    }
    const now = new Date()
    await ignoreUnsupported(handle.utimes(now, now))
    return handle
  } catch {
    await handle?.close().catch(() => undefined)
    return undefined
  }
}
