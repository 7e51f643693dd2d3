import { collisionKey } from './collision-key.ts'
import { type Filter, pathAndParents } from './filter.ts'
import type { LocalFile, LocalNode } from './local-file.ts'
import { objectNameProblem } from './object-name.ts'
import { type RemoteEntry, versionMark } from './remote-listing.ts'
import type { RemoteNode } from './remote-tree.ts'
import type { StateFile } from './state-file.ts'
import type { PlannedAction, SyncSkip } from './sync-report.ts'
import { Below, type SourceCount, type Step, type StepSink } from './sync-steps.ts'

export interface DownPlanOptions {
  prefix: string
  filter: Filter
  delete: boolean
  emptyDirectories: boolean
  /** Trusts what is remembered of a file. */
  remembers: boolean
  /** Paths of objects that have no place here, as `collisionKey` has them; on disks that do not tell case apart. */
  contested: ReadonlySet<string>
  /** Called for each path that an object goes to. */
  onPlace(path: string): void
}

type Context =
  /** A file, or what takes no part, is where a directory is needed. */
  | { kind: 'blocked'; by: string; reason: SyncSkip['reason']; isDeleted: boolean }
  /** A directory is where a file is to go: it is deleted, or left alone. */
  | { kind: 'replaced'; isDeleted: boolean }

/** Finds out what to download and delete, from what both sides have under one path after the other. */
export class DownPlan {
  readonly source: SourceCount = { files: 0, directories: 0 }
  readonly #options: DownPlanOptions
  readonly #state: StateFile
  readonly #sink: StepSink
  readonly #below = new Below<Context>()

  constructor(options: DownPlanOptions, state: StateFile, sink: StepSink) {
    this.#options = options
    this.#state = state
    this.#sink = sink
  }

  visit(local: LocalNode | undefined, remote: RemoteNode | undefined): void {
    const path = remote?.path ?? local?.path ?? ''
    const context = this.#below.at(path)
    if (remote === undefined) {
      if (local !== undefined) this.#extra(local, context)
      return
    }
    for (const skip of remote.refused) this.#sink.skip(skip)
    if (remote.kind === 'file') this.source.files += 1
    else if (remote.markers.length > 0) this.source.directories += 1
    if (context?.kind === 'blocked') this.#blocked(remote, context)
    else if (remote.kind === 'file') this.#file(local, remote)
    else this.#directory(local, remote)
  }

  #file(local: LocalNode | undefined, remote: RemoteNode): void {
    const { path, entry } = remote
    if (entry === undefined) return
    this.#options.onPlace(path)
    const { name, bytes } = entry
    const isDirectory = local?.kind === 'directory'
    if (local?.kind === 'other' || (isDirectory && !this.#options.delete)) {
      this.#inTheWay(path, name, local)
      if (isDirectory) this.#below.begin(path, { kind: 'replaced', isDeleted: false })
      return
    }
    if (!entry.isAvailable) {
      this.#sink.skip({ path, name, reason: 'not-available' })
      if (isDirectory) this.#below.begin(path, { kind: 'replaced', isDeleted: false })
      if (local?.kind === 'file') this.#state.same(local)
      return
    }
    const file = local?.kind === 'file' ? local : undefined
    const reason = isDirectory ? 'kind' : file === undefined ? 'missing' : file.size === bytes ? 'content' : 'size'
    const action: PlannedAction = { action: 'download', path, name, kind: 'file', bytes, reason }
    const isKnown = file === undefined || reason !== 'content' ? false : this.#isSame(file, entry)
    if (isKnown === true && file !== undefined) {
      this.#state.same(file)
      this.#sink.unchanged()
      return
    }
    const step: Step = { action, file, entry, slot: this.#state.slot(path) }
    if (isDirectory) {
      this.#below.begin(path, { kind: 'replaced', isDeleted: true })
      this.#remove(local)
      this.#sink.replace(step)
    } else if (isKnown === undefined) this.#sink.compare(step)
    else this.#sink.transfer(step)
  }

  /** Undefined if the file has to be read to find out. */
  #isSame({ known }: LocalFile, { uuid, version, hash }: RemoteEntry): boolean | undefined {
    if (!this.#options.remembers || known === undefined) return undefined
    // Of some objects the hash is not that of their content: what was made of the same version is still right.
    if (known.from !== undefined && known.from === versionMark(uuid, version)) return true
    return known.hash === undefined ? undefined : known.hash === hash
  }

  #directory(local: LocalNode | undefined, remote: RemoteNode): void {
    const { path } = remote
    const [marker] = remote.markers
    if (local?.kind === 'directory') {
      if (marker !== undefined) this.#sink.unchanged()
      return
    }
    if (local === undefined) {
      if (marker !== undefined) this.#sink.transfer(createStep(path, marker, 'missing'))
      return
    }
    const isDeleted = local.kind === 'file' && this.#options.delete
    const context = { kind: 'blocked', by: path, reason: reasonOf(local), isDeleted } as const
    this.#below.begin(path, context)
    if (isDeleted) this.#remove(local)
    else if (local.kind === 'file') this.#state.same(local)
    this.#blocked(remote, context)
  }

