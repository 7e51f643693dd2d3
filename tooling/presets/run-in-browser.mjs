// Runs a package's browser tests, if there is a Chromium to run them in.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeSummary } from './summary-reporter.mjs'

const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
if (!existsSync(chromium)) {
  const reason = `there is no ${chromium}; install Chromium, or set CHROMIUM_PATH`
  writeSummary('browser-tests', { skipped: [{ name: 'all browser tests', reason }] })
  console.log(`Browser tests are skipped: ${reason}.`)
  process.exit(0)
}
const { status } = spawnSync('vitest', ['run', '--config', 'vitest.browser.config.ts', ...process.argv.slice(2)], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, CHROMIUM_PATH: chromium },
})
process.exit(status ?? 1)
