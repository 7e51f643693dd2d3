import type { Case } from '../case.ts'
import { callCases } from './calls.ts'
import { emulatorCases } from './emulator.ts'
import { farCases } from './far.ts'
import { growthCases } from './growth.ts'
import { listCases } from './lists.ts'
import { pythonCases } from './python.ts'
import { startCases } from './start.ts'
import { syncCases } from './syncs.ts'
import { transferCases } from './transfers.ts'

/** In the order of the table. */
export const cases: readonly Case[] = [
  ...callCases,
  ...listCases,
  ...startCases,
  ...transferCases,
  ...farCases,
  ...growthCases,
  ...syncCases,
  ...pythonCases,
  ...emulatorCases,
]
