// pnpm test:runtimes [RUNTIME ...]: all checks on other runtimes, with the client packages as npm installs them. The runtimes come
// from npm (and stay in .tmp/): bun, deno, node@22, node@24 where none are named, after the Node that runs this.
import { dirname } from 'node:path'
import { checks } from '../checks/index.ts'
import { openPlaces } from '../places.ts'
import { makeConsumer } from './consumer.ts'
import { execute } from './execute.ts'
import { getRuntime } from './get-runtime.ts'

interface Outcome {
  readonly name: string
  readonly failure?: string
}

const wanted = process.argv.slice(2)
const specs = wanted.length > 0 ? wanted : ['node', 'node@22', 'node@24', 'bun', 'deno']
const { places, close } = await openPlaces(false)
const expected = checks.filter(({ browserOnly }) => !browserOnly).length
const consumer = await makeConsumer()
let failures = 0
try {
  for (const spec of specs) {
    const { name, command, args } = await getRuntime(spec)
    const started = performance.now()
    const output = await execute(command, [...args, consumer.program, JSON.stringify(places.emulator)], {
      cwd: dirname(consumer.program),
      timeout: 300_000,
    }).catch((error: unknown) => String(error))
    const outcomes = output
      .split('\n')
      .filter((line) => line.startsWith('{"name"'))
      .map((line) => JSON.parse(line) as Outcome)
    const failed = outcomes.filter(({ failure }) => failure !== undefined)
    if (outcomes.length < expected) console.log(output)
    if (outcomes.length < expected || failed.length > 0) failures += 1
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    console.log(`${name}: ${outcomes.length - failed.length} of ${expected} checks pass (${seconds} s)`)
    for (const { name: check, failure } of failed)
      console.log(`  ✗ ${check}\n    ${failure?.replaceAll('\n', '\n    ')}`)
  }
} finally {
  await consumer.remove()
  await close()
}
process.exitCode = failures > 0 ? 1 : 0
