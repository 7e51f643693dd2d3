import { mkdtemp } from 'node:fs/promises'
import { type Case, type Figure, figure, type RunOptions, ratio, roundsOf, type Samples, speed } from '../case.ts'
import { Cloud } from '../cloud.ts'
import { type Comparison, compare } from '../compare.ts'
import { treeOf } from '../paths.ts'
import type { Line } from '../report/plot.ts'
import { summarise } from '../statistics.ts'
import { writeTree } from '../tree.ts'

/** Requests in flight on the bare side: as many as the SDK has. */
const inFlight = 8

interface Sync {
  readonly sides: Comparison['sides']
  readonly files: number
  readonly rounds: number
  /** Whether the cloud has the files from the start; else it has nothing before each run. */
  readonly stored: boolean
  /** Whether the files are on the disk. */
  readonly written: boolean
}

async function compareSyncs({ sides, files, rounds, stored, written }: Sync, options: RunOptions): Promise<Samples> {
  const folder = await mkdtemp(`${options.folder}/sync-`)
  if (written) await writeTree(treeOf(folder), files)
  await using cloud = await Cloud.start()
  if (stored) await cloud.seed(files)
  return await compare({
    target: cloud.target,
    folder,
    sides,
    settings: { inFlight },
    rounds: roundsOf(options, rounds),
    ...(!stored && { before: () => cloud.reset() }),
  })
}

const sidesOf = (side: 'up' | 'down' | 'again'): Comparison['sides'] => ({
  kamaki: { module: 'syncs', side },
  bare: { module: 'bare-syncs', side },
})

const small = 2000
const many = 20_000

/** How the cost of a sync that finds nothing to do grows with the number of files. */
async function growth(options: RunOptions): Promise<{ counts: readonly number[]; samples: readonly Samples[] }> {
  const counts = [
    1000,
    3000,
    10_000,
    30_000,
    ...(options.quick ? [] : [100_000]),
    ...(options.long ? [300_000, 1_000_000] : []),
  ]
  const samples: Samples[] = []
  for (const files of counts) {
    const rounds = files > 30_000 ? 2 : 5
    samples.push(await compareSyncs({ sides: sidesOf('again'), files, rounds, stored: true, written: true }, options))
  }
  return { counts, samples }
}

/** The values of a side at each count, as a line. */
function lineOf(
  name: string,
  side: string,
  value: string,
  { counts, samples }: Awaited<ReturnType<typeof growth>>,
): Line {
  const points = counts.map((x, index) => {
    const values = (samples[index]?.[side] ?? []).map((sample) => sample[value] ?? Number.NaN)
    return { x, ...summarise(values) }
  })
  return { name, points }
}

/** What a file more costs in memory, between 1,000 and 100,000. */
const memoryPerFile: Figure = {
  title: 'memory for each file more',
  unit: 'kB',
  of: (samples) => {
    const peak = (count: number): number =>
      Math.max(...(samples[count] ?? []).map(({ peakMiB = Number.NaN }) => peakMiB))
    return [((peak(100_000) - peak(1000)) * 2 ** 20) / 1000 / 99_000].filter(Number.isFinite)
  },
}

export const syncCases: readonly Case[] = [
  {
    name: 'sync-up',
    group: 'Sync',
    figures: [
      speed('speed of `syncUp`, 2,000 new files of 0.3 kB, against bare PUTs, as many in flight', 'kamaki', 'bare', {
        atLeast: 0.7,
      }),
      figure('time for each file', { side: 'kamaki', value: 'ms', unit: 'ms', per: small }),
      figure('CPU for each file', { side: 'kamaki', value: 'cpuMs', unit: 'ms', per: small }),
      figure('CPU for each bare PUT', { side: 'bare', value: 'cpuMs', unit: 'ms', per: small }),
    ],
    async measure(options) {
      const sync = { sides: sidesOf('up'), files: small, rounds: 5, stored: false, written: true }
      return { samples: await compareSyncs(sync, options) }
    },
  },
  {
    name: 'sync-down',
    group: 'Sync',
    figures: [
      speed('speed of `syncDown` of the same, against bare GETs, as many in flight, as many fsyncs', 'kamaki', 'bare', {
        atLeast: 0.7,
      }),
      figure('time for each file', { side: 'kamaki', value: 'ms', unit: 'ms', per: small }),
      figure('CPU for each file', { side: 'kamaki', value: 'cpuMs', unit: 'ms', per: small }),
      figure('CPU for each bare GET', { side: 'bare', value: 'cpuMs', unit: 'ms', per: small }),
    ],
    async measure(options) {
      const sync = { sides: sidesOf('down'), files: small, rounds: 5, stored: true, written: false }
      return { samples: await compareSyncs(sync, options) }
    },
  },
  {
    name: 'sync-unchanged',
    group: 'Sync',
    figures: [
      figure('time of `syncUp` of 20,000 files, all unchanged', {
        side: 'kamaki',
        value: 'ms',
        unit: 's',
        per: 1000,
        goal: { atMost: 0.5 },
      }),
      ratio('against a list of the objects and a stat of each file', 'kamaki', 'bare', 'ms'),
      figure('memory of the process, at most', { side: 'kamaki', value: 'peakMiB', unit: 'MiB' }),
    ],
    async measure(options) {
      const sync = { sides: sidesOf('again'), files: many, rounds: 5, stored: true, written: true }
      return { samples: await compareSyncs(sync, options) }
    },
  },
  {
    name: 'sync-growth',
    group: 'Sync',
    figures: [
      ratio('time for each unchanged file, at 30,000 against at 3,000', '30000', '3000', 'msPerFile'),
      ratio('the same, at 100,000', '100000', '3000', 'msPerFile'),
      ratio('the same, at 1,000,000', '1000000', '3000', 'msPerFile'),
      figure('time of a sync of 1,000,000 unchanged files', { side: '1000000', value: 'ms', unit: 's', per: 1000 }),
      figure('memory of the process, at most, at 100,000 files', { side: '100000', value: 'peakMiB', unit: 'MiB' }),
      memoryPerFile,
      figure('memory of the process, at most, at 1,000,000 files', {
        ...{ side: '1000000', value: 'peakMiB', unit: 'MiB', goal: { atMost: 512 } },
      }),
    ],
    async measure(options) {
      const grown = await growth(options)
      const samples = grown.counts.map((count, index) => {
        const runs = grown.samples[index]?.['kamaki'] ?? []
        return [String(count), runs.map((run) => ({ ...run, msPerFile: (run['ms'] ?? Number.NaN) / count }))]
      })
      const files = { title: 'files', scale: 'log' } as const
      return {
        samples: Object.fromEntries(samples) as Samples,
        plots: [
          {
            name: 'sync-time',
            title: 'A sync that finds nothing to do: time',
            x: files,
            y: { title: 'ms', scale: 'log' },
            lines: [lineOf('syncUp', 'kamaki', 'ms', grown), lineOf('bare: list and stat', 'bare', 'ms', grown)],
          },
          {
            name: 'sync-memory',
            title: 'A sync that finds nothing to do: memory',
            x: files,
            y: { title: 'MiB', scale: 'linear' },
            lines: [
              lineOf('syncUp', 'kamaki', 'peakMiB', grown),
              lineOf('bare: list and stat', 'bare', 'peakMiB', grown),
            ],
          },
        ],
      }
    },
  },
]
