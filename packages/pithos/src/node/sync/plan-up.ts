import { type Filter, pathAndParents } from './filter.ts'
import type { LocalFile } from './local-file.ts'
import { isOwnFile } from './own-part-file.ts'
import type { RemoteEntry } from './remote-tree.ts'
import type { LocalTree } from './scan.ts'
import type { SyncAction, SyncSkip } from './sync-report.ts'

/** A file to upload, or to compare first. */
export interface UpStep {
  action: SyncAction
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

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/** Why no object can have a name. */
function nameProblem(name: string): string | undefined {
  if (/[\n\0]/.test(name)) return 'a line feed in a name is refused by the cloud'
  if (loneSurrogate.test(name)) return 'the name is no Unicode'
  return [...name].length > 1024 ? 'a name may have at most 1024 characters' : undefined
}

/** Finds out what to do from what is on both sides, by names, kinds and sizes. */
export function planUp(
  tree: LocalTree,
  entries: readonly RemoteEntry[],
  filter: Filter,
  options: { prefix: string; delete?: boolean | undefined; emptyDirectories?: boolean | undefined },
): UpPlan {
  const plan: UpPlan = { steps: [], toCompare: [], deletions: [], unchanged: 0, skipped: [] }
  const remote = new Map(entries.map((entry) => [entry.name.slice(options.prefix.length), entry]))
  const markers = new Set(entries.filter((entry) => entry.isDirectory).map((entry) => entry.path))
  const storable = (path: string): string | undefined => {
    const name = options.prefix + path
    const detail = nameProblem(name)
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
    const reason = remote.has(path) ? 'kind' : 'missing'
    plan.steps.push({ action: { action: 'create-directory', path, name, kind: 'directory', bytes: 0, reason } })
  }
  if (options.delete === true) {
    // A file that becomes a directory object is replaced, not deleted.
    const written = new Set(plan.steps.map(({ action }) => action.name))
    plan.deletions = extras(tree, entries, filter, options.prefix).filter(({ name }) => !written.has(name))
  }
  return plan
}

/** Objects that have nothing on this side; what is left alone here is left alone there. */
function extras(tree: LocalTree, entries: readonly RemoteEntry[], filter: Filter, prefix: string): SyncAction[] {
  const actions: SyncAction[] = []
  for (const { path, name, isDirectory } of entries) {
    if (tree.files.has(name.slice(prefix.length))) continue
    if (isDirectory && tree.directories.has(path)) continue
    if (!filter.allows(path) || isOwnFile(path.slice(path.lastIndexOf('/') + 1))) continue
    if ([...pathAndParents(path)].some((each) => tree.others.has(each))) continue
    const kind = isDirectory ? 'directory' : 'file'
    actions.push({ action: 'delete', path, name, kind, bytes: 0, reason: 'extra' })
  }
  return actions
}
