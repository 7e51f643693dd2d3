import type { Plot } from './report/plot.ts'
import { type Summary, summarise } from './statistics.ts'

/** What one run of one side took, by name: `ms`, `cpuMs`, and what the side itself counts. */
export type Sample = Readonly<Record<string, number>>

/** The runs of each side, in the order in which they were made: those with the same index were made one after the other. */
export type Samples = Readonly<Record<string, readonly Sample[]>>

export interface RunOptions {
  /** How many runs of each side count, where a case knows no better. */
  readonly quick: boolean
  /** Overrides the number of runs of every case. */
  readonly rounds?: number | undefined
  /** Also what takes long. */
  readonly long: boolean
  /** Where files go that are read and written while it is measured. */
  readonly folder: string
}

/** What is shown of a case, and what it should be. */
export interface Figure {
  readonly title: string
  /** Written behind the number: `ms`, `kB`; nothing for ratios. */
  readonly unit: string
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number } | undefined
  /** The figure of each round. */
  readonly of: (samples: Samples) => readonly number[]
}

interface Measured {
  readonly samples: Samples
  readonly plots?: readonly Plot[]
}

/** A row or a few of the table, from one set of measurements. */
export interface Case {
  readonly name: string
  /** Heading under which its figures stand. */
  readonly group: 'Calls' | 'Start' | 'Transfers' | 'Sync' | 'Python' | 'Emulator'
  readonly figures: readonly Figure[]
  /** Why it cannot be measured here, if it cannot. */
  readonly whyNot?: () => string | undefined
  readonly measure: (options: RunOptions) => Promise<Measured>
}

export interface FigureResult extends Summary {
  readonly title: string
  readonly unit: string
  readonly goal?: Figure['goal']
}

export interface CaseResult {
  readonly name: string
  readonly group: Case['group']
  readonly seconds: number
  readonly figures: readonly FigureResult[]
  readonly samples: Samples
  readonly plots: readonly Plot[]
}

export async function runCase({ name, group, figures, measure }: Case, options: RunOptions): Promise<CaseResult> {
  const start = performance.now()
  const { samples, plots = [] } = await measure(options)
  const results = figures
    .map(({ title, unit, goal, of }) => ({ title, unit, ...(goal && { goal }), ...summarise(of(samples)) }))
    .filter(({ median }) => !Number.isNaN(median))
  return { name, group, seconds: (performance.now() - start) / 1000, figures: results, samples, plots }
}

/** A number of rounds for a case: fewer when it should be quick, as many as were asked for if any were. */
export function roundsOf({ rounds, quick }: RunOptions, usual: number): number {
  return rounds ?? (quick ? 2 : usual)
}

type Goal = Figure['goal']

/** The values of one side by name. */
function valuesOf(samples: Samples, side: string, value: string): readonly number[] {
  return (samples[side] ?? []).map((sample) => sample[value] ?? Number.NaN)
}

/** One value of one side, or its part for one of so many. */
export function figure(
  title: string,
  { side, value, unit, per = 1, goal }: { side: string; value: string; unit: string; per?: number; goal?: Goal },
): Figure {
  return { title, unit, goal, of: (samples) => valuesOf(samples, side, value).map((whole) => whole / per) }
}

/** A value of one side divided by that of another, round by round. */
export function ratio(title: string, side: string, other: string, value: string, goal?: Goal): Figure {
  return {
    title,
    unit: '',
    goal,
    of: (samples) => {
      const divisors = valuesOf(samples, other, value)
      return valuesOf(samples, side, value).map((value, round) => value / (divisors[round] ?? Number.NaN))
    },
  }
}

/** How fast one side is in terms of another, 1 being as fast, round by round. */
export function speed(title: string, side: string, other: string, goal?: Goal): Figure {
  return ratio(title, other, side, 'ms', goal)
}
