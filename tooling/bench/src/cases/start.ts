import { bundleKb, clients } from '../bundle-size.ts'
import { type Case, type Figure, figure, ratio, roundsOf, type Samples } from '../case.ts'
import { timePrograms } from '../programs.ts'

/** A program that says how long it took to import some packages. */
const importing = (...names: string[]): string => `
const start = performance.now()
await Promise.all([${names.map((name) => `import('${name}')`)}])
console.log(JSON.stringify({ ms: performance.now() - start }))`

const goals: Readonly<Record<string, number>> = {
  ...{ core: 12, astakos: 17, cyclades: 18, network: 16, image: 15, pithos: 28 },
}

const bundleFigures: readonly Figure[] = Object.keys(clients).map((name) => {
  const goal = goals[name]
  return figure(`bundle of one client of @kamaki/${name}, minified and compressed, ky included`, {
    ...{ side: name, value: 'kB', unit: 'kB' },
    ...(goal !== undefined && { goal: { atMost: goal } }),
  })
})

export const startCases: readonly Case[] = [
  {
    name: 'import',
    group: 'Start',
    figures: [
      ratio('time of the import of @kamaki/astakos and @kamaki/pithos, against ky alone', 'both', 'ky', 'ms', {
        atMost: 1.5,
      }),
      ratio('@kamaki/core alone', 'core', 'ky', 'ms'),
      ratio('the entries for Node: @kamaki/astakos/node and @kamaki/pithos/node', 'both, node', 'ky', 'ms'),
      ratio(
        'the whole process that imports @kamaki/astakos and @kamaki/pithos, against one that imports ky',
        'both',
        'ky',
        'wholeMs',
      ),
      figure('import of ky', { side: 'ky', value: 'ms', unit: 'ms' }),
    ],
    async measure(options) {
      const programs = {
        ky: importing('ky'),
        core: importing('@kamaki/core'),
        both: importing('@kamaki/astakos', '@kamaki/pithos'),
        'both, node': importing('@kamaki/astakos/node', '@kamaki/pithos/node'),
      }
      return { samples: await timePrograms(programs, roundsOf(options, 21)) }
    },
  },
  {
    name: 'bundle',
    group: 'Start',
    figures: bundleFigures,
    async measure() {
      const samples: Record<string, Samples[string]> = {}
      for (const name of Object.keys(clients)) samples[name] = [{ kB: await bundleKb(name) }]
      return { samples }
    },
  },
]
