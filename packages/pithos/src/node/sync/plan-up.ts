import { isPartFile } from '../files/part-file.ts'
import { type Filter, pathAndParents } from './filter.ts'
import type { LocalFile } from './local-file.ts'
import { mapNames } from './map-names.ts'
import { objectNameProblem } from './object-name.ts'
import type { RemoteEntry } from './remote-tree.ts'
import type { LocalTree } from './scan.ts'
import type { PlannedAction, SyncAction, SyncSkip } from './sync-report.ts'

/** A file to upload, or to compare first. */
export interface UpStep {
  action: PlannedAction
  file?: LocalFile
  /** The object that is replaced. */
  remote?: RemoteEntry
}

/** What is to be done for an upload. */
export interface UpPlan {
  steps: UpStep[]
  /** Files of the size of their objects. */
  toCompare: UpStep[]
  deletions: SyncAction[]
  unchanged: number
  skipped: SyncSkip[]
}

interface Options {
  prefix: string
  delete?: boolean | undefined
  emptyDirectories?: boolean | undefined
  caseSensitive: boolean
}

/** Finds out what to do from what is on both sides, by names, kinds and sizes. */
export function planUp(tree: LocalTree, entries: readonly RemoteEntry[], filter: Filter, options: Options): UpPlan {
  const plan: UpPlan = { steps: [], toCompare: [], deletions: [], unchanged: 0, skipped: [] }
  const remote = new Map(entries.map((entry) => [entry.name.slice(options.prefix.length), entry]))
  const markers = new Set(entries.filter((entry) => entry.isDirectory).map((entry) => entry.path))
  const unplaced = unplacedObjects(tree, entries, filter, options)
  const storable = (path: string): string | undefined => {
    const name = options.prefix + path
    const detail = objectNameProblem(name)
    if (detail !== undefined) plan.skipped.push({ path, reason: 'name-not-storable', detail })
    return detail === undefined ? name : undefined
  }
  for (const [path, file] of tree.files) {
    const name = storable(path)
    if (name === undefined) continue
    const there = remote.get(path)
    const reason = there === undefined ? 'missing' : there.isDirectory ? 'kind' : 'size'
    const action: SyncAction = { action: 'upload', path, name, kind: 'file', bytes: file.size, reason }
    const step: UpStep = { action, file, ...(there === undefined ? {} : { remote: there }) }
    if (reason === 'size' && there?.bytes === file.size) {
      plan.toCompare.push({ ...step, action: { ...action, reason: 'content' } })
    } else plan.steps.push(step)
  }
  for (const [path, { empty }] of tree.directories) {
    if (markers.has(path)) {
      plan.unchanged += 1
      continue
    }
    if (!empty || options.emptyDirectories === false || !filter.allows(path)) continue
    const name = storable(path)
    if (name === undefined) continue
    const replaced = remote.get(path)
    if (replaced !== undefined && (options.delete !== true || unplaced.has(name))) {
      // The marker of a directory has no content: that of the object would be lost.
      const detail = 'an object with content has the name of the directory'
      plan.skipped.push({ path, name, reason: 'in-the-way', detail })
      continue
    }
    const reason = replaced === undefined ? 'missing' : 'kind'
    plan.steps.push({ action: { action: 'create-directory', path, name, kind: 'directory', bytes: 0, reason } })
  }
  if (options.delete === true) {
    addDeletions(plan, tree, entries, filter, options, unplaced)
    // A file that becomes a directory object is replaced, not deleted.
    const written = new Set(plan.steps.map(({ action }) => action.name))
    plan.deletions = plan.deletions.filter(({ name }) => !written.has(name))
  }
  return plan
}

/** Objects that cannot be on this disk (see syncDown), by name: that they are not there does not mean that they were deleted. */
function unplacedObjects(
  tree: LocalTree,
  entries: readonly RemoteEntry[],
  filter: Filter,
  { caseSensitive }: Options,
): Map<string, SyncSkip> {
  const { skipped } = mapNames(
    entries.filter((entry) => filter.allows(entry.path)),
    {
      platform: process.platform,
      caseSensitive,
      isThere: (path) => tree.files.has(path) || tree.directories.has(path),
    },
  )
  return new Map(skipped.map((skip) => [skip.name ?? '', skip]))
}

/** Objects that have nothing on this side; what is left alone here is left alone there. */
function addDeletions(
  plan: UpPlan,
  tree: LocalTree,
  entries: readonly RemoteEntry[],
  filter: Filter,
  options: Options,
  unplaced: ReadonlyMap<string, SyncSkip>,
): void {
  const objects = new Set(entries.filter((entry) => !entry.isDirectory).map((entry) => entry.path))
  // Of a file and what is below an object of its name, only one can be on a disk.
  const isBelowFile = (path: string): boolean =>
    [...pathAndParents(path)].some((each) => each !== path && tree.files.has(each) && objects.has(each))
  for (const { path, name, isDirectory, isAvailable } of entries) {
    if (tree.files.has(name.slice(options.prefix.length))) continue
    if (isDirectory && (options.emptyDirectories === false || tree.directories.has(path))) continue
    if (!filter.allows(path) || isPartFile(path.slice(path.lastIndexOf('/') + 1))) continue
    if ([...pathAndParents(path)].some((each) => tree.others.has(each))) continue
    const skip = unplaced.get(name)
    if (skip !== undefined) plan.skipped.push(skip)
    else if (isBelowFile(path)) {
      plan.skipped.push({ path, name, reason: 'in-the-way', detail: 'a file has the name of a directory above it' })
    } else if (!isAvailable) plan.skipped.push({ path, name, reason: 'not-available' })
    else {
      const kind = isDirectory ? 'directory' : 'file'
      plan.deletions.push({ action: 'delete', path, name, kind, bytes: 0, reason: 'extra' })
    }
  }
}
