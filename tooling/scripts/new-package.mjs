// pnpm new:package NAME NOUN [--description TEXT]: a service package that passes the guards, to be filled: pnpm new:package dns zone
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { filesOf } from './new-package-files.mjs'
import { must, root as workspace } from './setup.mjs'

const { values: flags, positionals } = parseArgs({
  options: { description: { type: 'string' }, root: { type: 'string', default: workspace } },
  allowPositionals: true,
})
const [name = '', noun = ''] = positionals
const root = resolve(flags.root)
const folder = join(root, 'packages', name)
if (!/^[a-z]+$/.test(name) || !/^[a-z]+$/.test(noun)) {
  console.error(
    'Usage: pnpm new:package NAME NOUN [--description TEXT], both in small letters: pnpm new:package dns zone',
  )
  process.exit(2)
}
if (existsSync(folder)) {
  console.error(`packages/${name} exists. Choose another name, or remove it.`)
  process.exit(1)
}

const description = flags.description ?? `The ${name} service of Synnefo clouds.`
for (const [path, text] of Object.entries(filesOf({ name, noun, description }))) {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}
copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'))

// What every package shares with one that is here already.
const manifest = JSON.parse(readFileSync(join(root, 'packages/image/package.json'), 'utf8'))
const { '@kamaki-tooling/wire': _, 'fast-check': __, ...devDependencies } = manifest.devDependencies
const own = { ...manifest, name: `@kamaki/${name}`, version: '0.0.0', description, devDependencies }
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(own, null, 2)}\n`)

const client = `${name[0].toUpperCase()}${name.slice(1)}Client`
edit('README.md', (text) =>
  before(
    text,
    /^\| \[@kamaki\/core\]/m,
    `| [@kamaki/${name}](packages/${name}) | ${description.replace(/\.$/, '')} | \`${client}\` |\n`,
  ),
)
edit('CONTRIBUTING.md', (text) =>
  before(text, /^ {4}packages\/emulator/m, `    ${`packages/${name}`.padEnd(20)}${description.replace(/\.$/, '')}\n`),
)
// The names decide what comes first and where a line breaks.
await must(join(workspace, 'node_modules/.bin/biome'), ['check', '--write', `packages/${name}`], {
  cwd: root,
  quiet: true,
})
console.log(`packages/${name} is created, and named in README.md and CONTRIBUTING.md. Next:

  pnpm install                       links it, and adds it to the lockfile
  pnpm api:report                    its public API, in packages/${name}/etc
  npm test

Then: its types and operations, an inventory and a map in tooling/api-coverage, an emulated service, a changeset.`)

function edit(file, change) {
  const path = join(root, file)
  writeFileSync(path, change(readFileSync(path, 'utf8')))
}

/** The text with a line before the first that matches. */
function before(text, pattern, line) {
  const { index } = pattern.exec(text) ?? {}
  if (index === undefined) throw new Error(`No line matches ${pattern}`)
  return text.slice(0, index) + line + text.slice(index)
}
