// pnpm bench [--only PATTERN] [--quick] [--rounds N] [--long] [--json FILE] [--list]: what the SDK costs beside what a user could write by hand.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { moduleShares } from './bundle-modules.ts'
import { clients } from './bundle-size.ts'
import { type CaseResult, runCase } from './case.ts'
import { cases } from './cases/index.ts'
import { keepResults, writeDocs } from './report/document.ts'
import { describe, thisMachine } from './report/machine.ts'
import { formatFigure, formatGoal, isReached } from './report/numbers.ts'

const USAGE = `pnpm bench [OPTIONS]

Measures what the SDK costs beside what a user could write by hand, with servers in other processes, both sides in turn.

  --only PATTERN   only cases whose name matches (a regular expression); several times for several
  --list           names of the cases, with their figures
  --quick          two rounds each: to see whether something changed
  --rounds N       that many rounds each
  --long           also what takes many minutes (a million files, a million objects)
  --json FILE      all measurements
  --write-docs     writes docs/performance.md and its plots; with --only, what is there of other cases stays
  --docs-only      measures nothing: writes docs/performance.md anew from what was measured last
  --modules NAME   measures nothing: what each module adds to the bundle of the client of package NAME (core, pithos ...)
  --dir DIR        where files are written and read (default: the system's folder for temporary files)
`

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    list: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    long: { type: 'boolean', default: false },
    json: { type: 'string' },
    'write-docs': { type: 'boolean', default: false },
    'docs-only': { type: 'boolean', default: false },
    modules: { type: 'string' },
    dir: { type: 'string', default: tmpdir() },
    help: { type: 'boolean', default: false },
  },
})

const patterns = flags.only.map((pattern) => new RegExp(pattern))
const chosen = cases.filter(({ name }) => patterns.length === 0 || patterns.some((pattern) => pattern.test(name)))
if (flags.help) process.stdout.write(USAGE)
else if (chosen.length === 0) fail(`No case matches ${flags.only.join(' or ')}: see pnpm bench --list`)
else if (flags.list) list()
else if (flags['docs-only']) writeDocs()
else if (flags.modules !== undefined) await listModules(flags.modules)
else await run(readRounds())

async function listModules(packageName: string): Promise<void> {
  if (clients[packageName] === undefined) return fail(`--modules is one of ${Object.keys(clients).join(', ')}`)
  console.log('bytes, compressed   characters   module')
  for (const { module, length, bytes } of await moduleShares(packageName))
    console.log(`${String(bytes).padStart(17)} ${String(length).padStart(12)}   ${module}`)
}

function fail(message: string): void {
  process.stderr.write(`bench: ${message}\n`)
  process.exitCode = 2
}

function readRounds(): number | undefined {
  if (flags.rounds === undefined) return undefined
  const rounds = Number(flags.rounds)
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds must be a positive integer; got ${flags.rounds}`)
  return rounds
}

function list(): void {
  for (const { name, figures } of chosen) {
    console.log(name)
    for (const { title, goal, unit } of figures) console.log(`  ${title}${goal ? `: ${formatGoal(goal, unit)}` : ''}`)
  }
}

async function run(rounds: number | undefined): Promise<void> {
  const machine = thisMachine()
  console.log(describe(machine))
  const folder = mkdtempSync(join(flags.dir, 'kamaki-bench-'))
  const results: CaseResult[] = []
  const start = performance.now()
  try {
    for (const one of chosen) {
      const reason = one.whyNot?.()
      if (reason !== undefined) {
        console.log(`\n${one.name} is left out: ${reason}`)
        continue
      }
      try {
        const result = await runCase(one, { quick: flags.quick, rounds, long: flags.long, folder })
        results.push(result)
        print(result)
      } catch (error) {
        // The others are worth having all the same.
        console.error(`\n${one.name} failed: ${(error as Error).stack}`)
        process.exitCode = 1
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  console.log(`\n${((performance.now() - start) / 60_000).toFixed(1)} minutes in all`)
  if (flags['write-docs']) {
    keepResults({ machine, cases: results }, chosen.length === cases.length)
    writeDocs()
  }
  if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify({ machine, cases: results }, null, 1)}\n`)
}

function print({ name, seconds, figures }: CaseResult): void {
  console.log(`\n${name} (${seconds.toFixed(0)} s)`)
  for (const figure of figures) {
    const goal = formatGoal(figure.goal, figure.unit)
    const verdict = goal && `   ${goal}${isReached(figure) ? '' : ': missed'}`
    console.log(`  ${figure.title.replaceAll('`', '').padEnd(76)} ${formatFigure(figure).padEnd(26)}${verdict}`)
  }
}
