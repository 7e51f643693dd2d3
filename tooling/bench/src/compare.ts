import type { Sample, Samples } from './case.ts'
import { Child } from './children.ts'
import type { Target } from './cloud.ts'
import type { SideName } from './side.ts'

/** Sides to compare: they take turns, so that whatever else the machine does hits all alike. */
export interface Comparison {
  readonly sides: Readonly<Record<string, SideName & { readonly settings?: Readonly<Record<string, number>> }>>
  readonly target: Target
  readonly folder: string
  readonly settings?: Readonly<Record<string, number>>
  readonly rounds: number
  /** Rounds before those that count: of the first call of a function nobody learns what it costs. Default 1. */
  readonly warmUps?: number
  /** Before each run of a side. */
  readonly before?: (side: string) => Promise<unknown>
}

export async function compare(comparison: Comparison): Promise<Samples> {
  const { sides, target, folder, settings, rounds, warmUps = 1, before } = comparison
  const children = Object.entries(sides).map(([name, { settings: own, ...side }]) => ({
    name,
    child: new Child(
      'side-program',
      { name: side, input: { target, folder, settings: { ...settings, ...own } } },
      // The state of a sync is kept there.
      { env: { XDG_CACHE_HOME: `${folder}/cache` }, execArgv: ['--expose-gc'] },
    ),
    samples: [] as Sample[],
  }))
  try {
    for (let round = -warmUps; round < rounds; round++) {
      for (const { name, child, samples } of children) {
        await before?.(name)
        const sample = (await child.ask({ do: 'run' })) as Sample
        if (round >= 0) samples.push(sample)
      }
    }
  } finally {
    await Promise.all(children.map(({ child }) => child.close({ do: 'close' })))
  }
  return Object.fromEntries(children.map(({ name, samples }) => [name, samples]))
}
