import { type Case, ratio, roundsOf } from '../case.ts'
import { Cloud } from '../cloud.ts'
import { compare } from '../compare.ts'

const objects = 10_000
const goal = { atMost: 1.2 }

export const listCases: readonly Case[] = [
  {
    name: 'list',
    group: 'Calls',
    figures: [
      ratio(
        'list of 10,000 objects by iterator, against raw pages by `undici.request`',
        'kamaki',
        'undici',
        'ms',
        goal,
      ),
      ratio('the same: CPU of the client', 'kamaki', 'undici', 'cpuMs'),
      ratio('by built-in `fetch`, against raw pages by it', 'kamaki, built-in fetch', 'fetch', 'ms', goal),
      ratio('the same: CPU of the client', 'kamaki, built-in fetch', 'fetch', 'cpuMs'),
    ],
    async measure(options) {
      await using cloud = await Cloud.start()
      await cloud.seed(objects)
      const samples = await compare({
        target: cloud.target,
        folder: options.folder,
        sides: {
          kamaki: { module: 'lists', side: 'iterate' },
          undici: { module: 'bare-lists', side: 'byUndici' },
          'kamaki, built-in fetch': { module: 'lists', side: 'iterate', settings: { builtIn: 1 } },
          fetch: { module: 'bare-lists', side: 'byFetch' },
        },
        rounds: roundsOf(options, 15),
        warmUps: 3,
      })
      return { samples }
    },
  },
]
