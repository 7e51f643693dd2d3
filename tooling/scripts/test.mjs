// npm test: install, build, lint, guards, types, all tests, the recordings of a real cloud, the coverage of the API.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run, setUp } from './setup.mjs'

await setUp()
// What was left out for want of a browser is not taken for done when there is one.
const env = { HAS_CHROMIUM: existsSync(process.env.CHROMIUM_PATH ?? '/usr/bin/chromium') ? 'yes' : 'no' }
const failures = []
let passed = 0
let failed = 0

async function step(title, command, args) {
  console.log(`\n== ${title}`)
  const { code } = await run(command, args, { env })
  if (code !== 0) failures.push(title)
}

await step('lint and format', 'pnpm', ['exec', 'biome', 'check', '.'])
await step('guards', 'pnpm', ['guards'])
await step('types', 'pnpm', ['exec', 'turbo', 'run', 'typecheck', '--continue', '--output-logs=errors-only'])
await step('tests', 'pnpm', ['exec', 'turbo', 'run', 'test', '--continue', '--concurrency=1', '--output-logs=new-only'])
await step('recordings of a real Synnefo', 'pnpm', ['conformance'])
await step('coverage of the API', 'pnpm', ['api:coverage', '--brief', '--recorded'])

for (const group of ['packages', 'tooling']) {
  for (const name of readdirSync(join(root, group))) {
    for (const results of ['vitest.json', 'vitest-browser.json']) {
      const file = join(root, group, name, '.tmp', results)
      if (!existsSync(file)) continue
      const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(file, 'utf8'))
      passed += numPassedTests
      failed += numFailedTests
    }
  }
}
console.log(failures.length ? `\nFailed: ${failures.join(', ')}` : '\nAll is well.')
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failures.length || failed ? 1 : 0
