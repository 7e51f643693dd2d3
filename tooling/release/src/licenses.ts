import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Licenses that a BSD-2-Clause package can depend on without further duties for its users. */
const ACCEPTED = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'CC0-1.0',
  'BlueOak-1.0.0',
])

/** A package that was installed. */
export interface Installed {
  readonly name: string
  readonly version: string
  readonly license: string
}

/** What is in `node_modules`, nested copies included. */
export function installedIn(folder: string): Installed[] {
  const modules = join(folder, 'node_modules')
  if (!existsSync(modules)) return []
  return readdirSync(modules)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(modules, name)).map((own) => `${name}/${own}`) : [name],
    )
    .flatMap((name) => {
      const { version, license } = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8'))
      return [{ name, version, license: String(license) }, ...installedIn(join(modules, name))]
    })
}

/** Those whose license was not looked at yet. */
export function notAccepted(installed: readonly Installed[]): Installed[] {
  return installed.filter(({ license }) => !ACCEPTED.has(license))
}

/** What users of a package of this workspace get with it, and what that brings: from what is installed here, without a network. */
export function dependenciesOf(folder: string, seen: Map<string, Installed> = new Map()): Installed[] {
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>
  }
  for (const name of Object.keys(dependencies)) {
    const found = find(name, realpathSync(folder))
    if (seen.has(found)) continue
    const { version, license } = JSON.parse(readFileSync(join(found, 'package.json'), 'utf8'))
    seen.set(found, { name, version, license: String(license) })
    dependenciesOf(found, seen)
  }
  return [...seen.values()]
}

/** Where Node would find it. */
function find(name: string, from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name)
    if (existsSync(found)) return realpathSync(found)
    if (folder === dirname(folder)) throw new Error(`${name}, which ${from} depends on, is not installed`)
  }
}
