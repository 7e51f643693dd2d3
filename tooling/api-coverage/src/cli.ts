// pnpm api:coverage [--service NAME] [--brief] [--recorded]: every operation of the inventories with the method that covers it.
// It exits 0 only when each one is covered: the method exists, and a test called it and saw a response to it over HTTP.
// With --recorded the tests are not run again: what their last run saw counts.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { recordedOperations } from './evidence.ts'
import { type Covering, mapOf, type Operation, operationsOf, services } from './inventory.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const { values: flags } = parseArgs({
  options: {
    service: { type: 'string' },
    brief: { type: 'boolean', default: false },
    recorded: { type: 'boolean', default: false },
  },
})
const wanted = services.filter((service) => flags.service === undefined || flags.service === service)
if (wanted.length === 0) {
  console.error(`There is no service ${JSON.stringify(flags.service)}: ${services.join(', ')}`)
  process.exit(2)
}

/** The operations that the tests of the packages see a response to; runs them, unless the last run shall count. */
function evidence(packages: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>()
  for (const name of packages) {
    const cwd = join(root, 'packages', name)
    if (!flags.recorded) runTests(name, cwd)
    for (const id of recordedOperations(cwd)) seen.add(id)
  }
  return seen
}

function runTests(name: string, cwd: string): void {
  const { status, stdout, stderr } = spawnSync('pnpm', ['exec', 'vitest', 'run', '--reporter=dot', 'test/'], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  if (status !== 0) console.log(`The tests of @kamaki/${name} fail:\n${(stdout + stderr).slice(-3000)}`)
}

async function methodExists(packageName: string, covering: string): Promise<boolean> {
  const modules = [await import('@kamaki/core/toolkit'), await import(`@kamaki/${packageName}`)]
  const exported = Object.assign({}, ...modules) as Record<string, { prototype?: Record<string, unknown> }>
  const [className = '', method = ''] = covering.split('.')
  return typeof exported[className]?.prototype?.[method] === 'function'
}

type Verdict = {
  readonly operation: Operation
  readonly text: string
  readonly missing: boolean
  readonly leftOut: boolean
}

async function verdict(
  packageName: string,
  operation: Operation,
  covering: Covering | undefined,
  seen: ReadonlySet<string>,
): Promise<Verdict> {
  const say = (text: string, missing: boolean, leftOut = false): Verdict => ({ operation, text, missing, leftOut })
  if (covering === undefined) return say('MISSING: not in the map', true)
  if (typeof covering !== 'string') return say(`left out: ${covering.leftOut}`, covering.leftOut.length < 10, true)
  if (!(await methodExists(packageName, covering)))
    return say(`MISSING: @kamaki/${packageName} has no ${covering}`, true)
  if (!seen.has(operation.id)) return say(`UNTESTED: no test sees a response to ${covering}`, true)
  return say(covering, false)
}

const seen = evidence([...new Set(wanted.map((service) => mapOf(service).packageName))])
const totals = { covered: 0, leftOut: 0, missing: 0 }
for (const service of wanted) {
  const { packageName, map } = mapOf(service)
  const operations = operationsOf(service)
  const verdicts = await Promise.all(
    operations.map((operation) => verdict(packageName, operation, map[operation.id], seen)),
  )
  const unknown = Object.keys(map).filter((id) => !operations.some((operation) => operation.id === id))
  const missing = verdicts.filter((v) => v.missing)
  const leftOut = verdicts.filter((v) => v.leftOut)
  totals.covered += verdicts.length - missing.length - leftOut.length
  totals.leftOut += leftOut.length
  totals.missing += missing.length + unknown.length
  console.log(
    `${service}: ${operations.length} operations, ${verdicts.length - missing.length - leftOut.length} covered, ${leftOut.length} left out, ${missing.length} missing`,
  )
  for (const { operation, text, missing: lacks } of verdicts) {
    if (!flags.brief || lacks)
      console.log(`  ${lacks ? '!' : ' '} ${operation.id.padEnd(44)} ${operation.method.padEnd(6)} ${text}`)
  }
  for (const id of unknown) console.log(`  ! ${id} is in the map, but is not an operation of ${service}`)
}
console.log(`${totals.covered} covered, ${totals.leftOut} left out, ${totals.missing} missing`)
process.exitCode = totals.missing ? 1 : 0
