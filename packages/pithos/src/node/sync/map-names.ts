import { collisionKey } from './collision-key.ts'
import { localPath } from './local-path.ts'
import type { RemoteEntry } from './remote-tree.ts'
import type { SyncSkip } from './sync-report.ts'

/** An object and where it goes. */
export interface Placed {
  entry: RemoteEntry
  segments: readonly string[]
}

/** Where objects go on this disk, and which have no place on it. */
export interface Placement {
  /** By path, in the order of the listing. */
  placed: Map<string, Placed>
  skipped: SyncSkip[]
  /** Paths that rejected objects would have had: what is there is not theirs, and is not deleted for want of an object either. */
  contested: Set<string>
}

/**
 * Finds a place for each object: no name leads out, none is repaired, and no two objects go to the same file. Of names that clash, the
 * one that is on the disk already is taken, or else the first one; a directory that is needed for others goes before a file of that name.
 */
export function mapNames(
  entries: readonly RemoteEntry[],
  options: { platform: string; caseSensitive: boolean; isThere(path: string): boolean },
): Placement {
  const placement: Placement = { placed: new Map(), skipped: [], contested: new Set() }
  const candidates: Placed[] = []
  for (const entry of entries) {
    const { segments, problem } = localPath(entry.path, options.platform)
    if (problem === undefined) candidates.push({ entry, segments })
    else placement.skipped.push({ path: entry.path, name: entry.name, reason: problem })
  }
  const spelling = chooseSpellings(candidates, options)
  const needed = new Set<string>()
  const refuse = ({ entry, segments }: Placed, reason: SyncSkip['reason'], detail?: string): void => {
    const path = segments.join('/')
    placement.contested.add(collisionKey(path, options.caseSensitive))
    placement.skipped.push({ path, name: entry.name, reason, detail })
  }
  const fitting = candidates.filter((candidate) => {
    const path = candidate.segments.join('/')
    const other = prefixes(candidate.segments).find(
      (each) => spelling.get(collisionKey(each, options.caseSensitive)) !== each,
    )
    if (other !== undefined) {
      const rival = spelling.get(collisionKey(other, options.caseSensitive))
      refuse(candidate, 'clash', `on this disk it would be the same as ${rival}`)
      return false
    }
    for (const parent of prefixes(candidate.segments)) if (parent !== path) needed.add(parent)
    return true
  })
  for (const candidate of fitting) {
    const path = candidate.segments.join('/')
    if (!candidate.entry.isDirectory && needed.has(path)) refuse(candidate, 'needed-as-directory')
    else {
      // Two markers of one directory are one; a file goes before the marker of a directory of its name.
      const present = placement.placed.get(path)
      if (present === undefined || !candidate.entry.isDirectory) placement.placed.set(path, candidate)
      if (present === undefined || present.entry.isDirectory === candidate.entry.isDirectory) continue
      refuse(
        present.entry.isDirectory ? present : candidate,
        'clash',
        `there is an object '${path}' with content as well`,
      )
    }
  }
  return placement
}

/** A path and the directories it is in, the outermost first. */
function prefixes(segments: readonly string[]): string[] {
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'))
}

/** Which of the spellings of a path that are one to the disk is used, by what the disk makes of them. */
function chooseSpellings(
  candidates: readonly Placed[],
  options: { caseSensitive: boolean; isThere(path: string): boolean },
): Map<string, string> {
  const chosen = new Map<string, string>()
  for (const { segments } of candidates) {
    for (const path of prefixes(segments)) {
      const key = collisionKey(path, options.caseSensitive)
      const present = chosen.get(key)
      if (present === undefined || (present !== path && options.isThere(path) && !options.isThere(present))) {
        chosen.set(key, path)
      }
    }
  }
  return chosen
}
