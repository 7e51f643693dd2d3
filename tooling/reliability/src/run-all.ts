import { mapLimit } from '@kamaki/core/toolkit'
import { judge } from './judge.ts'
import type { Case } from './matrix.ts'

/** Most cases wait for a time limit: many run side by side. */
const sideBySide = 12

/** Runs cases; returns what is not as expected. */
export async function runAll(list: readonly Case[]): Promise<string[]> {
  const problems = await mapLimit([...list], sideBySide, (one) => judge(one))
  return problems.flat()
}
