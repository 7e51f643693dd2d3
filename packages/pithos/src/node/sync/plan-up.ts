import type { Filter } from './filter.ts'
import type { LocalDirectory, LocalFile, LocalNode } from './local-file.ts'
import { objectNameProblem } from './object-name.ts'
import type { RemoteEntry } from './remote-listing.ts'
import type { RemoteNode } from './remote-tree.ts'
import type { StateFile } from './state-file.ts'
import type { PlannedAction, SyncAction, SyncSkip } from './sync-report.ts'
import { Below, type SourceCount, type Step, type StepSink } from './sync-steps.ts'

export interface UpPlanOptions {
  prefix: string
  filter: Filter
  delete: boolean
  emptyDirectories: boolean
  /** Trusts what is remembered of a file. */
  remembers: boolean
}

type Context =
  /** What takes no part here is left alone there. */
  | { kind: 'left-alone' }
  /** Here is a directory, there an object with content that is to be deleted, or if not is in the way. */
  | { kind: 'below-object'; isDeleted: boolean }
  /** Here is a file, there objects in a directory: beside an object of the file's own name, or in the place of one. */
  | { kind: 'below-file'; replacement?: Replacement | undefined }

/** A file that waits for a directory to be deleted. */
interface Replacement {
  step: Step
  isPossible: boolean
}

/** Finds out what to upload and delete, from what both sides have under one path after the other. */
export class UpPlan {
  readonly source: SourceCount = { files: 0, directories: 0 }
  readonly #options: UpPlanOptions
  readonly #state: StateFile
  readonly #sink: StepSink
  readonly #below = new Below<Context>()
  #replacement: Replacement | undefined

  constructor(options: UpPlanOptions, state: StateFile, sink: StepSink) {
    this.#options = options
    this.#state = state
    this.#sink = sink
  }

  visit(local: LocalNode | undefined, remote: RemoteNode | undefined): void {
    const path = local?.path ?? remote?.path ?? ''
    const context = this.#below.at(path)
    if (this.#replacement !== undefined && context?.kind !== 'below-file') this.end()
    if (local?.kind === 'file') this.#file(local, remote, context)
    else if (local?.kind === 'directory') this.#directory(local, remote, context)
    else if (remote !== undefined && context?.kind !== 'left-alone') {
      if (local === undefined) this.#extra(remote, context)
      else this.#below.begin(path, { kind: 'left-alone' })
    }
  }

  /** Nothing comes any more. */
  end(): void {
    const replacement = this.#replacement
    this.#replacement = undefined
    if (replacement?.isPossible === true) this.#sink.replace(replacement.step)
    else if (replacement !== undefined)
      this.#inTheWay(replacement.step.action, 'objects are in a directory of its name')
  }

  #file(file: LocalFile, remote: RemoteNode | undefined, context: Context | undefined): void {
    this.source.files += 1
    const { path } = file
    const name = this.#storable(path)
    if (name === undefined) {
      this.#state.same(file)
      return
    }
    const entry = remote?.entry ?? remote?.hidden ?? remote?.markers.find((each) => each.name === name)
    this.#extraMarkers(remote, name)
    const reason = entry === undefined ? 'missing' : entry.isDirectory ? 'kind' : 'size'
    const action: PlannedAction = { action: 'upload', path, name, kind: 'file', bytes: file.size, reason }
    const step: Step = { action, file, entry }
    const isBesideDirectory = remote?.kind === 'directory' && remote.hasMore
    if (isBesideDirectory && remote.hidden === undefined) this.#replaceDirectory(step, file)
    else {
      if (isBesideDirectory) this.#below.begin(path, { kind: 'below-file' })
      if (context?.kind === 'below-object') this.#blocked(step, context)
      else this.#upload(step, file)
    }
  }

