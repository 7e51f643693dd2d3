// npm test: install, build, lint, guards, types, all tests, the recordings of a real cloud, the coverage of the API.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run, setUp } from './setup.mjs'

const started = Date.now()
const parts = []
const failures = []
// What was left out for want of a browser is not taken for done when there is one.
const env = { HAS_CHROMIUM: existsSync(process.env.CHROMIUM_PATH ?? '/usr/bin/chromium') ? 'yes' : 'no' }

/** A step: its output is shown when it ends, as others run beside it. */
function step(title, ...command) {
  return async () => {
    const start = Date.now()
    const { code, output } = await run(command[0], command.slice(1), { env, quiet: true })
    const seconds = (Date.now() - start) / 1000
    if (code !== 0) failures.push(title)
    parts.push({ title, seconds, result: code === 0 ? '' : 'failed' })
    console.log(`\n== ${title} (${seconds.toFixed(0)} s)\n${output.trimEnd()}`)
  }
}

const tests = (title, filter) =>
  step(
    title,
    'pnpm',
    'exec',
    'turbo',
    'run',
    'test',
    `--filter=${filter}`,
    '--continue',
    '--concurrency=1',
    '--output-logs=errors-only',
  )

/** Two at a time: one for each core of a small machine, and most of them wait a good deal. */
async function inTwoLanes(steps) {
  const lane = async () => {
    for (let next = steps.shift(); next; next = steps.shift()) await next()
  }
  await Promise.all([lane(), lane()])
}

console.log('Setting up ...')
await setUp()
parts.push({ title: 'install and build', seconds: (Date.now() - started) / 1000, result: '' })
console.log('Checking and testing; each step reports when it ends ...')
await inTwoLanes([
  tests('tests of the longest package', '@kamaki/pithos'),
  step('lint and format', 'pnpm', 'exec', 'biome', 'check', '.'),
  step('guards', 'pnpm', '--silent', 'guards'),
  step('types', 'pnpm', '--silent', 'typecheck'),
  tests('tests of the others', '!@kamaki/pithos'),
  step('recordings of a real Synnefo', 'pnpm', '--silent', 'conformance'),
])
await step('coverage of the API', 'pnpm', '--silent', 'api:coverage', '--brief', '--recorded')()
report()

/** What took how long, what was skipped and why, and how many tests there were. */
function report() {
  const skipped = []
  let passed = 0
  let failed = 0
  let unexplained = 0
  for (const { name, summary } of summaries()) {
    passed += summary.passed
    failed += summary.failed
    for (const test of summary.skipped) {
      skipped.push(`${name}: ${test.name}: ${test.reason ?? 'no reason is named'}`)
      if (!test.reason) unexplained += 1
    }
    const result = `${summary.passed} passed, ${summary.failed} failed${summary.finished < started ? ', unchanged since' : ''}`
    if (summary.passed + summary.failed > 0) parts.push({ title: `  ${name}`, seconds: summary.seconds, result })
  }
  if (unexplained > 0) failures.push(`${unexplained} skipped tests that name no reason`)
  console.log('\nWhat took how long:')
  for (const { title, seconds, result } of parts)
    console.log(`${seconds.toFixed(1).padStart(7)} s  ${title.padEnd(34)}${result}`)
  console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(7)} s  in all, two steps at a time`)
  console.log(`\nSkipped:${skipped.length ? '' : ' nothing'}`)
  for (const line of skipped) console.log(`  ${line}`)
  console.log(
    'Not part of this: pnpm test:long, at full size what runs here as a sample; pnpm test:runtimes, test:readme and check:packages.',
  )
  console.log(failures.length ? `\nFailed: ${failures.join(', ')}` : '\nAll is well.')
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failures.length || failed ? 1 : 0
}

function summaries() {
  const folders = ['packages', 'tooling'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(group, name)),
  )
  return folders.flatMap((folder) =>
    Object.entries({ tests: '', 'browser-tests': ' in a browser' }).flatMap(([file, where]) => {
      const path = join(root, folder, '.tmp', `${file}.json`)
      return existsSync(path) ? [{ name: `${folder}${where}`, summary: JSON.parse(readFileSync(path, 'utf8')) }] : []
    }),
  )
}
