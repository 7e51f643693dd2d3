// Runs a package's browser tests, if there is a Chromium to run them in.
import { spawnSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'

const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
if (!existsSync(chromium)) {
  rmSync('.tmp/vitest-browser.json', { force: true })
  console.log(`Browser tests are left out: there is no ${chromium}. Install Chromium, or set CHROMIUM_PATH.`)
  process.exit(0)
}
const { status } = spawnSync('vitest', ['run', '--config', 'vitest.browser.config.ts', ...process.argv.slice(2)], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, CHROMIUM_PATH: chromium },
})
process.exit(status ?? 1)
