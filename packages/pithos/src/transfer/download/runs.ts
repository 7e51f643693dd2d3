/** Neighbouring blocks that one range request fetches. */
export interface Run {
  /** Index of the first block. */
  first: number
  /** Number of blocks. */
  count: number
}

/** Puts neighbouring blocks together, at most `maxBlocks` a run. `indices` are in ascending order. */
export function coalesce(indices: readonly number[], maxBlocks: number): Run[] {
  const runs: Run[] = []
  for (const index of indices) {
    const last = runs.at(-1)
    if (last !== undefined && last.first + last.count === index && last.count < maxBlocks) last.count++
    else runs.push({ first: index, count: 1 })
  }
  return runs
}
