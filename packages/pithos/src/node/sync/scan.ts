import type { BigIntStats } from 'node:fs'
import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { mapLimit } from '@kamaki/core/toolkit'
import { fileError, isAbsent } from '../files/file-error.ts'
import { isPartFile } from '../files/part-file.ts'
import type { Filter } from './filter.ts'
import { identityOf, type LocalFile } from './local-file.ts'
import type { SyncFailure, SyncSkip } from './sync-report.ts'

/** What a directory holds. Paths are relative to it, with `/` between their parts. */
export interface LocalTree {
  files: Map<string, LocalFile>
  /** All directories below it, and whether each has nothing at all in it. */
  directories: Map<string, { empty: boolean }>
  /** What is neither: links that are not followed, devices, what is excluded or could not be looked at. */
  others: Set<string>
  /** Full paths of part files. */
  parts: string[]
  skipped: SyncSkip[]
  failures: SyncFailure[]
}

export function emptyTree(): LocalTree {
  return { files: new Map(), directories: new Map(), others: new Set(), parts: [], skipped: [], failures: [] }
}

/** Files whose times are asked for at a time. */
const looksAtATime = 16

interface Walk {
  root: string
  follow: boolean
  filter: Filter
  signal: AbortSignal | undefined
  tree: LocalTree
}

/** Finds all files and directories below a directory, whose path must be a real one. */
export async function scan(
  root: string,
  options: { follow: boolean; filter: Filter; signal?: AbortSignal | undefined },
): Promise<LocalTree> {
  const tree = emptyTree()
  await walk({ root, tree, follow: options.follow, filter: options.filter, signal: options.signal }, '', root, [root])
  return tree
}

/** `above`: the real paths of the directories that this one is in. Returns whether there is anything in it. */
async function walk(context: Walk, path: string, real: string, above: readonly string[]): Promise<boolean> {
  const { tree, signal } = context
  signal?.throwIfAborted()
  let names: string[]
  try {
    names = await readdir(real)
  } catch (error) {
    if (path === '') throw error
    tree.failures.push({ path, action: 'scan', error: fileError(error, 'read', path) })
    return true
  }
  names.sort()
  const found = await mapLimit(
    names,
    looksAtATime,
    async (name) => {
      const entry = { path: path === '' ? name : `${path}/${name}`, real: join(real, name) }
      if (!isPartFile(name)) return look(context, entry, above)
      tree.parts.push(entry.real)
      return undefined
    },
    { signal },
  )
  for (const entry of found) {
    if (entry?.directory !== undefined) {
      const inside = await walk(context, entry.path, entry.real, entry.directory)
      tree.directories.set(entry.path, { empty: !inside })
    } else if (entry?.file !== undefined) tree.files.set(entry.path, entry.file)
  }
  return names.some((name) => !isPartFile(name))
}

interface Found {
  path: string
  real: string
  file?: LocalFile
  /** The real paths of the directories above what is in it. */
  directory?: readonly string[]
}

async function look(
  context: Walk,
  { path, real }: { path: string; real: string },
  above: readonly string[],
): Promise<Found | undefined> {
  const { tree, filter } = context
  const leave = (reason?: SyncSkip['reason'], detail?: string): undefined => {
    tree.others.add(path)
    if (reason !== undefined) tree.skipped.push({ path, reason, ...(detail === undefined ? {} : { detail }) })
  }
  if (filter.excludes(path)) return leave()
  let stats: BigIntStats
  let target = real
  let isLink = false
  try {
    stats = await lstat(real, { bigint: true })
    isLink = stats.isSymbolicLink()
    if (isLink) {
      if (!context.follow) return leave('link')
      target = await realpath(real)
      if (!`${target}${sep}`.startsWith(`${context.root}${context.root.endsWith(sep) ? '' : sep}`))
        return leave('link-out-of-tree')
      stats = await stat(target, { bigint: true })
      if (stats.isDirectory() && above.includes(target)) return leave('link-loop')
    }
  } catch (error) {
    // A name that is not UTF-8 is read with other characters in it, and so is not there.
    if (isAbsent(error) && path.includes('\ufffd')) return leave('name-not-storable', 'the name is not valid Unicode')
    if (isAbsent(error)) return leave(isLink ? 'link-out-of-tree' : 'vanished')
    tree.others.add(path)
    tree.failures.push({ path, action: 'scan', error: fileError(error, 'read', path) })
    return undefined
  }
  if (stats.isDirectory()) return { path, real: target, directory: [...above, target] }
  if (!stats.isFile()) return leave('special')
  if (!filter.allows(path)) return leave()
  const file = { path, real: target, mode: Number(stats.mode) & 0o777, ...identityOf(stats) }
  return { path, real: target, file }
}
