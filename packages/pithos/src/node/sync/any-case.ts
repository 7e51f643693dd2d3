import { collisionKey } from './collision-key.ts'
import { pathAndParents } from './filter.ts'
import type { LocalNode } from './local-file.ts'
import type { RemoteEntry } from './remote-listing.ts'
import type { SyncSkip } from './sync-report.ts'

/**
 * For disks that do not tell upper from lower case: of objects whose names would be one there, those that have the spelling that is on the
 * disk already, or else of the first one.
 */
export function chooseSpellings(
  entries: readonly RemoteEntry[],
  isThere: (path: string) => boolean,
): { chosen: RemoteEntry[]; clashes: SyncSkip[] } {
  const spellings = new Map<string, string>()
  for (const entry of entries) {
    for (const path of pathAndParents(entry.path)) {
      const key = collisionKey(path, false)
      const present = spellings.get(key)
      if (present === undefined || (present !== path && isThere(path) && !isThere(present))) spellings.set(key, path)
    }
  }
  const clashes: SyncSkip[] = []
  const chosen = entries.filter(({ path, name }) => {
    for (const each of pathAndParents(path)) {
      const rival = spellings.get(collisionKey(each, false))
      if (rival === each) continue
      clashes.push({ path, name, reason: 'clash', detail: `on this disk it would be the same as ${rival}` })
      return false
    }
    return true
  })
  return { chosen, clashes }
}

/** Of files whose names would be one on such a disk (and so are on another one), that which an object is for, or else the last one. */
export function chooseFiles(nodes: readonly LocalNode[], names: ReadonlySet<string>): LocalNode[] {
  const chosen = new Map<string, LocalNode>()
  for (const node of nodes) {
    const key = collisionKey(node.path, false)
    const present = chosen.get(key)
    if (present === undefined || !names.has(present.path)) chosen.set(key, node)
  }
  return [...chosen.values()]
}
