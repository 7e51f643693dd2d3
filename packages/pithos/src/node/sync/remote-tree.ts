import type { Filter } from './filter.ts'
import { localPath } from './local-path.ts'
import { comparePaths, isBelow } from './path-order.ts'
import type { RemoteEntry } from './remote-listing.ts'
import type { SyncSkip } from './sync-report.ts'

/** What the objects of a path stand for, on a disk. */
export interface RemoteNode {
  path: string
  kind: 'file' | 'directory'
  /** The object with the content of a file. */
  entry?: RemoteEntry | undefined
  /** Objects that say that a directory exists; none if it is only part of other names. */
  markers: RemoteEntry[]
  /** Objects that have no place, since others have it: what is there is not theirs, nor is it to be deleted for want of an object. */
  refused: SyncSkip[]
  /** The one of those that has content, and the name of a directory that others are in. */
  hidden?: RemoteEntry | undefined
  /** Whether anything is in the directory. */
  hasMore: boolean
}

/** Part of a sync's options. */
export interface RemoteTreeOptions {
  filter: Filter
  platform: string
  emptyDirectories: boolean
  /** Called for objects whose names are not paths. */
  onSkip(skip: SyncSkip): void
}

const node = (path: string, kind: RemoteNode['kind']): RemoteNode => ({
  path,
  kind,
  markers: [],
  refused: [],
  hasMore: false,
})

/**
 * Makes a tree of the names of objects, as it goes on a disk: no name leads out, none is repaired, a directory that is needed for others
 * goes before a file of that name. Entries come in the order of their names, and nodes go in the order of their paths (see
 * {@link comparePaths}), each directory before what is in it. No more is kept than a path has letters.
 */
export class RemoteTree {
  readonly #options: RemoteTreeOptions
  /** Entries that come later by path than by name: each begins the name of the next one. */
  readonly #early: RemoteEntry[] = []
  /** Of which it is not known yet whether others are below it. */
  #candidate: RemoteNode | undefined
  /** The directories that the last node is in. */
  readonly #above: string[] = []
  #nodes: RemoteNode[] = []

  constructor(options: RemoteTreeOptions) {
    this.#options = options
  }

  /** The nodes that are complete with these entries. */
  push(entries: readonly RemoteEntry[]): RemoteNode[] {
    for (const entry of entries) if (this.#takesPart(entry)) this.#order(entry)
    return this.#taken()
  }

  /** Entries that are in the order of their paths. */
  pushOrdered(entries: readonly RemoteEntry[]): RemoteNode[] {
    for (const entry of entries) this.#add(entry)
    return this.#taken()
  }

  /** The last nodes. */
  end(): RemoteNode[] {
    for (let early = this.#early.pop(); early !== undefined; early = this.#early.pop()) this.#add(early)
    if (this.#candidate !== undefined) this.#emit(this.#candidate)
    this.#candidate = undefined
    return this.#taken()
  }

  /** Those that take part in a sync and have a path. */
  select(entries: readonly RemoteEntry[]): RemoteEntry[] {
    return entries.filter((entry) => this.#takesPart(entry)).sort((a, b) => comparePaths(a.path, b.path))
  }

  #taken(): RemoteNode[] {
    const nodes = this.#nodes
    this.#nodes = []
    return nodes
  }

  #takesPart(entry: RemoteEntry): boolean {
    const { filter, platform, emptyDirectories } = this.#options
    const { path, name } = entry
    if (entry.isDirectory && !emptyDirectories) return false
    if (!filter.allows(path)) return false
    const { problem } = localPath(path, platform)
    if (problem !== undefined) this.#options.onSkip({ path, name, reason: problem })
    return problem === undefined
  }

  #order(entry: RemoteEntry): void {
    const early = this.#early
    const { path, name } = entry
    for (let last = early.at(-1); last !== undefined; last = early.at(-1)) {
      // A character that sorts before the slash goes on with the name.
      if (path.startsWith(last.path) && path.charCodeAt(last.path.length) < 0x2f) break
      early.pop()
      this.#add(last)
    }
    // `a/` comes where what is in `a` comes.
    if (name.endsWith('/')) this.#add(entry)
    else early.push(entry)
  }

  #add(entry: RemoteEntry): void {
    const { path } = entry
    const present = this.#candidate
    if (present?.path === path) {
      this.#join(present, entry)
      return
    }
    if (present !== undefined) {
      present.hasMore = isBelow(path, present.path)
      if (present.hasMore && present.entry !== undefined) {
        present.kind = 'directory'
        present.hidden = present.entry
        present.entry = undefined
        present.refused = [{ path: present.path, name: present.hidden.name, reason: 'needed-as-directory' }]
      }
      this.#emit(present)
    }
    const added = node(path, entry.isDirectory ? 'directory' : 'file')
    if (entry.isDirectory) added.markers.push(entry)
    else added.entry = entry
    this.#candidate = added
  }

  /** Two markers of one directory are one; a file goes before the marker of a directory of its name. */
  #join(present: RemoteNode, entry: RemoteEntry): void {
    const { path } = present
    if (!entry.isDirectory) {
      present.kind = 'file'
      present.entry = entry
      for (const { name } of present.markers) present.refused.push(clash(path, name))
    } else {
      present.markers.push(entry)
      if (present.entry !== undefined) present.refused.push(clash(path, entry.name))
    }
  }

  #emit(last: RemoteNode): void {
    const { path } = last
    const above = this.#above
    for (let directory = above.at(-1); directory !== undefined; directory = above.at(-1)) {
      if (isBelow(path, directory)) break
      above.pop()
    }
    const from = above.at(-1)?.length
    for (let at = path.indexOf('/', from === undefined ? 0 : from + 1); at !== -1; at = path.indexOf('/', at + 1)) {
      const directory = path.slice(0, at)
      above.push(directory)
      this.#nodes.push({ ...node(directory, 'directory'), hasMore: true })
    }
    if (last.kind === 'directory') above.push(path)
    this.#nodes.push(last)
  }
}

const clash = (path: string, name: string): SyncSkip => ({
  path,
  name,
  reason: 'clash',
  detail: `there is an object '${path}' with content as well`,
})
