// npm run quickstart: install, build, boot the emulator, run the get-started example.
import { run, setUp } from './setup.mjs'

await setUp()
console.log('\nThe example packages/astakos/examples/get-started.ts:\n')
const { code } = await run('node', ['--import', 'tsx', 'packages/astakos/examples/get-started.ts'])
if (code === 0)
  console.log('\nNext: a program of your own, as "Five minutes" in README.md has it, and docs/how-do-i.md.')
process.exitCode = code
