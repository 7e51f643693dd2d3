// pnpm compat [WORD ...]: the packages as npm installs them, with everything that users put around them: compilers, bundlers, test runners,
// frameworks, runtimes, the ends of the dependencies' ranges. Runs the cases whose titles contain a word; all by default, and then writes docs/compatibility.md.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publishedPackages, root } from '../packages.ts'
import { publishAll } from '../publish-all.ts'
import { startRegistry } from '../registry.ts'
import { bundlersCase } from './bundlers.ts'
import type { Case, Outcome, Surroundings } from './case.ts'
import { Consumer } from './consumer.ts'
import { dependenciesCase } from './dependencies.ts'
import { documentOf } from './document.ts'
import { runnersCase } from './runners.ts'
import { runtimesCase } from './runtimes.ts'
import { serversCase } from './servers.ts'
import { commonjsCase, typescriptCase } from './typescript.ts'

const CASES: readonly Case[] = [
  typescriptCase,
  commonjsCase,
  runtimesCase,
  runnersCase,
  bundlersCase,
  serversCase,
  dependenciesCase,
]

const words = process.argv.slice(2).map((word) => word.toLowerCase())
const chosen = CASES.filter(
  ({ title }) => words.length === 0 || words.some((word) => title.toLowerCase().includes(word)),
)
const folder = mkdtempSync(join(tmpdir(), 'kamaki-compat-'))
const registry = await startRegistry(join(folder, 'registry'))
let stopCloud = (): void => {}
try {
  const published = publishedPackages()
  await publishAll(registry, folder, published)
  let count = 0
  const consumer = (manifest?: Readonly<Record<string, unknown>>): Consumer => {
    count += 1
    const own = join(folder, `consumer-${count}`)
    mkdirSync(own)
    return new Consumer(own, registry.npmrc, manifest)
  }
  const host = consumer()
  await host.install('@kamaki/emulator')
  const { found, stop } = await host.serve(
    'kamaki-emulator',
    ['--port', '0'],
    /export (KAMAKI_AUTH_URL=\S+ KAMAKI_TOKEN=\S+)/,
  )
  stopCloud = stop
  const [authUrl = '', token = ''] = found
    .split(' ')
    .map((pair) => pair.slice(pair.indexOf('=') + 1).replace(/^'|'$/g, ''))
  const packages = published.map(({ name }) => name)
  const entries = published.flatMap((one) => one.entries)
  const hostedEntries = published.flatMap((one) => one.hostedEntries)
  const around: Surroundings = { packages, entries, hostedEntries, consumer, authUrl, token }
  const results: [title: string, outcomes: readonly Outcome[]][] = []
  for (const { title, run } of chosen) {
    const outcomes = await run(around)
    results.push([title, outcomes])
    for (const outcome of outcomes) console.log(`${title}: ${outcome.title}${outcome.note && `: ${outcome.note}`}`)
  }
  if (chosen.length === CASES.length) {
    writeFileSync(join(root, 'docs/compatibility.md'), documentOf(results))
    console.log('Wrote docs/compatibility.md')
  }
} finally {
  stopCloud()
  registry.close()
  rmSync(folder, { recursive: true, force: true })
}