  /** Objects that need a directory in the place of something else. */
  #blocked({ path, entry, markers }: RemoteNode, { by, reason, isDeleted }: Context & { kind: 'blocked' }): void {
    const object = entry ?? markers[0]
    if (object === undefined) return
    const { name, bytes } = object
    if (!isDeleted) this.#sink.skip({ path, name, reason, detail: `${by} is in the way` })
    else if (!object.isAvailable) this.#sink.skip({ path, name, reason: 'not-available' })
    else if (object.isDirectory) this.#sink.replace(createStep(path, object, 'kind'))
    else {
      const action: PlannedAction = { action: 'download', path, name, kind: 'file', bytes, reason: 'kind' }
      this.#sink.replace({ action, entry: object, slot: this.#state.slot(path) })
    }
  }

  /** What no object stands for. */
  #extra(local: LocalNode, context: Context | undefined): void {
    const { path } = local
    const { filter, emptyDirectories } = this.#options
    const isReplaced = context?.kind === 'replaced'
    const stays =
      !this.#options.delete ||
      local.kind === 'other' ||
      this.#isContested(path) ||
      (isReplaced && !context.isDeleted) ||
      !filter.allows(path) ||
      // Without them, a directory that is empty is none, but in the way of a file.
      (!isReplaced && local.kind === 'directory' && local.isEmpty && !emptyDirectories)
    if (!stays) this.#remove(local)
    else if (local.kind === 'file') this.#state.same(local)
  }

  /** Whether what is here may be that of an object that has no place. */
  #isContested(path: string): boolean {
    const { contested } = this.#options
    if (contested.size === 0) return false
    for (const each of pathAndParents(path)) if (contested.has(collisionKey(each, false))) return true
    return false
  }

  #remove(local: LocalNode): void {
    const { path } = local
    const name = this.#options.prefix + path
    const detail = objectNameProblem(name)
    if (detail === undefined) {
      const file = local.kind === 'file' ? local : undefined
      this.#sink.deletions.add({ path, name, kind: file === undefined ? 'directory' : 'file', file })
    } else {
      // It cannot be in the cloud: that it is not does not mean that it was deleted there.
      this.#sink.skip({ path, reason: 'name-not-storable', detail })
      if (local.kind === 'file') this.#state.same(local)
    }
  }

  #inTheWay(path: string, name: string, local: LocalNode): void {
    this.#sink.skip({ path, name, reason: reasonOf(local), detail: `${path} is in the way` })
  }
}

/** Why something stays where it is in the way. */
function reasonOf(local: LocalNode): SyncSkip['reason'] {
  return local.kind === 'other' && local.isLink ? 'link' : 'in-the-way'
}

function createStep(path: string, { name }: RemoteEntry, reason: 'missing' | 'kind'): Step {
  return { action: { action: 'create-directory', path, name, kind: 'directory', bytes: 0, reason } }
}
