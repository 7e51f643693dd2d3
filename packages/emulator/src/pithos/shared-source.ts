import { compareCodePoints } from '../python/code-points.ts'
import type { Source } from './listing.ts'
import { isDirectory } from './model.ts'
import { interleaved } from './name-map.ts'
import { type Container, liveVersion, type ObjectNode } from './nodes.ts'

/**
 * The objects of a container to which shared paths lead, in order. Paths stand for themselves, those of directories also for
 * all that is below.
 */
export function sharedSource(
  container: Container,
  paths: readonly string[],
  all: Source<ObjectNode>,
): Source<ObjectNode> {
  const start = `${container.path}/`
  const exact: ObjectNode[] = []
  const directories: string[] = []
  for (const path of paths) {
    const node = path.startsWith(start) ? container.live.get(path.slice(start.length)) : undefined
    const live = node && liveVersion(node)
    if (!node || !live) continue
    exact.push(node)
    if (isDirectory(live.type)) directories.push(`${node.name.replace(/\/+$/, '')}/`)
  }
  exact.sort((a, b) => compareCodePoints(a.name, b.name))
  const outermost: string[] = []
  for (const name of directories.sort(compareCodePoints)) {
    // A directory comes before all that it holds.
    const last = outermost.at(-1)
    if (last === undefined || !name.startsWith(last)) outermost.push(name)
  }
  return (name, after) => {
    const isNext = (item: ObjectNode) => compareCodePoints(item.name, name) >= (after ? 1 : 0)
    return interleaved(exact.filter(isNext).values(), within(outermost, all, name, after))
  }
}

/** What is in directories, from a name on. */
function* within(
  directories: readonly string[],
  all: Source<ObjectNode>,
  name: string,
  after: boolean,
): Generator<ObjectNode, undefined, undefined> {
  for (const directory of directories) {
    const goesOn = name.startsWith(directory)
    if (!goesOn && compareCodePoints(directory, name) < 0) continue
    const items = goesOn ? all(name, after) : all(directory, false)
    for (let item = items.next().value; item?.name.startsWith(directory); item = items.next().value) yield item
  }
  return undefined
}
