import { mkdtemp } from 'node:fs/promises'
import { type Case, type RunOptions, roundsOf, type Samples } from '../case.ts'
import { Cloud } from '../cloud.ts'
import type { CloudSettings } from '../cloud-program.ts'
import { type Comparison, compare } from '../compare.ts'
import { sourceOf } from '../paths.ts'

/** Transfers that are compared. */
export interface Transfer {
  readonly sides: Comparison['sides']
  readonly settings?: Comparison['settings']
  readonly rounds: number
  readonly cloud?: CloudSettings
  /** Writes what is transferred. */
  readonly write: (path: string) => Promise<void>
  /** What the cloud has before each run: nothing, what was there after the one before, the content from the start. */
  readonly present: 'nothing' | 'kept' | 'stored'
}

export async function compareTransfers(transfer: Transfer, options: RunOptions): Promise<Samples> {
  const { sides, settings, rounds, cloud: cloudOptions, write, present } = transfer
  const folder = await mkdtemp(`${options.folder}/transfer-`)
  await write(sourceOf(folder))
  await using cloud = await Cloud.start(cloudOptions)
  if (present === 'stored') await cloud.store(sourceOf(folder))
  return await compare({
    target: cloud.target,
    folder,
    sides,
    rounds: roundsOf(options, rounds),
    ...(settings && { settings }),
    ...(present === 'nothing' && { before: () => cloud.reset() }),
  })
}

/** How a case measures that only compares transfers. */
export function transfers(transfer: Transfer): Case['measure'] {
  return async (options) => ({ samples: await compareTransfers(transfer, options) })
}
