import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../packages.ts'
import { type Case, call, expectGreeting, type Outcome, PROGRAM } from './case.ts'

/** The run-time dependencies of the packages at the ends of their ranges. */
export const dependenciesCase: Case = {
  title: 'Dependencies',
  async run(around) {
    const ranges = rangesOf(around.packages)
    const outcomes: Outcome[] = []
    for (const end of ['lowest', 'highest'] as const) {
      // npm installs the highest by itself.
      const overrides = Object.fromEntries(
        [...ranges].map(([name, range]) => [name, end === 'lowest' ? range.replace(/^\^/, '') : range]),
      )
      const consumer = around.consumer({ overrides })
      await consumer.install(...around.packages)
      consumer.write('program.js', PROGRAM)
      const load = around.entries.map((entry) => `import '${entry}'\n`).join('')
      consumer.write('entry.js', `${load}import { useCloud } from './program.js'\n${call(around)}`)
      expectGreeting(await consumer.run(process.execPath, ['entry.js']), `The ${end} versions`)
      const versions = [...ranges.keys()].map((name) => `${name} ${consumer.versionOf(name)}`)
      outcomes.push({ title: `${end} of each range`, note: versions.join(', ') })
    }
    return outcomes
  },
}

/** Of all packages, without what is ours. */
function rangesOf(packages: readonly string[]): Map<string, string> {
  const workspace = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8')
  const ranges = new Map<string, string>()
  for (const name of packages) {
    const file = join(root, 'packages', name.slice('@kamaki/'.length), 'package.json')
    const { dependencies = {} } = JSON.parse(readFileSync(file, 'utf8')) as { dependencies?: Record<string, string> }
    for (const dependency of Object.keys(dependencies)) {
      if (dependency.startsWith('@kamaki/')) continue
      const line = workspace.split('\n').find((one) => one.trim().replaceAll('"', '').startsWith(`${dependency}: `))
      const range = line?.split(': ')[1]
      if (range === undefined) throw new Error(`pnpm-workspace.yaml has no range for ${dependency}`)
      ranges.set(dependency, range.trim())
    }
  }
  return ranges
}
