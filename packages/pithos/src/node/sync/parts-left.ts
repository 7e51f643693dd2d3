import { dirname, join, sep } from 'node:path'
import { partPrefix, prefixOfPart, removeParts } from '../files/part-file.ts'

/** A part file of what this sync knows nothing of may be wanted by a download that is started again; not after so long. */
const oldMs = 3_600_000

/** Part files that interrupted downloads left. There are few: what they are for is not part of their names, so they are grouped by that. */
export class PartsLeft {
  /** By directory, then by what the paths of those of one target begin with. */
  readonly #found = new Map<string, Map<string, string[]>>()
  /** Files that are in place, or are about to be, and those parts of them. */
  readonly #useless: { path: string; parts: readonly string[] }[] = []

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
    const parts = this.of(join(root, path.replaceAll('/', sep)))
    if (parts.length > 0) this.#useless.push({ path, parts })
  }

  /** Removes what nothing can be made of. */
  async clean(isComplete: boolean, { failures }: { failures: readonly { path: string }[] }): Promise<void> {
    const failed = new Set(failures.map(({ path }) => path))
    if (isComplete) for (const { path, parts } of this.#useless) if (!failed.has(path)) await removeParts(parts)
    for (const groups of this.#found.values()) for (const parts of groups.values()) await removeParts(parts, oldMs)
  }
}
