import { join } from 'node:path'
import { root } from '../packages.ts'
import type { Case, Outcome } from './case.ts'

const VM_MODULES = { NODE_OPTIONS: '--experimental-vm-modules' }

/** The recipes of tooling/recipes, and what runs them. */
const RECIPES: readonly [folder: string, tool: string, note: string, args: string[], env: Record<string, string>][] = [
  ['vitest', 'vitest', 'the fixture of `@kamaki/emulator/vitest`', ['run'], {}],
  ['vitest-workers', 'vitest', 'one emulator for all workers', ['run'], {}],
  ['jest-esm', 'jest', 'ES modules (`--experimental-vm-modules`)', [], VM_MODULES],
  ['jest-commonjs', 'jest', 'CommonJS with `await import()` (`--experimental-vm-modules`)', [], VM_MODULES],
  ['jest-commonjs-require', 'jest', 'CommonJS, ES modules transformed by esbuild', [], {}],
]

/** Tests of a user's, against the emulator. */
export const runnersCase: Case = {
  title: 'Test runners',
  async run({ consumer: create, packages }) {
    const consumer = create()
    await consumer.install(...packages, 'vitest', 'jest', 'esbuild')
    const outcomes: Outcome[] = []
    for (const [folder, tool, note, args, env] of RECIPES) {
      consumer.take(join(root, 'tooling/recipes/recipes', folder), folder)
      await consumer.run(tool, args, { within: folder, env })
      outcomes.push({ title: `${tool} ${consumer.versionOf(tool)}`, note })
    }
    consumer.take(join(root, 'tooling/recipes/recipes/node-test'), 'node-test')
    await consumer.run(process.execPath, ['--test'], { within: 'node-test' })
    outcomes.push({ title: `node:test of Node ${process.version}`, note: 'ES modules' })
    return outcomes
  },
}
