import type { Case } from '../case.ts'
import { callCases } from './calls.ts'
import { lineCases } from './line.ts'
import { listCases } from './lists.ts'
import { transferCases } from './transfers.ts'

/** In the order of the table. */
export const cases: readonly Case[] = [...callCases, ...listCases, ...transferCases, ...lineCases]
