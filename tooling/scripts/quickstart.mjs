// npm run quickstart: install, build, boot the emulator, run the get-started example.
import { run, setUp } from './setup.mjs'

await setUp()
const { code } = await run('node', ['--import', 'tsx', 'packages/astakos/examples/get-started.ts'])
process.exitCode = code
