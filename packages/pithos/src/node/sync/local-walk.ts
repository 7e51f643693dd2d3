import { readdir, realpath, stat } from 'node:fs/promises'
import { sep } from 'node:path'
import { fileError, isAbsent } from '../files/file-error.ts'
import { lstat } from '../files/fs-calls.ts'
import { isPartFile } from '../files/part-file.ts'
import type { Filter } from './filter.ts'
import { identityOf, type LocalNode } from './local-file.ts'
import { comparePaths } from './path-order.ts'
import type { SyncFailure, SyncSkip } from './sync-report.ts'

/** Files that are looked at at a time. */
const looksAtATime = 64

/** Nodes to hand out at a time, about. */
const batch = 1024

/** Directories that are read before it is their turn. */
const readsAhead = 8

export interface WalkOptions {
  /** Follows symbolic links, as long as they stay inside. */
  follow: boolean
  filter: Filter
  signal: AbortSignal
  report: { skip(skip: SyncSkip): void; fail(failure: SyncFailure): void }
  /** Called for each part file of a download, with its full path. */
  onPart(path: string): void
}

/** A directory that is being walked through. */
interface Frame {
  path: string
  real: string
  /** The real paths of the directories above what is in it. */
  above: readonly string[]
  names: string[]
  next: number
  found: Found[]
}

/** What is under a name; for a directory its real path, and that it is about to be read. */
interface Found {
  node: LocalNode
  real?: string
  names?: Promise<string[]>
}

/** Sorts the names in a directory as they come in a walk. */
function sortNames(names: string[]): string[] {
  names.sort()
  // Mostly that is it: they differ where one name begins another one, or has characters beyond U+FFFF.
  const isSorted = names.every((name, index) => index === 0 || comparePaths(names[index - 1] as string, name) < 0)
  return isSorted ? names : names.sort(comparePaths)
}

/**
 * Walks through a directory, whose path must be a real one, in the order of paths (see {@link comparePaths}): each directory before what
 * is in it. Of all that, only the names are kept that are in the directories above the current place.
 */
export class LocalWalk {
  readonly #root: string
  readonly #options: WalkOptions
  readonly #frames: Frame[] = []

  constructor(root: string, options: WalkOptions) {
    this.#root = root
    this.#options = options
  }

  /** Begins. @throws what the file system says of the directory. */
  async open(): Promise<void> {
    this.#enter('', this.#root, [this.#root], await readdir(this.#root))
  }

  /** The next files and directories; none at the end. */
  async next(): Promise<LocalNode[]> {
    const nodes: LocalNode[] = []
    for (let frame = this.#frames.at(-1); frame !== undefined && nodes.length < batch; frame = this.#frames.at(-1)) {
      this.#options.signal.throwIfAborted()
      const found = frame.found.pop()
      if (found !== undefined) {
        nodes.push(found.node)
        if (found.node.kind === 'directory') await this.#open(frame, found)
      } else if (frame.next < frame.names.length) {
        const names = frame.names.slice(frame.next, frame.next + looksAtATime)
        frame.next += names.length
        frame.found = await this.#lookAtAll(frame, names)
      } else this.#frames.pop()
    }
    return nodes
  }

  /** What of a directory takes part or not; the last one first. */
  async #lookAtAll(frame: Frame, names: string[]): Promise<Found[]> {
    const looks = await Promise.all(names.map((name) => this.#find(frame, name)))
    const found = looks.filter((each) => each !== undefined)
    for (const each of found.filter(({ node }) => node.kind === 'directory').slice(0, readsAhead)) {
      each.names = readdir(each.real as string)
      // Told when it is its turn.
      each.names.catch(() => undefined)
    }
    return found.reverse()
  }

  async #open(frame: Frame, { node, real = '', names: reading }: Found): Promise<void> {
    const { path } = node
    try {
      const names = await (reading ?? readdir(real))
      if (node.kind === 'directory') node.isEmpty = names.every(isPartFile)
      this.#enter(path, real, [...frame.above, real], names)
    } catch (error) {
      if (isAbsent(error)) return this.#options.report.skip({ path, reason: 'vanished' })
      // Not empty, as far as anybody knows.
      this.#options.report.fail({ path, action: 'scan', error: fileError(error, 'read', path) })
    }
  }

  #enter(path: string, real: string, above: readonly string[], names: string[]): void {
    this.#frames.push({ path, real, above, names: sortNames(names), next: 0, found: [] })
  }

  async #find(frame: Frame, name: string): Promise<Found | undefined> {
    const { filter, follow, report, onPart } = this.#options
    const path = frame.path === '' ? name : `${frame.path}/${name}`
    const real = frame.real.endsWith(sep) ? frame.real + name : frame.real + sep + name
    if (isPartFile(name)) {
      onPart(real)
      return undefined
    }
    const leave = (reason?: SyncSkip['reason'], detail?: string): Found => {
      if (reason !== undefined) report.skip({ path, reason, ...(detail === undefined ? {} : { detail }) })
      return { node: { kind: 'other', path, isLink: reason?.startsWith('link') === true } }
    }
    if (filter.excludes(path)) return leave()
    let isLink = false
    try {
      let stats = await lstat(real)
      let target = real
      isLink = stats.isSymbolicLink()
      if (isLink) {
        if (!follow) return leave('link')
        target = await realpath(real)
        if (!`${target}${sep}`.startsWith(`${this.#root}${this.#root.endsWith(sep) ? '' : sep}`))
          return leave('link-out-of-tree')
        stats = await stat(target, { bigint: true })
        if (stats.isDirectory() && frame.above.includes(target)) return leave('link-loop')
      }
      if (stats.isDirectory()) return { node: { kind: 'directory', path, isEmpty: false }, real: target }
      if (!stats.isFile()) return leave('special')
      if (!filter.allows(path)) return leave()
      return { node: { kind: 'file', path, real: target, ...identityOf(stats) } }
    } catch (error) {
      // A name that is not UTF-8 is read with other characters in it, and so is not there.
      if (isAbsent(error) && path.includes('\ufffd')) return leave('name-not-storable', 'the name is not valid Unicode')
      if (isAbsent(error)) return leave(isLink ? 'link-out-of-tree' : 'vanished')
      report.fail({ path, action: 'scan', error: fileError(error, 'read', path) })
      return leave()
    }
  }
}
