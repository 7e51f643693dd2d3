import { collisionKey } from './collision-key.ts'
import type { LocalNode } from './local-file.ts'
import { comparePaths } from './path-order.ts'
import type { RemoteNode } from './remote-tree.ts'

/** Nodes of one side, in the order of the merge, some at a time; none at the end. */
export type NodeSource<T> = () => Promise<readonly T[]>

/** The order in which both sides are gone through. */
export interface TreeOrder {
  compare(a: string, b: string): number
  name: string
}

/** Of a disk that tells case apart: by paths. Of another one: by what is the same for all that are one name there. */
export function treeOrder(caseSensitive: boolean): TreeOrder {
  if (caseSensitive) return { compare: comparePaths, name: 'paths' }
  const compare = (a: string, b: string): number =>
    a === b ? 0 : comparePaths(collisionKey(a, false), collisionKey(b, false))
  return { compare, name: 'any-case' }
}

/** Gets the next nodes while the last ones are worked through. */
export function readAhead<T>(source: NodeSource<T>): NodeSource<T> {
  let next: Promise<readonly T[]> | undefined
  const start = (): Promise<readonly T[]> => {
    const nodes = source()
    // Told when it is waited for.
    nodes.catch(() => undefined)
    return nodes
  }
  return async () => {
    const nodes = await (next ?? start())
    next = nodes.length === 0 ? Promise.resolve(nodes) : start()
    return nodes
  }
}

/** Nodes and the place of the next one. */
interface Cursor<T> {
  nodes: readonly T[]
  next: number
  isOver: boolean
}

async function fill<T>(cursor: Cursor<T>, source: NodeSource<T>): Promise<void> {
  if (cursor.isOver || cursor.next < cursor.nodes.length) return
  cursor.nodes = await source()
  cursor.next = 0
  cursor.isOver = cursor.nodes.length === 0
}

/**
 * Goes through both sides at once. `visit` is passed what each has under a path, one path after the other; `pause` is called now and then,
 * with the number of visits since.
 */
export async function mergeTrees(
  local: NodeSource<LocalNode>,
  remote: NodeSource<RemoteNode>,
  { compare }: TreeOrder,
  visit: (local: LocalNode | undefined, remote: RemoteNode | undefined) => void,
  pause: (visits: number) => Promise<void>,
): Promise<void> {
  const here: Cursor<LocalNode> = { nodes: [], next: 0, isOver: false }
  const there: Cursor<RemoteNode> = { nodes: [], next: 0, isOver: false }
  while (!(here.isOver && there.isOver)) {
    let visits = 0
    for (; visits < mostVisits; visits++) {
      const a = here.nodes[here.next]
      const b = there.nodes[there.next]
      if ((a === undefined && !here.isOver) || (b === undefined && !there.isOver) || (a ?? b) === undefined) break
      const order = a === undefined ? 1 : b === undefined ? -1 : compare(a.path, b.path)
      if (order <= 0) here.next += 1
      if (order >= 0) there.next += 1
      visit(order <= 0 ? a : undefined, order >= 0 ? b : undefined)
    }
    if (visits > 0) await pause(visits)
    await fill(here, local)
    await fill(there, remote)
  }
}

/** Visits without a pause. */
const mostVisits = 2_048
