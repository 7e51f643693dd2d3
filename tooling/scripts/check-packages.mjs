// pnpm check:packages: each package as its users get it. The tarball is packed, linted (publint, are-the-types-wrong), and
// installed into an empty project, where the types are checked and every entry is loaded, on this Node and on other
// runtimes that the machine has (--runtimes node@22,node@24,bun,deno gets them from npm).
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { packAll } from './pack.mjs'
import { fail, must, run, setUp } from './setup.mjs'

const { values: flags } = parseArgs({ options: { runtimes: { type: 'string', default: '' } } })
await setUp()
const folder = mkdtempSync(join(tmpdir(), 'kamaki-packages-'))
try {
  const tarballs = await packAll(folder)
  await lintAll(tarballs)
  await consume(tarballs)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function lintAll(tarballs) {
  for (const [name, { out }] of tarballs) {
    await must('pnpm', ['exec', 'publint', 'run', out, '--strict'], { quiet: true })
    await must('pnpm', ['exec', 'attw', out, '--profile', 'esm-only', '--no-emoji'], { quiet: true })
    console.log(`${name}: publint and are-the-types-wrong find nothing`)
  }
}

/** An empty project that installs the tarballs and uses every entry. */
async function consume(tarballs) {
  const cwd = join(folder, 'consumer')
  mkdirSync(cwd)
  const dependencies = Object.fromEntries([...tarballs].map(([name, { out }]) => [name, `file:${out}`]))
  const others = flags.runtimes.split(',').filter(Boolean)
  writeFileSync(
    join(cwd, 'package.json'),
    JSON.stringify({ name: 'consumer', private: true, type: 'module', dependencies, overrides: dependencies }),
  )
  await must(
    'npm',
    ['install', '--no-audit', '--no-fund', '--loglevel=error', 'typescript@6.0.3', '@types/node@20', ...others],
    { cwd, quiet: true },
  )
  const entries = [...tarballs.values()].flatMap((tarball) => tarball.entries)
  const script = entries.map(
    (entry, i) =>
      `import * as e${i} from '${entry}'\nif (Object.keys(e${i}).length === 0) throw new Error('${entry} is empty')`,
  )
  writeFileSync(join(cwd, 'use.ts'), `${script.join('\n')}\nconsole.log('${entries.length} entries load')\n`)
  writeFileSync(join(cwd, 'use.mjs'), `${script.join('\n')}\nconsole.log('${entries.length} entries load')\n`)
  writeFileSync(
    join(cwd, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        noEmit: true,
        target: 'es2023',
        module: 'nodenext',
        lib: ['es2023', 'dom', 'dom.iterable'],
        types: ['node'],
        skipLibCheck: false,
      },
      files: ['use.ts'],
    }),
  )
  await must('npx', ['tsc', '-p', '.'], { cwd, quiet: true })
  console.log('The types of every entry are right as a consumer sees them, library checks included')
  const runtimes = [['node', process.execPath, ['use.mjs']]]
  for (const spec of others) {
    const [name] = spec.split('@')
    const bin = join(cwd, 'node_modules/.bin', name)
    runtimes.push([spec, bin, name === 'deno' ? ['run', '-A', 'use.mjs'] : ['use.mjs']])
  }
  for (const [name, bin, args] of runtimes) {
    const { code, output } = await run(bin, args, { cwd, quiet: true })
    if (code !== 0) fail(`${name} cannot load the packages`, output)
    console.log(`${name}: ${output.trim()}`)
  }
  await servesPage(cwd)
  await testsWithVitest(cwd)
}

/** The entry for vitest, in a test that vitest runs and TypeScript checks. */
async function testsWithVitest(cwd) {
  await must('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', 'vitest@4.1.12'], { cwd, quiet: true })
  writeFileSync(
    join(cwd, 'cloud.test.ts'),
    `import { test } from '@kamaki/emulator/vitest'
import { expect } from 'vitest'
test('a cloud', async ({ emulator }) => {
  expect((await emulator.fetch('/astakos/account/v1.0/resources')).status).toBe(200)
  expect(emulator).toHaveReceived(['GET /astakos/account/v1.0/resources 200'])
})
`,
  )
  const options = [
    '--strict',
    '--noEmit',
    '--target',
    'es2023',
    '--module',
    'nodenext',
    '--skipLibCheck',
    '--ignoreConfig',
  ]
  await must('npx', ['tsc', ...options, 'cloud.test.ts'], { cwd, quiet: true })
  await must('npx', ['vitest', 'run'], { cwd, quiet: true })
  console.log('The entry for vitest works in a test')
}

/** The page is no module that is imported, but files that the packed emulator must have with it. */
async function servesPage(cwd) {
  writeFileSync(
    join(cwd, 'page.mjs'),
    `import { createEmulator } from '@kamaki/emulator'
const emulator = createEmulator()
const { origin } = await emulator.listen()
for (const path of ['/', '/_emulator/page/page.js', '/_emulator/page/page.css', '/_emulator/page/icon.svg']) {
  const { status } = await fetch(origin + path, { headers: { accept: 'text/html' }, redirect: 'manual' })
  if (status !== 200) throw new Error(path + ' responds with ' + status)
}
await emulator.close()
`,
  )
  await must(process.execPath, ['page.mjs'], { cwd, quiet: true })
  console.log('The emulator serves its page')
}
