// pnpm guards [NAME ...] [--prune]: the checks of the house, all or some; --prune strikes what was cleared off the list of known
// findings. pnpm api:report is --write-api: the public API of each entry is written down anew.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { apiReports, reportApis } from './api-reports.ts'
import { fileSize } from './file-size.ts'
import { type Guard, judge, type Known } from './findings.ts'
import { imports } from './imports.ts'
import { optionalProperties } from './optional-properties.ts'
import { unused } from './unused.ts'
import { words } from './words.ts'

const GUARDS: readonly Guard[] = [imports, unused, apiReports, optionalProperties, fileSize, words]

const root = fileURLToPath(new URL('../../..', import.meta.url))
const knownFile = fileURLToPath(new URL('../known.json', import.meta.url))
const { values: flags, positionals: names } = parseArgs({
  options: { prune: { type: 'boolean' }, 'write-api': { type: 'boolean' } },
  allowPositionals: true,
})

if (flags['write-api']) writeApi()
else await guard(JSON.parse(readFileSync(knownFile, 'utf8')))

function writeApi(): void {
  const problems = reportApis(root, true)
  for (const { message } of problems) console.error(message)
  process.exitCode = problems.length > 0 ? 1 : 0
}

async function guard(known: Readonly<Record<string, Known>>): Promise<void> {
  const chosen = GUARDS.filter(({ name }) => names.length === 0 || names.includes(name))
  const missing = names.filter((name) => !GUARDS.some((guard) => guard.name === name))
  if (missing.length > 0)
    throw new Error(`Unknown guard ${missing}. Guards: ${GUARDS.map(({ name }) => name).join(', ')}`)
  const left: Record<string, Known> = { ...known }
  for (const { name, advice, run } of chosen) {
    const start = performance.now()
    const { fresh, cleared, left: rest } = judge(await run(root), known[name] ?? {})
    left[name] = rest
    const stale = flags.prune ? [] : cleared
    for (const { message } of fresh) console.log(`  ${message}`)
    for (const key of stale) console.log(`  ${key}: cleared, and still listed as known`)
    if (fresh.length > 0) console.log(`  ${advice}`)
    if (stale.length > 0) console.log('  Strike what was cleared off tooling/guards/known.json: pnpm guards --prune')
    const waiting = Object.values(rest).reduce((sum, times) => sum + times, 0)
    const state = fresh.length + stale.length > 0 ? `${fresh.length} new, ${stale.length} cleared` : 'ok'
    console.log(
      `${name}: ${state}${waiting ? `, ${waiting} known` : ''} (${((performance.now() - start) / 1000).toFixed(1)} s)`,
    )
    if (fresh.length + stale.length > 0) process.exitCode = 1
  }
  if (flags.prune) writeFileSync(knownFile, `${JSON.stringify(left, null, 2)}\n`)
}
