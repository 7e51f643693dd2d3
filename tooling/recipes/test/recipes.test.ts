import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const folder = (name: string): string => fileURLToPath(new URL(`../recipes/${name}`, import.meta.url))

/** Runs a recipe as its users would, in its folder. @returns exit code and output */
function run(
  name: string,
  command: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<[number, string]> {
  const { VITEST: _vitest, ...rest } = process.env
  const child = spawn(command, args, {
    cwd: folder(name),
    env: { ...rest, NODE_OPTIONS: '', NO_COLOR: '1', FORCE_COLOR: '0', ...env },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (output += piece))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve([code ?? -1, output]))
  })
}

const VM_MODULES = { NODE_OPTIONS: '--experimental-vm-modules' }

test.each<[name: string, command: string, args: string[], env: Record<string, string>, tests: RegExp]>([
  ['vitest', 'npx', ['vitest', 'run'], {}, /Tests\s+5 passed \(5\)/],
  ['vitest-workers', 'npx', ['vitest', 'run'], {}, /Tests\s+2 passed \(2\)/],
  ['jest-esm', 'npx', ['jest'], VM_MODULES, /Tests:\s+2 passed, 2 total/],
  ['jest-commonjs', 'npx', ['jest'], VM_MODULES, /Tests:\s+1 passed, 1 total/],
  ['jest-commonjs-require', 'npx', ['jest'], {}, /Tests:\s+2 passed, 2 total/],
  ['node-test', 'node', ['--test'], {}, /# pass 2\n# fail 0/],
])('the recipe %s is well', async (name, command, args, env, tests) => {
  const [code, output] = await run(name, command, args, env)
  expect(output).toMatch(tests)
  expect(code, output).toBe(0)
})
