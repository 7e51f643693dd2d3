import { constants } from 'node:fs'
import { sep } from 'node:path'
import { isAbsent } from '../files/file-error.ts'
import { close, fstat, fsync, lstat, open } from '../files/fs-calls.ts'
import { checkRoot, createDirectory } from './safe-path.ts'

// Neither exists on Windows, where directories cannot be opened.
const { O_DIRECTORY = 0, O_NOFOLLOW = 0, O_RDONLY } = constants

/** Directories that are kept open: files come in order, those of one directory together. */
const mostOpen = 32

/** A directory that files are put into. */
interface Target {
  path: string
  fd: number | undefined
  ino: bigint
  dev: bigint
  isChanged: boolean
}

/**
 * The directories that files are put into: each is looked at, and created if need be, when the first file comes, and written to the disk
 * when no more are expected.
 */
export class TargetDirectories {
  readonly #root: string
  /** By their relative paths, the last used one last. */
  readonly #open = new Map<string, Promise<Target>>()

  constructor(root: string) {
    this.#root = root
  }

  /**
   * The full path of a file, by its relative one with `/` between its parts. Its directory is there, and no link leads to it.
   *
   * @throws {UnsafePathError} if something else than a directory is on the way to it.
   */
  async pathOf(relative: string): Promise<string> {
    const end = relative.lastIndexOf('/')
    const directory = end === -1 ? '' : relative.slice(0, end)
    let target = await this.#get(directory)
    if (!(await isStill(target))) {
      await this.#forget(directory)
      target = await this.#get(directory)
    }
    return `${target.path}${target.path.endsWith(sep) ? '' : sep}${relative.slice(end + 1)}`
  }

  /** A file has been put in its place. */
  async placed(relative: string): Promise<void> {
    const target = await this.#get(relative.slice(0, Math.max(0, relative.lastIndexOf('/'))))
    target.isChanged = true
  }

  /** Writes to the disk what has been changed. */
  async close(): Promise<void> {
    for (const directory of [...this.#open.keys()]) await this.#forget(directory)
  }

  async #get(directory: string): Promise<Target> {
    const present = this.#open.get(directory)
    const target = present ?? this.#begin(directory)
    this.#open.delete(directory)
    this.#open.set(directory, target)
    if (present === undefined)
      target.catch(() => {
        if (this.#open.get(directory) === target) this.#open.delete(directory)
      })
    if (this.#open.size > mostOpen) {
      const [oldest = ''] = this.#open.keys()
      await this.#forget(oldest)
    }
    return target
  }

  async #begin(directory: string): Promise<Target> {
    if (directory === '') await checkRoot(this.#root)
    const path = directory === '' ? this.#root : await createDirectory(this.#root, directory)
    const fd = await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW).catch(() => undefined)
    const { ino, dev } = fd === undefined ? await lstat(path) : await fstat(fd)
    return { path, fd, ino, dev, isChanged: false }
  }

  async #forget(directory: string): Promise<void> {
    const opening = this.#open.get(directory)
    this.#open.delete(directory)
    const target = await opening?.catch(() => undefined)
    if (target?.fd === undefined) return
    try {
      // The name of a new file lasts only once its directory is on the disk.
      if (target.isChanged) await fsync(target.fd)
    } catch {
      // Not every file system can.
    } finally {
      await close(target.fd)
    }
  }
}

/** Whether a path still leads to the directory that it led to: links on the way to it would lead elsewhere. */
async function isStill({ path, ino, dev }: Target): Promise<boolean> {
  try {
    const now = await lstat(path)
    return now.ino === ino && now.dev === dev
  } catch (error) {
    if (isAbsent(error)) return false
    throw error
  }
}
