import type { BlockFormat } from '../../model/hashmap.ts'
import { chooseFiles, chooseSpellings } from './any-case.ts'
import { collisionKey } from './collision-key.ts'
import type { Filter } from './filter.ts'
import type { LocalFile, LocalNode } from './local-file.ts'
import type { LocalWalk } from './local-walk.ts'
import { mergeTrees, type NodeSource, readAhead, type TreeOrder, treeOrder } from './merge-trees.ts'
import type { RemoteListing } from './remote-listing.ts'
import { type RemoteNode, RemoteTree } from './remote-tree.ts'
import { StateFile } from './state-file.ts'
import type { SyncSkip } from './sync-report.ts'
import type { SyncRun } from './sync-run.ts'
import type { SourceCount } from './sync-steps.ts'

/** What both sides are gone through with. */
export interface TreesOptions {
  run: SyncRun
  listing: RemoteListing
  filter: Filter
  emptyDirectories: boolean
  caseSensitive: boolean
  /** Called for objects that cannot be on this disk. */
  onUnfit(skip: SyncSkip): void
}

const isFile = (node: LocalNode): node is LocalFile => node.kind === 'file'

/** The directory, the container and what is remembered, side by side. */
export class SyncTrees {
  /** Paths, as {@link collisionKey} has them, that rejected objects would have had. */
  readonly contested: Set<string> = new Set()
  readonly #options: TreesOptions
  readonly #order: TreeOrder
  readonly #tree: RemoteTree

  constructor(options: TreesOptions) {
    const { filter, emptyDirectories, caseSensitive, onUnfit } = options
    this.#options = options
    this.#order = treeOrder(caseSensitive)
    this.#tree = new RemoteTree({ filter, emptyDirectories, platform: process.platform, onSkip: onUnfit })
  }

  /** Opens what is remembered. */
  openState(file: string | undefined, format: BlockFormat): Promise<StateFile> {
    const { filter, run } = this.#options
    return StateFile.open(file, {
      format,
      order: this.#order,
      isKept: (path) => !filter.allows(path),
      isReadOnly: run.options.dryRun === true,
    })
  }

  /**
   * Goes through both sides. `visit` is passed what each has under a path; `pause` waits when too much is to be done.
   *
   * @throws {UnorderedListError} if the list is not in the order of names, and has to be sorted first.
   */
  async merge(
    walk: LocalWalk | undefined,
    state: StateFile,
    plan: { visit(local: LocalNode | undefined, remote: RemoteNode | undefined): void; readonly source: SourceCount },
    pause: (source: SourceCount) => Promise<void>,
  ): Promise<void> {
    const { counter } = this.#options.run
    const [local, remote] = await this.#sources(walk ?? { next: async () => [] }, state)
    await mergeTrees(
      local,
      remote,
      this.#order,
      (here, there) => plan.visit(here, there),
      async (visits) => {
        counter.compared(visits)
        await state.pause()
        await pause(plan.source)
      },
    )
  }

  async #sources(
    walk: Pick<LocalWalk, 'next'>,
    state: StateFile,
  ): Promise<[NodeSource<LocalNode>, NodeSource<RemoteNode>]> {
    const { caseSensitive, listing } = this.#options
    if (!caseSensitive) return this.#whole(walk, state)
    const local = readAhead(async () => {
      const nodes = await walk.next()
      await state.recall(nodes.filter(isFile))
      return nodes
    })
    const remote = listing.isSortedHere
      ? once(async () => this.#tree.pushOrdered(this.#tree.select(await listing.next())).concat(this.#tree.end()))
      : this.#remote()
    return [local, remote]
  }

  #remote(): NodeSource<RemoteNode> {
    let isOver = false
    return async () => {
      while (!isOver) {
        const entries = await this.#options.listing.next()
        isOver = entries.length === 0
        const nodes = isOver ? this.#tree.end() : this.#tree.push(entries)
        if (nodes.length > 0) return nodes
      }
      return []
    }
  }

  /** Both sides in memory: which names are one to the disk is known only when all of them are. */
  async #whole(
    walk: Pick<LocalWalk, 'next'>,
    state: StateFile,
  ): Promise<[NodeSource<LocalNode>, NodeSource<RemoteNode>]> {
    const { compare } = this.#order
    const found: LocalNode[] = []
    for (let nodes = await walk.next(); nodes.length > 0; nodes = await walk.next()) found.push(...nodes)
    found.sort((a, b) => compare(a.path, b.path))
    await state.recall(found.filter(isFile))
    const there = new Set(found.map(({ path }) => path))
    const { chosen, clashes } = chooseSpellings(this.#tree.select(await this.#options.listing.next()), (path) =>
      there.has(path),
    )
    for (const clash of clashes) {
      this.contested.add(collisionKey(clash.path, false))
      this.#options.onUnfit(clash)
    }
    const entries = chosen.sort((a, b) => compare(a.path, b.path))
    const nodes = this.#tree.pushOrdered(entries).concat(this.#tree.end())
    const here = chooseFiles(found, new Set(nodes.map(({ path }) => path)))
    return [once(async () => here), once(async () => nodes)]
  }
}

/** A source of a single batch. */
function once<T>(all: NodeSource<T>): NodeSource<T> {
  let isOver = false
  return async () => {
    if (isOver) return []
    isOver = true
    return all()
  }
}
