// pnpm release:dry: everything that a release does, with a registry of this machine in place of npm's. Each package is packed, published there,
// installed by name into an empty project, and loaded; what it brought along is listed, and its licenses are checked.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execute } from './execute.ts'
import { installedIn, notAccepted } from './licenses.ts'
import { type Package, publishedPackages } from './packages.ts'
import { publishAll } from './publish-all.ts'
import { startRegistry } from './registry.ts'
import { missingSources } from './source-maps.ts'

const folder = mkdtempSync(join(tmpdir(), 'kamaki-release-'))
const registry = await startRegistry(join(folder, 'registry'))
try {
  const packages = publishedPackages()
  await publishAll(registry, folder, packages)
  for (const one of packages) await install(one)
} finally {
  registry.close()
  rmSync(folder, { recursive: true, force: true })
}

/** As a user does: npm install NAME, then import each entry. */
async function install({ name, version, entries }: Package): Promise<void> {
  const cwd = join(folder, name)
  mkdirSync(cwd, { recursive: true })
  writeFileSync(join(cwd, 'package.json'), '{ "private": true, "type": "module" }\n')
  writeFileSync(join(cwd, '.npmrc'), registry.npmrc)
  await execute('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', name], cwd)
  const installed = installedIn(cwd)
  const own = installed.find((one) => one.name === name)
  if (own?.version !== version) throw new Error(`npm install ${name} installed ${own?.version}, not ${version}`)
  const unknown = notAccepted(installed)
  if (unknown.length > 0) {
    const list = unknown.map((one) => `${one.name}@${one.version} (${one.license})`).join(', ')
    throw new Error(`${name} brings packages whose license is not in tooling/release/src/licenses.ts: ${list}`)
  }
  const missing = missingSources(join(cwd, 'node_modules', name))
  if (missing.length > 0) throw new Error(`${name} lacks the sources of its maps: ${missing.join(', ')}`)
  const script = entries.map((entry) => `await import('${entry}')`).join('\n')
  writeFileSync(join(cwd, 'use.js'), `${script}\n`)
  await execute(process.execPath, ['use.js'], cwd)
  const others = installed.filter((one) => one !== own).map((one) => `${one.name}@${one.version} (${one.license})`)
  console.log(`${name}@${version}: ${entries.length} entries load; it brings ${others.join(', ') || 'nothing else'}`)
}
