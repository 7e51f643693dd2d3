import { dirname, join, sep } from 'node:path'
import { partPrefix, prefixOfPart, removeParts } from '../files/part-file.ts'

/** A part file of what this sync knows nothing of may be wanted by a download that is started again; not after so long. */
const oldMs = 3_600_000

/** Part files that interrupted downloads left. There are few: what they are for is not part of their names, so they are grouped by that. */
export class PartsLeft {
  /** By directory, then by what the paths of those of one target begin with. */
  readonly #found = new Map<string, Map<string, string[]>>()
  /** Files that are in place, or are about to be. */
  readonly #useless: string[] = []

  add(part: string): void {
    const directory = dirname(part)
    const groups = this.#found.get(directory) ?? new Map<string, string[]>()
    this.#found.set(directory, groups)
    const prefix = prefixOfPart(part)
    groups.set(prefix, [...(groups.get(prefix) ?? []), part])
  }

  /** Those of a target. */
  of(target: string): readonly string[] {
    if (this.#found.size === 0) return []
    return this.#found.get(dirname(target))?.get(partPrefix(target)) ?? []
  }

  /** An object goes to this path: if that does not fail, part files of it are of no use any more. */
  inPlace(root: string, path: string): void {
    if (this.#found.size === 0) return
    const target = targetOf(root, path)
    if (this.of(target).length > 0) this.#useless.push(target)
  }

  /** It did not come to its place: the next sync goes on with what there is of it. */
  keep(root: string, path: string): void {
    const target = targetOf(root, path)
    if (this.of(target).length > 0) this.#found.get(dirname(target))?.delete(partPrefix(target))
  }

  /** Removes what nothing can be made of. A sync that was broken off does not know what that is. */
  async clean(isComplete: boolean): Promise<void> {
    if (!isComplete) return
    for (const target of this.#useless) await removeParts(this.of(target))
    for (const groups of this.#found.values()) for (const parts of groups.values()) await removeParts(parts, oldMs)
  }
}

function targetOf(root: string, path: string): string {
  return join(root, path.replaceAll('/', sep))
}