  /** A file in the place of a directory. */
  #replaceDirectory(step: Step, file: LocalFile): void {
    const { action } = step
    if (this.#options.delete) {
      action.reason = 'kind'
      step.slot = this.#state.slot(action.path)
      this.#replacement = { step, isPossible: true }
      this.#below.begin(action.path, { kind: 'below-file', replacement: this.#replacement })
    } else {
      this.#state.same(file)
      this.#inTheWay(action, 'objects are in a directory of its name')
      this.#below.begin(action.path, { kind: 'left-alone' })
    }
  }

  /** A file that is new, or in the place of an object. */
  #upload(step: Step, file: LocalFile): void {
    const { action, entry } = step
    const isComparable = entry?.isDirectory === false && entry.bytes === file.size
    const known = isComparable && this.#options.remembers ? file.known?.hash : undefined
    if (isComparable) action.reason = 'content'
    if (isComparable && known !== undefined && known === entry.hash) {
      this.#state.same(file)
      this.#sink.unchanged()
      return
    }
    step.slot = this.#state.slot(action.path)
    if (isComparable && known === undefined) this.#sink.compare(step)
    else this.#sink.transfer(step)
  }

  #directory(directory: LocalDirectory, remote: RemoteNode | undefined, context: Context | undefined): void {
    this.source.directories += 1
    const { path, isEmpty } = directory
    const hasMarker = remote !== undefined && remote.markers.length > 0
    if (hasMarker) this.#sink.unchanged()
    if (this.#options.delete)
      for (const skip of remote?.refused ?? []) if (isHidden(skip, remote)) this.#sink.skip(skip)
    const object = remote?.entry
    const isWanted = isEmpty && !hasMarker && this.#options.emptyDirectories && this.#options.filter.allows(path)
    const name = isWanted ? this.#storable(path) : undefined
    if (name !== undefined) {
      const reason = object === undefined ? 'missing' : 'kind'
      const action: PlannedAction = { action: 'create-directory', path, name, kind: 'directory', bytes: 0, reason }
      // The marker of a directory has no content: that of the object would be lost.
      if (remote?.hidden !== undefined || (object !== undefined && !this.#options.delete))
        this.#inTheWay(action, 'an object with content has the name of the directory')
      else if (context?.kind === 'below-object') this.#blocked({ action }, context)
      else if (object === undefined) this.#sink.transfer({ action })
      else this.#sink.replace({ action, entry: object })
      return
    }
    if (object === undefined) return
    const isDeleted = this.#options.delete && this.#delete(path, object)
    this.#below.begin(path, { kind: 'below-object', isDeleted })
  }

  /** Objects that have nothing on this side. */
  #extra(remote: RemoteNode, context: Context | undefined): void {
    if (!this.#options.delete) return
    const { path } = remote
    for (const skip of remote.refused) this.#sink.skip(skip)
    const refused = new Set(remote.refused.map(({ name }) => name))
    for (const object of [remote.entry, ...remote.markers]) {
      if (object === undefined || refused.has(object.name)) continue
      if (context?.kind === 'below-file' && context.replacement === undefined) {
        // Of a file and what is below an object of its name, only one can be on a disk.
        const detail = 'a file has the name of a directory above it'
        this.#sink.skip({ path, name: object.name, reason: 'in-the-way', detail })
      } else if (!this.#delete(path, object) && context?.kind === 'below-file' && context.replacement !== undefined)
        context.replacement.isPossible = false
    }
  }

  /** Directory objects of other names than that of the file in their place. */
  #extraMarkers(remote: RemoteNode | undefined, name: string): void {
    if (!this.#options.delete || remote === undefined) return
    const refused = remote.refused.filter((skip) => !isHidden(skip, remote))
    for (const skip of refused) this.#sink.skip(skip)
    if (refused.length === 0)
      for (const marker of remote.markers) if (marker.name !== name) this.#delete(remote.path, marker)
  }

  #delete(path: string, { name, isDirectory, isAvailable }: RemoteEntry): boolean {
    if (isAvailable) this.#sink.deletions.add({ path, name, kind: isDirectory ? 'directory' : 'file' })
    else this.#sink.skip({ path, name, reason: 'not-available' })
    return isAvailable
  }

  #blocked(step: Step, { isDeleted }: { isDeleted: boolean }): void {
    const { action, file } = step
    if (isDeleted) {
      if (file !== undefined) step.slot = this.#state.slot(action.path)
      this.#sink.replace(step)
    } else {
      if (file !== undefined) this.#state.same(file)
      this.#inTheWay(action, 'an object with content has the name of a directory above it')
    }
  }

  #inTheWay({ path, name }: SyncAction, detail: string): void {
    this.#sink.skip({ path, name, reason: 'in-the-way', detail })
  }

  #storable(path: string): string | undefined {
    const name = this.#options.prefix + path
    const detail = objectNameProblem(name)
    if (detail !== undefined) this.#sink.skip({ path, reason: 'name-not-storable', detail })
    return detail === undefined ? name : undefined
  }
}

const isHidden = ({ name }: SyncSkip, remote: RemoteNode | undefined): boolean => name === remote?.hidden?.name
