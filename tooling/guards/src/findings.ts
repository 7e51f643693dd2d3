/** Something that breaks a rule. */
export interface Finding {
  /** Names what breaks the rule: a file, or an import; the same in each run. */
  readonly key: string
  readonly message: string
}

/** One of the checks of the house. */
export interface Guard {
  readonly name: string
  /** What to do about its findings. */
  readonly advice: string
  /** @param root the folder of the workspace. */
  run(root: string): Promise<readonly Finding[]>
}

/** How many findings of each key are known, and wait for somebody to clear them. */
export type Known = Readonly<Record<string, number>>

export interface Verdict {
  /** Those that are not known yet. */
  readonly fresh: readonly Finding[]
  /** Keys of what is known and no longer found, in whole or in part. */
  readonly cleared: readonly string[]
  /** What is left of the known ones. */
  readonly left: Known
}

/** Compares findings with the known ones. All findings of a key are fresh if there are more than are known. */
export function judge(findings: readonly Finding[], known: Known): Verdict {
  const counts = count(findings)
  const found = (key: string) => counts[key] ?? 0
  const fresh = findings.filter(({ key }) => found(key) > (known[key] ?? 0))
  const cleared = Object.keys(known).filter((key) => found(key) < (known[key] ?? 0))
  const left = Object.entries(known).map(([key, times]) => [key, Math.min(times, found(key))] as const)
  return { fresh, cleared, left: Object.fromEntries(left.filter(([, times]) => times > 0)) }
}

function count(findings: readonly Finding[]): Known {
  const counts: Record<string, number> = {}
  for (const { key } of findings) counts[key] = (counts[key] ?? 0) + 1
  return counts
}
