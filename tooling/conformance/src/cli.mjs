#!/usr/bin/env node
// pnpm conformance: replays the recordings of a real Synnefo 0.21 against the emulator, or against the cloud of --env.
//
//   pnpm conformance [identity pithos/copy ...] [--env ENV.json] [--shuffle [SEED]] [--repeat N] [--verbose]
//
// A word keeps the scenarios whose name or file holds it. Steps that cannot pass are in exceptions.json, each with its reason.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { setUp } from '../../scripts/setup.mjs'
import { shuffled } from './shuffle.mjs'

const here = fileURLToPath(new URL('..', import.meta.url))
const { values: flags, positionals: words } = parseArgs({
  allowPositionals: true,
  options: {
    env: { type: 'string' },
    shuffle: { type: 'string' },
    repeat: { type: 'string', default: '1' },
    verbose: { type: 'boolean', default: false },
  },
})

const scenarios = readdirSync(join(here, 'scenarios'))
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({ file, name: JSON.parse(readFileSync(join(here, 'scenarios', file), 'utf8')).name }))
  .filter(({ file, name }) => words.length === 0 || words.some((word) => name.includes(word) || file.includes(word)))
if (scenarios.length === 0) {
  console.error(
    `No scenario's name holds ${words.map((word) => JSON.stringify(word)).join(' or ')}; they are in tooling/conformance/scenarios.`,
  )
  process.exit(2)
}
const exceptions = new Map(
  JSON.parse(readFileSync(join(here, 'exceptions.json'), 'utf8')).map(({ step, reason }) => [step, reason]),
)

/** One scenario through the runner: [{ step, problems }]. */
function replay(file, env) {
  return new Promise((resolve, reject) => {
    const args = [join(here, 'replay.mjs'), 'check', '--json', '--env', env, join(here, 'scenarios', file)]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk) => (out += chunk))
    child.stderr.on('data', (chunk) => (err += chunk))
    child.on('error', reject)
    child.on('close', () => {
      const end = out.lastIndexOf(']')
      if (end < 0) return reject(new Error(`${file} could not be replayed:\n${err || out}`))
      resolve(JSON.parse(out.slice(0, end + 1)))
    })
  })
}

const counts = { passed: 0, failed: 0 }
const excused = new Set()
const seenException = new Set()
function tell(report) {
  for (const { step, problems } of report) {
    const reason = exceptions.get(step)
    if (reason !== undefined) seenException.add(step)
    if (problems.length === 0) {
      counts.passed++
      if (flags.verbose) console.log(`ok   ${step}`)
      if (reason !== undefined) console.log(`note ${step} passes: take it out of exceptions.json`)
    } else if (reason !== undefined) excused.add(step)
    else {
      counts.failed++
      console.log(`FAIL ${step}`)
      for (const problem of flags.verbose ? problems : problems.slice(0, 4)) console.log(`     ${problem}`)
    }
  }
}

let emulator
let folder
let env = flags.env
if (env === undefined) {
  const built = new URL('../../../packages/emulator/dist/index.js', import.meta.url)
  if (!existsSync(built)) await setUp()
  const { createEmulator } = await import(built.href)
  emulator = createEmulator()
  const { url } = await emulator.listen({ port: 0 })
  folder = mkdtempSync(join(tmpdir(), 'kamaki-conformance-'))
  env = join(folder, 'env.json')
  writeFileSync(env, JSON.stringify(emulator.env()))
  if (flags.verbose) console.log(`The emulator listens at ${url}`)
}
try {
  const repeat = Number(flags.repeat)
  const seed = flags.shuffle === undefined ? undefined : Number(flags.shuffle) || Date.now() % 1_000_000
  if (seed !== undefined) console.log(`In random order, seed ${seed}`)
  for (let round = 0; round < repeat; round++) {
    const order = seed === undefined ? scenarios : shuffled(scenarios, seed + round)
    for (const { file } of order) tell(await replay(file, env))
  }
} finally {
  await emulator?.close()
  if (folder) rmSync(folder, { recursive: true, force: true })
}
if (excused.size) {
  console.log(`${excused.size} steps left out, with their reasons (tooling/conformance/exceptions.json):`)
  for (const step of excused) console.log(`  ${step}: ${exceptions.get(step)}`)
}
console.log(`${counts.passed} passed, ${counts.failed} failed`)
process.exitCode = counts.failed ? 1 : 0
