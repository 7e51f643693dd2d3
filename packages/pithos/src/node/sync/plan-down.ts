import { collisionKey } from './collision-key.ts'
import { type Filter, pathAndParents } from './filter.ts'
import type { LocalFile } from './local-file.ts'
import type { Placed, Placement } from './map-names.ts'
import { objectNameProblem } from './object-name.ts'
import type { RemoteEntry } from './remote-tree.ts'
import type { LocalTree } from './scan.ts'
import type { PlannedAction, SyncAction, SyncSkip } from './sync-report.ts'

/** A download, or a directory to make. */
export interface DownStep {
  action: PlannedAction
  segments: readonly string[]
  entry: RemoteEntry
  /** The file that is replaced. */
  file?: LocalFile
}

/** Something on disk to delete. */
export interface Removal {
  action: SyncAction
  file?: LocalFile
}

/** What is to be done for a download. */
export interface DownPlan {
  directories: DownStep[]
  files: DownStep[]
  /** Files of the size of their objects. */
  toCompare: DownStep[]
  /** What is where something else is to go: deleted before that. */
  firstRemovals: Removal[]
  removals: Removal[]
  unchanged: number
  skipped: SyncSkip[]
}

interface Options {
  prefix: string
  delete?: boolean | undefined
  emptyDirectories?: boolean | undefined
  caseSensitive: boolean
}

/** What is on disk, by names as the disk distinguishes them. */
interface DiskView {
  key(path: string): string
  file(path: string): LocalFile | undefined
  isDirectory(path: string): boolean
  isOther(path: string): boolean
}

function viewOf(tree: LocalTree, caseSensitive: boolean): DiskView {
  const key = (path: string): string => collisionKey(path, caseSensitive)
  const files = caseSensitive ? tree.files : new Map([...tree.files].map(([path, file]) => [key(path), file]))
  const directories = caseSensitive ? tree.directories : new Set([...tree.directories.keys()].map(key))
  const others = caseSensitive ? tree.others : new Set([...tree.others].map(key))
  return {
    key,
    file: (path) => files.get(key(path)),
    isDirectory: (path) => directories.has(key(path)),
    isOther: (path) => others.has(key(path)),
  }
}

/** Finds out what to do from what is on both sides, by names, kinds and sizes. */
export function planDown(placement: Placement, tree: LocalTree, filter: Filter, options: Options): DownPlan {
  const disk = viewOf(tree, options.caseSensitive)
  const plan: DownPlan = {
    directories: [],
    files: [],
    toCompare: [],
    firstRemovals: [],
    removals: [],
    unchanged: 0,
    skipped: [...placement.skipped],
  }
  const blockers = new Set<string>()
  for (const [path, placed] of placement.placed) {
    const blocker = blockerOf(path, placed.entry.isDirectory, disk)
    if (blocker !== undefined) {
      const reason = disk.isOther(blocker) ? 'link' : 'in-the-way'
      if (reason === 'link' || options.delete !== true) {
        plan.skipped.push({ path, name: placed.entry.name, reason, detail: `${blocker} is in the way` })
        continue
      }
      blockers.add(disk.key(blocker))
    }
    plan.unchanged += addStep(plan, path, placed, disk, blocker !== undefined, options)
  }
  if (options.delete === true) addRemovals(plan, placement, tree, disk, filter, options, blockers)
  return plan
}

/** What on disk is of another kind than is needed there. */
function blockerOf(path: string, isDirectory: boolean, disk: DiskView): string | undefined {
  for (const each of pathAndParents(path)) {
    if (disk.isOther(each)) return each
    if (disk.file(each) !== undefined && (each !== path || isDirectory)) return each
  }
  return !isDirectory && disk.isDirectory(path) ? path : undefined
}

/** Returns 1 if there is nothing to do. */
function addStep(
  plan: DownPlan,
  path: string,
  { entry, segments }: Placed,
  disk: DiskView,
  replaces: boolean,
  options: Options,
): 0 | 1 {
  const { name, bytes } = entry
  if (entry.isDirectory) {
    if (disk.isDirectory(path)) return 1
    if (options.emptyDirectories === false) return 0
    const reason = replaces ? 'kind' : 'missing'
    const action: SyncAction = { action: 'create-directory', path, name, kind: 'directory', bytes: 0, reason }
    plan.directories.push({ action, segments, entry })
    return 0
  }
  if (!entry.isAvailable) {
    plan.skipped.push({ path, name, reason: 'not-available' })
    return 0
  }
  const file = disk.file(path)
  const reason = replaces ? 'kind' : file === undefined ? 'missing' : file.size === bytes ? 'content' : 'size'
  const action: SyncAction = { action: 'download', path, name, kind: 'file', bytes, reason }
  const step: DownStep = { action, segments, entry, ...(file === undefined ? {} : { file }) }
  if (reason === 'content') plan.toCompare.push(step)
  else plan.files.push(step)
  return 0
}

/** What no object stands for, deepest first: files, then directories that will be empty. */
function addRemovals(
  plan: DownPlan,
  { placed, contested }: Placement,
  tree: LocalTree,
  disk: DiskView,
  filter: Filter,
  options: Options,
  blockers: ReadonlySet<string>,
): void {
  const kept = new Set<string>()
  for (const path of placed.keys()) for (const each of pathAndParents(path)) kept.add(disk.key(each))
  const isExtra = (path: string): boolean => {
    if (blockers.has(disk.key(path))) return true
    if (kept.has(disk.key(path)) || !filter.allows(path)) return false
    // An object that was rejected stands for it all the same.
    return ![...pathAndParents(path)].some((each) => contested.has(disk.key(each)))
  }
  const add = (path: string, kind: SyncAction['kind'], file?: LocalFile): void => {
    const name = options.prefix + path
    const detail = objectNameProblem(name)
    if (detail !== undefined) {
      // It cannot be in the cloud: that it is not does not mean that it was deleted there.
      plan.skipped.push({ path, reason: 'name-not-storable', detail })
      return
    }
    const action: SyncAction = { action: 'delete', path, name, kind, bytes: 0, reason: 'extra' }
    const early = [...pathAndParents(path)].some((each) => blockers.has(disk.key(each)))
    const removal = { action, ...(file === undefined ? {} : { file }) }
    if (early) plan.firstRemovals.push(removal)
    else plan.removals.push(removal)
  }
  for (const [path, file] of tree.files) if (isExtra(path)) add(path, 'file', file)
  // Of those the deepest first: a directory comes behind what is in it.
  const directories = [...tree.directories.keys()].filter(
    (path) => isExtra(path) && !(options.emptyDirectories === false && tree.directories.get(path)?.empty === true),
  )
  directories.sort((a, b) => b.split('/').length - a.split('/').length)
  for (const path of directories) add(path, 'directory')
}
