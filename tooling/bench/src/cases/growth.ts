import type { Case, RunOptions, Samples } from '../case.ts'
import type { CloudSettings } from '../cloud-program.ts'
import type { Line, Plot } from '../report/plot.ts'
import { writeRandom } from '../source-file.ts'
import { summarise } from '../statistics.ts'
import { gigabit } from './far.ts'
import { downSides, upSides } from './sides.ts'
import { compareTransfers, type Transfer } from './transfer.ts'

/** What is measured at each point of a plot. */
interface Series {
  readonly xs: readonly number[]
  readonly transfer: (x: number) => Transfer
  /** What is shown of a run that took so long. */
  readonly y: (ms: number, x: number) => number
  readonly names: Readonly<Record<string, string>>
}

async function measureSeries(
  { xs, transfer, y, names }: Series,
  options: RunOptions,
): Promise<{ samples: Samples; lines: readonly Line[] }> {
  const samples: Record<string, Samples[string]> = {}
  const points: Record<string, Line['points'][number][]> = {}
  for (const x of xs) {
    for (const [side, runs] of Object.entries(await compareTransfers(transfer(x), options))) {
      samples[`${side} at ${x}`] = runs
      points[side] ??= []
      points[side].push({ x, ...summarise(runs.map(({ ms = Number.NaN }) => y(ms, x))) })
    }
  }
  return { samples, lines: Object.entries(points).map(([side, all]) => ({ name: names[side] ?? side, points: all })) }
}

const names = {
  ...{ kamaki: 'kamaki', PUT: 'one PUT', GET: 'one GET to a file' },
  blocks: 'blocks without hashing',
}

function growthCase(
  name: string,
  measure: (options: RunOptions) => Promise<{ samples: Samples; plots: Plot[] }>,
): Case {
  return { name, group: 'Transfers', figures: [], measure }
}

const sizes = { title: 'MiB', scale: 'log' } as const
const seconds = { title: 'seconds', scale: 'log' } as const

/** From 1 to 1,000 MiB. */
function bySize(direction: 'up' | 'down', title: string): Case {
  return growthCase(`size-${direction}`, async (options) => {
    const [sides, present] = direction === 'up' ? ([upSides, 'nothing'] as const) : ([downSides, 'stored'] as const)
    const series: Series = {
      xs: options.quick ? [1, 16, 256] : [1, 4, 16, 64, 256, 1000],
      transfer: (mib) => ({ sides, rounds: mib > 256 ? 3 : 5, write: (path) => writeRandom(path, mib), present }),
      y: (ms) => ms / 1000,
      names,
    }
    const { samples, lines } = await measureSeries(series, options)
    return { samples, plots: [{ name: `size-${direction}`, title, x: sizes, y: seconds, lines }] }
  })
}

const inFlight = { title: 'requests in flight', scale: 'log' } as const
const rate = { title: 'MiB/s', scale: 'linear' } as const

/** From 1 to 32 requests in flight. */
function byInFlight(
  name: string,
  title: string,
  transfer: Pick<Transfer, 'sides' | 'present'>,
  cloud: CloudSettings,
): Case {
  return growthCase(name, async (options) => {
    const mib = 64
    const series: Series = {
      xs: options.quick ? [1, 4, 32] : [1, 2, 4, 8, 16, 32],
      transfer: (concurrency) => ({
        ...{ ...transfer, cloud, settings: { concurrency }, rounds: 3 },
        write: (path) => writeRandom(path, mib),
      }),
      y: (ms) => (mib * 1000) / ms,
      names,
    }
    const { samples, lines } = await measureSeries(series, options)
    return { samples, plots: [{ name, title, x: inFlight, y: rate, lines }] }
  })
}

const up = {
  sides: { kamaki: { module: 'transfers', side: 'upload' }, blocks: { module: 'bare-transfers', side: 'putBlocks' } },
  present: 'nothing',
} as const
const down = { sides: { kamaki: { module: 'transfers', side: 'download' } }, present: 'stored' } as const

export const growthCases: readonly Case[] = [
  bySize('up', 'Upload of new content, by size'),
  bySize('down', 'Download to a file, by size'),
  byInFlight('in-flight-up', 'Upload of 64 MiB, no latency, by requests in flight', up, {}),
  byInFlight('in-flight-down', 'Download of 64 MiB, no latency, by requests in flight', down, {}),
  byInFlight('in-flight-up-line', 'Upload of 64 MiB over 1 Gbit/s with 10 ms, by requests in flight', up, {
    link: gigabit,
  }),
  byInFlight('in-flight-down-line', 'Download of 64 MiB over 1 Gbit/s with 10 ms, by requests in flight', down, {
    link: gigabit,
  }),
]
