import { type Case, type Figure, figure, speed } from '../case.ts'
import { writeRandom } from '../source-file.ts'
import { downSides, upSides } from './sides.ts'
import { transfers } from './transfer.ts'

const mib = 64

/** 1 Gbit/s, and a round trip of 10 ms. */
export const gigabit = { bitsPerSecond: 1e9, latencyMs: 10 }

/** What part of the rate of the line a side has. */
function shareOfLine(title: string, side: string, goal?: Figure['goal']): Figure {
  const atRateMs = (mib * 2 ** 20 * 8000) / gigabit.bitsPerSecond
  const { of, ...rest } = figure(title, { side, value: 'ms', unit: 'of the line', goal })
  return { ...rest, of: (samples) => of(samples).map((ms) => atRateMs / ms) }
}

const write = (path: string): Promise<void> => writeRandom(path, mib)

export const farCases: readonly Case[] = [
  {
    name: 'real-up',
    group: 'Transfers',
    figures: [
      speed('speed of `uploadFile`, 64 MiB to a cloud as slow as a real one, against one PUT', 'kamaki', 'PUT', {
        atLeast: 0.95,
      }),
      figure('time of `uploadFile`', { side: 'kamaki', value: 'ms', unit: 'ms' }),
      figure('time of one PUT', { side: 'PUT', value: 'ms', unit: 'ms' }),
    ],
    measure: transfers({ sides: upSides, rounds: 5, cloud: { cost: 'real' }, write, present: 'nothing' }),
  },
  {
    name: 'real-down',
    group: 'Transfers',
    figures: [
      speed('speed of `downloadFile` of the same, against one GET to a file', 'kamaki', 'GET', { atLeast: 0.85 }),
      figure('time of `downloadFile`', { side: 'kamaki', value: 'ms', unit: 'ms' }),
      figure('time of one GET', { side: 'GET', value: 'ms', unit: 'ms' }),
    ],
    measure: transfers({ sides: downSides, rounds: 5, cloud: { cost: 'real' }, write, present: 'stored' }),
  },
  {
    name: 'line-up',
    group: 'Transfers',
    figures: [
      shareOfLine('`uploadFile`, 64 MiB over 1 Gbit/s with a round trip of 10 ms', 'kamaki', { atLeast: 0.95 }),
      shareOfLine('one PUT of the same', 'PUT'),
      speed('`uploadFile` against that', 'kamaki', 'PUT'),
    ],
    measure: transfers({ sides: upSides, rounds: 7, cloud: { link: gigabit }, write, present: 'nothing' }),
  },
  {
    name: 'line-down',
    group: 'Transfers',
    figures: [
      shareOfLine('`downloadFile` of the same', 'kamaki', { atLeast: 0.95 }),
      shareOfLine('one GET to a file', 'GET'),
      speed('`downloadFile` against that', 'kamaki', 'GET'),
    ],
    measure: transfers({ sides: downSides, rounds: 7, cloud: { link: gigabit }, write, present: 'stored' }),
  },
]
