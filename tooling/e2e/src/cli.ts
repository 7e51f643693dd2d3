// pnpm e2e [--env ENV.json] [STORY ...]: plays whole stories through the SDK, on the emulator or on the cloud of --env.
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { readEnv } from './env.ts'

const { values: flags, positionals } = parseArgs({ allowPositionals: true, options: { env: { type: 'string' } } })
const env = { ...process.env }
if (flags.env !== undefined) {
  const file = resolve(process.env['INIT_CWD'] ?? process.cwd(), flags.env)
  readEnv(file)
  env['KAMAKI_E2E_ENV'] = file
}
const { status } = spawnSync('pnpm', ['exec', 'vitest', 'run', ...positionals], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  stdio: 'inherit',
  env,
})
process.exitCode = status ?? 1
